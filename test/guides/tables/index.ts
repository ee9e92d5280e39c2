import type { Guide } from '../guide.ts';
import { bahamm } from './bahamm.ts';
import { eventstreammonitor } from './eventstreammonitor.ts';
import { jewgo } from './jewgo.ts';
import { versant } from './versant.ts';
import { violentutf, violentutfLarge, violentutfSmall } from './violentutf.ts';

/** Every profile of examples/guides. */
export const guides: readonly Guide[] = [versant, bahamm, violentutfSmall, violentutf, violentutfLarge, eventstreammonitor, jewgo];

import type { Build } from '../output/builds.ts';
import type { Summary } from '../reporters/summary.ts';
import type { SecretFile } from '../model/target.ts';

/** What follows from a profile alone, apart from the files themselves. Plain data. */
export interface Facts {
  readonly summary: Summary;
  readonly secrets: readonly SecretFile[];
  /** The applications that Compose builds. */
  readonly builds: readonly Build[];
}

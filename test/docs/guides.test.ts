import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { guides } from '../guides/tables/index.ts';
import { guidesPage } from './guides-page.ts';

const PAGE = join(import.meta.dirname, '../../docs/guides.md');
/** `UPDATE_DOCS=1 npx vitest run test/docs` writes the page anew. */
const update = process.env['UPDATE_DOCS'] !== undefined;

it('docs/guides.md says what the guides and the program say today', async () => {
  const page = await guidesPage(guides);
  if (update) writeFileSync(PAGE, page);
  else expect(page === readFileSync(PAGE, 'utf8'), 'docs/guides.md is stale: UPDATE_DOCS=1 npx vitest run test/docs').toBe(true);
}, 60_000);

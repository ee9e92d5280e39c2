import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { STACKS } from '../stacks.ts';
import { checksPage } from './page.ts';

const PAGE = join(import.meta.dirname, '../../docs/checks.md');
/** `UPDATE_DOCS=1 npx vitest run test/docs` writes the page anew. */
const update = process.env['UPDATE_DOCS'] !== undefined;

it('docs/checks.md says what the checks say today', async () => {
  const shown = checks.filter(({ id }) => existsSync(join(STACKS, id, 'fires')) && existsSync(join(STACKS, id, 'silent')));
  const page = await checksPage(shown);
  if (update) writeFileSync(PAGE, page);
  else expect(page === readFileSync(PAGE, 'utf8'), 'docs/checks.md is stale: UPDATE_DOCS=1 npx vitest run test/docs').toBe(true);
}, 120_000);

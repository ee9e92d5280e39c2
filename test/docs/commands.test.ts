import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandPages } from './command-pages.ts';

const DOCS = join(import.meta.dirname, '../../docs');
/** `UPDATE_DOCS=1 npx vitest run test/docs` writes the pages anew. */
const update = process.env['UPDATE_DOCS'] !== undefined;

it('docs/commands/ says what the program says of each command today', () => {
  const pages = commandPages();
  if (update) {
    rmSync(join(DOCS, 'commands'), { recursive: true, force: true });
    mkdirSync(join(DOCS, 'commands'));
    for (const { path, text } of pages) writeFileSync(join(DOCS, path), text);
  }
  const there = (path: string): string => (existsSync(join(DOCS, path)) ? readFileSync(join(DOCS, path), 'utf8') : '');
  expect(pages.filter(({ path, text }) => text !== there(path)).map(({ path }) => path), 'stale: UPDATE_DOCS=1 npx vitest run test/docs').toEqual([]);
  expect(readdirSync(join(DOCS, 'commands')).sort()).toEqual(pages.map(({ path }) => path.replace('commands/', '')).filter((path) => path !== 'commands.md').sort());
});

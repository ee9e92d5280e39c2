import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const TEST = join(import.meta.dirname, '..');
/** Tests of a folder that vitest.config.ts has run one file in one process. */
const ALONE = ['server/runtime.ts'];

// A worker imports them once for many files: what they begin when they are imported is there for all of these, and what they end behind one file is missing in the next.
it('what tests share has no hooks outside of a function', () => {
  const shared = readdirSync(TEST, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !ALONE.includes(path));
  const hooked = shared.flatMap((path) => readFileSync(join(TEST, path), 'utf8').split('\n').flatMap((line, at) => (/^(?:before|after)(?:All|Each)\(/.test(line) ? [`${path}:${at + 1}: ${line}`] : [])));
  expect(hooked).toEqual([]);
});

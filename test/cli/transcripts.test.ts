import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder } from './folder.ts';
import { program, replay } from './replay.ts';
import { parse, show } from './transcript.ts';

/** `UPDATE_TRANSCRIPTS=1 npx vitest run test/cli` writes what the program prints today. */
const update = process.env['UPDATE_TRANSCRIPTS'] !== undefined;

/** The transcripts of this folder, and the README's. */
const files = [...readdirSync(import.meta.dirname).filter((name) => name.endsWith('.md')), '../../README.md'];

test('there are transcripts, and they survive being read', () => {
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const text = readFileSync(join(import.meta.dirname, file), 'utf8');
    expect(show(parse(text))).toBe(text);
  }
});

test.each(files)('%s', (file) => {
  const path = join(import.meta.dirname, file);
  const expected = readFileSync(path, 'utf8');
  const actual = show(replay(parse(expected), program(freshFolder())));
  if (update) writeFileSync(path, actual);
  else expect(actual).toBe(expected);
});

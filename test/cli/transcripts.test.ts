import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder } from './folder.ts';
import { parse, show, type Piece, type Run } from './transcript.ts';

const CLI = join(import.meta.dirname, '../../dist/cli.cjs');
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
  const actual = show(replay(parse(expected)));
  if (update) writeFileSync(path, actual);
  else expect(actual).toBe(expected);
}, 60_000);

/** Runs a transcript in an empty folder: writes its files, runs its commands. */
function replay(pieces: readonly Piece[]): readonly Piece[] {
  const root = freshFolder();
  const folder = join(root, 'work');
  mkdirSync(folder);
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin/gen'), `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`);
  chmodSync(join(root, 'bin/gen'), 0o755);
  return pieces.map((piece) => {
    if (piece.kind === 'console') return { ...piece, runs: piece.runs.map((run) => rerun(run, folder, join(root, 'bin'))) };
    if (piece.kind === 'file') {
      mkdirSync(dirname(join(folder, piece.name)), { recursive: true });
      writeFileSync(join(folder, piece.name), piece.text);
    }
    return piece;
  });
}

function rerun({ command }: Run, folder: string, bin: string): Run {
  const env = { PATH: `${bin}:${process.env['PATH']}`, LC_ALL: 'C', HOME: folder };
  const { stdout, status } = spawnSync('sh', ['-c', `{ ${command}\n} 2>&1`], { cwd: folder, env, encoding: 'utf8', input: '', timeout: 30_000 });
  const text = stdout === '' || stdout.endsWith('\n') ? stdout : `${stdout}\n`;
  return { command, output: `${text}exit: ${status}\n` };
}

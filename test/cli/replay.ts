import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freshFolder } from './folder.ts';
import type { Piece, Run } from './transcript.ts';

const CLI = join(import.meta.dirname, '../../dist/cli.cjs');

/** Puts `gen`, as it is built here, into a folder, and returns the folder. */
export function program(folder: string): string {
  writeFileSync(join(folder, 'gen'), `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`);
  chmodSync(join(folder, 'gen'), 0o755);
  return folder;
}

/** Runs a transcript in an empty folder: writes its files, runs its commands. `path` is where programs are looked for first. */
export function replay(pieces: readonly Piece[], path: string): readonly Piece[] {
  const folder = join(freshFolder(), 'work');
  mkdirSync(folder);
  return pieces.map((piece) => {
    if (piece.kind === 'console') return { ...piece, runs: piece.runs.map((run) => rerun(run, folder, path)) };
    if (piece.kind === 'file') {
      mkdirSync(dirname(join(folder, piece.name)), { recursive: true });
      writeFileSync(join(folder, piece.name), piece.text);
    }
    return piece;
  });
}

function rerun({ command }: Run, folder: string, path: string): Run {
  const env = { PATH: `${path}:${process.env['PATH']}`, LC_ALL: 'C', HOME: folder };
  const { stdout, status } = spawnSync('sh', ['-c', `{ ${command}\n} 2>&1`], { cwd: folder, env, encoding: 'utf8', input: '', timeout: 30_000 });
  const text = stdout === '' || stdout.endsWith('\n') ? stdout : `${stdout}\n`;
  return { command, output: `${text}exit: ${status}\n` };
}

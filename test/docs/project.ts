import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { declarations } from '../../src/commands/declared/program.ts';
import { freshFolder } from '../cli/folder.ts';
import { parse } from '../cli/transcript.ts';

const root = join(import.meta.dirname, '../..');

/** The examples of a command's help, without their explanation. */
export interface Examples {
  readonly name: string;
  readonly lines: readonly string[];
}

/** The examples of every command. */
export const examples: readonly Examples[] = declarations.map(({ name, examples: all }) => ({ name: `gen ${name}`.trim(), lines: all.map(([line]) => line) }));

/** Whether a line measures something: such lines take their time, and something that answers. */
export const measures = (line: string): boolean => line.startsWith('gen bench');

/** How a line ended, and all that it printed. */
export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** Runs a line in a folder as somebody types it: `gen` is found, nobody answers questions. Ctrl-C is pressed when `enough` was said. */
export function type(folder: string, line: string, more: NodeJS.ProcessEnv = {}, enough?: RegExp): Promise<Ended> {
  const env = { PATH: `${join(folder, '.bin')}:${process.env['PATH']}`, HOME: folder, LC_ALL: 'C.UTF-8', ...more };
  const child = spawn('bash', ['-c', line], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      const before = enough?.test(said);
      said += String(chunk);
      if (before === false && enough?.test(said)) child.kill('SIGINT');
    });
  }
  return new Promise((settle) => child.on('close', (code) => settle({ code, said })));
}

/** A folder with what the examples name: profiles, a stack, manifests, a report, a repository with two revisions. */
export async function project(): Promise<string> {
  const folder = freshFolder();
  for (const each of ['.bin', '.zfunc', '.config/fish/conf.d']) mkdirSync(join(folder, each), { recursive: true });
  for (const name of ['gen', 'plumbline']) {
    writeFileSync(join(folder, '.bin', name), `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/cli.cjs')}" "$@"\n`);
    chmodSync(join(folder, '.bin', name), 0o755);
  }
  const stack = join(root, 'out/medium');
  for (const [from, to] of [['.', 'out/medium'], ['docker-compose.yml', 'docker-compose.yml'], ['nginx', 'nginx'], ['nginx/nginx.conf', 'nginx.conf'], ['kubernetes', 'k8s']] as const) cpSync(join(stack, from), join(folder, to), { recursive: true });
  const report = parse(readFileSync(join(root, 'test/cli/calibrate.md'), 'utf8')).find((piece) => piece.kind === 'file');
  writeFileSync(join(folder, 'r.json'), report?.kind === 'file' ? report.text : '');
  for (const [file, memory] of [['shop.yaml', '8GiB'], ['before.yaml', '8GiB'], ['after.yaml', '12GiB']] as const) writeFileSync(join(folder, file), `extends: medium\nname: shop\nmachine: { memory: ${memory} }\n`);
  const commit = 'git -c user.name=a -c user.email=a@example.com commit -qam';
  mkdirSync(join(folder, 'profiles'));
  writeFileSync(join(folder, 'profiles/medium.yaml'), 'extends: medium\n');
  await type(folder, `git init -q && git add profiles out && ${commit} one && git update-ref refs/remotes/origin/main HEAD`);
  writeFileSync(join(folder, 'profiles/medium.yaml'), 'extends: medium\nmachine: { memory: 12GiB }\n');
  await type(folder, `${commit} two`);
  return folder;
}

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesIn, freshFolder } from '../cli/folder.ts';

/** The program as users run it. */
export const CLI = join(import.meta.dirname, '../../dist/cli.cjs');
/** Three quick targets; what is the same for every number of profiles and threads does not depend on them. */
export const QUICK = ['--target', 'env,redis,postgres'];

/** How a run ended, and what it told. */
export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `gen` in a folder; what it remembers lies in that folder too. */
export function gen(folder: string, flags: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...flags], { cwd: folder, env: environment(folder, env), encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

/** The environment of a run, its cache in the folder. */
export const environment = (folder: string, env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({ ...process.env, XDG_CACHE_HOME: join(folder, '.cache'), ...env });

const BASES = ['small', 'medium', 'large'];

/** A folder with so many profiles in `fleet/`; every third needs more than its machine has, and is told so. */
export function fleetOf(count: number): string {
  const folder = freshFolder();
  for (let i = 0; i < count; i++) write(folder, `fleet/p${i}.yaml`, `extends: ${BASES[i % 3]}\nname: p${i}\nworkload: { queries_per_request: ${i % 3 === 0 ? 9 : 1} }\n`);
  return folder;
}

/** Writes a file and the folders that it lies in. */
export function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** The files below a folder with their texts; secrets are different each time. */
export const textsIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(filesIn(folder).filter((path) => !path.includes('secrets/')).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));

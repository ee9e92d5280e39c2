import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Longest time a tool may take, in milliseconds; and how much of its words is kept, in characters. */
const LIMITS = { time: 10_000, output: 64 * 1024 } as const;

/** A private temporary folder in which a tool is run. */
export interface Box {
  readonly folder: string;
  /** Writes a file and gives its full path. */
  readonly write: (name: string, text: string) => string;
}

/** What a tool said, and its exit code; none when it was ended because its answer was known or it took too long. */
export interface Said {
  readonly code: number | undefined;
  readonly output: string;
  readonly late: boolean;
}

/** Servers refuse to run as root, and need not: as root they get the account of nobody. */
const ACCOUNT: { readonly uid: number; readonly gid: number } | undefined = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** Compose does not fetch what an `include` names elsewhere. */
const OFFLINE = { COMPOSE_EXPERIMENTAL_GIT_REMOTE: 'false', COMPOSE_EXPERIMENTAL_OCI_REMOTE: 'false' } as const;

/** Works in a private temporary folder that is removed afterwards. */
export async function inBox<T>(work: (box: Box) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-tool-'));
  const own = (path: string): void => void (ACCOUNT !== undefined && chownSync(path, ACCOUNT.uid, ACCOUNT.gid));
  own(folder);
  const write = (name: string, text: string): string => {
    const path = resolve(folder, name);
    if (!path.startsWith(`${folder}/`)) throw new Error(`${name} lies outside of the folder`);
    mkdirSync(dirname(path), { recursive: true });
    for (let part = dirname(path); part.length > folder.length; part = dirname(part)) own(part);
    writeFileSync(path, text);
    chmodSync(path, 0o600);
    own(path);
    return path;
  };
  try {
    return await work({ folder, write });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Runs a tool in the box, without the environment of the caller; ends it when `enough` of its words is there, or after its time. */
export function ask(box: Box, program: string, args: readonly string[], enough?: RegExp): Promise<Said> {
  return new Promise((settle) => {
    let output = '';
    let late = false;
    const child = spawn(program, args, {
      cwd: box.folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...ACCOUNT,
      env: { PATH: process.env['PATH'] ?? '', HOME: box.folder, TMPDIR: box.folder, LC_ALL: 'C', NO_COLOR: '1', ...OFFLINE },
    });
    const timer = setTimeout(() => {
      late = true;
      end(child);
    }, LIMITS.time);
    const hear = (chunk: Buffer): void => {
      if (output.length < LIMITS.output) output += chunk.toString('utf8');
      if (enough?.test(output)) end(child);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const settled = (code: number | null): void => {
      clearTimeout(timer);
      settle({ code: code ?? undefined, output: output.replaceAll(`${box.folder}/`, ''), late });
    };
    child.once('error', () => settled(127));
    child.once('close', settled);
  });
}

/** Ends the process and those that it started, by the id of their group. */
function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** The programs of that name: those that `PLUMBLINE_<NAME>` names (`:` between them), else the first on the PATH. */
export function findPrograms(name: string): readonly string[] {
  const named = process.env[`PLUMBLINE_${name.toUpperCase().replaceAll('-', '_')}`];
  // Debian keeps servers in sbin, which an ordinary account's PATH leaves out.
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/local/sbin', '/usr/sbin', '/sbin'].filter((folder) => folder.startsWith('/'));
  if (named !== undefined && named !== '') return named.split(':').map((path) => resolve(path)).filter(isProgram);
  return folders.map((folder) => join(folder, name)).filter(isProgram).slice(0, 1);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

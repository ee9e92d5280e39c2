import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFlags } from '../src/commands/validate.ts';
import { validateCommand } from '../src/commands/validate.ts';
import { plain } from '../src/reporters/style.ts';

/** The real files of each check: `<id>/fires`, `<id>/silent`, and the flags of both in `<id>/args`. */
export const STACKS = join(import.meta.dirname, 'stacks');

/** The flags that the stacks of a check are judged with, such as `--machine 2cpu/4GiB`. */
export function argsOf(id: string): readonly string[] {
  const file = join(STACKS, id, 'args');
  return existsSync(file) ? readFileSync(file, 'utf8').split(/\s+/).filter((word) => word !== '') : [];
}

const FLAGS = { '--machine': 'machine', '--profile': 'profile', '--env-file': 'envFile' } as const;

function flagsOf(args: readonly string[]): Partial<ValidateFlags> {
  const flags: Record<string, string | readonly string[]> = {};
  args.forEach((arg, i) => {
    if (!arg.startsWith('--')) return;
    const value = args[i + 1] ?? '';
    const name = (FLAGS as Readonly<Record<string, string>>)[arg];
    if (arg === '--compose-profiles') flags['composeProfiles'] = value.split(',');
    else if (name !== undefined) flags[name] = value;
    else throw new Error(`test/stacks knows no ${arg}`);
  });
  return flags;
}

/** What `gen validate .` prints in a folder, and how it ends. */
export async function validateIn(folder: string, args: readonly string[], flags: Partial<ValidateFlags> = {}): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const said = { out: '', err: '' };
  const terminal = { cwd: folder, out: (text: string) => void (said.out += text), err: (text: string) => void (said.err += text), outStyle: plain, errStyle: plain };
  const code = await validateCommand(['.'], { format: 'text', severity: 'note', tools: 'off', ...flagsOf(args), ...flags }, terminal);
  return { code, ...said };
}

/** Ids of what is found in a folder, in the program's own JSON. */
export async function findingsIn(folder: string, args: readonly string[]): Promise<{ readonly ids: readonly string[]; readonly err: string; readonly messages: readonly string[] }> {
  const { out, err } = await validateIn(folder, args, { format: 'json' });
  const report = JSON.parse(out) as { readonly stacks: readonly { readonly findings: readonly { readonly check: string; readonly message: string }[] }[] };
  const found = report.stacks.flatMap(({ findings }) => findings);
  return { ids: found.map(({ check }) => check), messages: found.map(({ check, message }) => `${check}: ${message}`), err };
}

/** The files of a folder by path, sorted. */
export const filesBelow = (folder: string): readonly { readonly path: string; readonly text: string }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(folder.length + 1).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));

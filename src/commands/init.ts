import { lstatSync, readFileSync, renameSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { check } from '../check.ts';
import { hostFiles } from '../host/files.ts';
import { lookAtHost, thisMachine } from '../host/host.ts';
import { loadProfile } from '../load.ts';
import { partValue } from '../model/lookup.ts';
import { fail, InputError } from '../model/problem.ts';
import type { Stack } from '../model/stack.ts';
import { onDisk, shownPath } from '../output/path.ts';
import { removeStale, writeTemporary } from '../output/temporary.ts';
import { builtInDirectory, schemaFile } from '../package.ts';
import { findingJson, showFinding } from '../reporters/findings.ts';
import { cpu, memory } from '../settings/profile.ts';
import { size } from '../size.ts';
import { refuseContradictions } from '../size/refuse.ts';
import { draftProfile, FIELDS, fields, hostAnswers, statements, type Answers, type Field } from './draft.ts';
import { asFlags } from './flags.ts';
import { questions } from './questions.ts';
import { lines, type ExitCode, type Terminal } from './terminal.ts';

/** The flags of `gen init`. */
export type InitOptions = Readonly<Partial<Record<Field, string>>> & {
  readonly output?: string;
  readonly yes?: true;
  readonly force?: true;
};

/** The built-in profiles, the smallest first. */
const BASES = ['small', 'medium', 'large'];
/** The one whose nodes a new cluster has, unless it says its own: this host is none of them. */
const CLUSTER_BASE = 'xlarge';

/** `gen init`: writes a commented profile for this host. */
export async function initCommand(options: InitOptions, terminal: Terminal): Promise<ExitCode> {
  const load = (profile: string, sets: readonly string[]): Stack => loadProfile({ profile, sets, builtInDirectory, cwd: terminal.cwd });
  const validate = (field: Field, text: string): void => void asFlags(FLAGS, () => load('small', statements({ [field]: { text, from: '' } })));
  const flagged = flagsOf(options);
  asFlags(FLAGS, () => refuseContradictions(load('small', statements(flagged))));

  const name = basename(terminal.cwd).toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 40).replace(/^[^a-z]+|-+$/g, '');
  const cluster = flagged.topology?.text === 'cluster';
  const suggested: Answers = { name: { text: name || 'stack', from: 'name of this folder' }, ...(cluster ? {} : hostAnswers(lookAtHost(hostFiles, thisMachine(terminal.cwd)))) };
  const answers: Answers = { ...suggested, ...flagged, ...(process.stdin.isTTY && !options.yes ? await ask(suggested, flagged, validate) : {}) };
  const base = cluster ? CLUSTER_BASE : baseFor(load('small', statements(answers)), (profile) => load(profile, []));

  const text = draftProfile(answers, base);
  const path = options.output ?? `${answers.name?.text ?? 'stack'}.yaml`;
  if (path === '-') terminal.out(text);
  else writeProfile(resolve(terminal.cwd, path), text, options, terminal);
  terminal.err(lines(outlook(() => size(load(base, statements(answers))), path, terminal)));
  return 0;
}

const FLAGS = Object.fromEntries(fields.map((field) => [FIELDS[field].path, FIELDS[field].flag]));

const flagsOf = (options: InitOptions): Answers => Object.fromEntries(fields.flatMap((field) => (options[field] === undefined ? [] : [[field, { text: options[field], from: `stated with ${FIELDS[field].flag}` }]])));

async function ask(suggested: Answers, flagged: Answers, validate: (field: Field, text: string) => void): Promise<Answers> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await questions(suggested, flagged, validate, { ask: (question) => terminal.question(question), tell: (text) => void process.stderr.write(text) });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ABORT_ERR' ? new InputError([{ message: 'no answer: nothing is written' }]) : error;
  } finally {
    terminal.close();
  }
}

/** The largest built-in profile whose machine is not larger than this one (a host shows a little less than its nominal memory). */
function baseFor(stack: Stack, load: (profile: string) => Stack): string {
  const fits = (profile: string): boolean => [cpu, memory].every((setting) => (partValue(load(profile), setting) ?? 0) <= (partValue(stack, setting) ?? 0) * 1.1);
  return BASES.findLast(fits) ?? 'small';
}

function writeProfile(path: string, text: string, options: InitOptions, terminal: Terminal): void {
  const shown = shownPath(path, terminal.cwd);
  const found = onDisk(`${shown} cannot be written`, () => lstatSync(path, { throwIfNoEntry: false }));
  if (found !== undefined && !found.isFile()) fail(`${shown} is not a plain file; Plumbline does not write through it`, undefined, 'name another file with --output');
  if (found !== undefined && !options.force) fail(`${shown} exists already`, undefined, 'name another file with --output, or overwrite it with --force');
  const schema = join(dirname(path), 'profile.schema.json');
  onDisk(`${shown} cannot be written`, () => {
    removeStale(dirname(path));
    renameSync(writeTemporary(path, text), path);
    if (options.force || lstatSync(schema, { throwIfNoEntry: false }) === undefined) renameSync(writeTemporary(schema, readFileSync(schemaFile, 'utf8')), schema);
  });
}

/** What the new profile leads to, and what to do next. */
function outlook(plan: () => Stack, path: string, terminal: Terminal): readonly string[] {
  const next = path === '-' ? [] : [`${path} is written, with profile.schema.json beside it for editors`, `next: gen --profile ${path}`];
  try {
    const { findings } = check(plan());
    return [...findings.flatMap((finding) => [...showFinding(findingJson(finding), terminal.errStyle), '']), ...next];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [...error.problems.map((problem) => `note: ${problem.message}${problem.hint === undefined ? '' : `\n  ${problem.hint}`}`), ...next];
  }
}

import { spawnSync } from 'node:child_process';
import { fail } from '../model/problem.ts';
import { plainly, quoted } from '../model/quote.ts';

/** What git answered. */
export interface Answer {
  /** Exit code. */
  readonly status: number;
  readonly bytes: Buffer;
  /** The same as text, without the end of its last line. */
  readonly text: string;
  /** What it complained of. */
  readonly complaint: string;
}

/** Asks git something in one folder; `input` is what it reads. */
export type Git = (words: readonly string[], input?: string) => Answer;

/** More than the profiles of any repository, in bytes. */
const MOST = 1024 * 1024 * 1024;

/** What a repository's own configuration may not do to a reader: run a program that watches files or a hook, page what is read, or take a path for a pattern. */
const SAFE = ['--no-pager', '--literal-pathspecs', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
/** Nor fetch what a partial clone lacks, by a transport that may be any program: a list of none counts for more than `protocol.ext.allow` in its configuration. */
const QUIET = { GIT_ALLOW_PROTOCOL: '', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', LANGUAGE: '' };

/** The git of this machine, asked in a folder: it only reads. Throws an `InputError` where it is not installed. */
export const gitIn = (cwd: string): Git => (words, input = '') => {
  const { status, stdout, stderr, error } = spawnSync('git', [...SAFE, ...words], { cwd, input, env: { ...process.env, ...QUIET }, maxBuffer: MOST, windowsHide: true });
  if (error !== undefined) return refuseToRun(error);
  return { status: status ?? -1, bytes: stdout, text: stdout.toString('utf8').replace(/\r?\n$/, ''), complaint: stderr.toString('utf8').trim() };
};

function refuseToRun(error: NodeJS.ErrnoException): never {
  if (error.code === 'ENOENT') return fail('git is not installed: it reads the revisions', undefined, 'install git, or compare two files: gen diff before.yaml after.yaml');
  return fail(`git cannot be run: ${error.code ?? error.message}`);
}

/** Throws what git complained of as an `InputError`, in its own words where they are not known here. */
export function refuseAsGit(doing: string, { complaint, status }: Answer): never {
  const owner = /detected dubious ownership in repository at '(.*)'/.exec(complaint)?.[1];
  if (owner !== undefined) return fail(`git does not read ${plainly(owner, 300)}: the folder belongs to somebody else`, undefined, `where you trust it: git config --global --add safe.directory ${plainly(owner, 300)}`);
  if (/not a git repository/.test(complaint)) return fail('there is no git repository here', undefined, process.env['GIT_DIR'] === undefined ? 'start it inside a repository, or compare two files: gen diff before.yaml after.yaml' : `GIT_DIR is ${quoted(process.env['GIT_DIR'])}`);
  if (/promisor remote|transport '.*' not allowed/.test(complaint)) return fail(`${doing}: this is a partial clone, and files of that revision are not in it`, undefined, 'fetch them: git fetch --refetch --no-filter');
  const words = complaint.split('\n').find((line) => /^(fatal|error): /.test(line)) ?? complaint.split('\n')[0] ?? '';
  return fail(`${doing}: git says ${quoted(words.replace(/^(fatal|error): /, ''))}${words === '' ? ` nothing, and ends with ${status}` : ''}`);
}

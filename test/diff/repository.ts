import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { diffCommand, type DiffFlags } from '../../src/commands/diff.ts';
import { InputError, showProblem } from '../../src/model/problem.ts';
import { plain } from '../../src/reporters/style.ts';

const WHO = { GIT_AUTHOR_NAME: 'somebody', GIT_AUTHOR_EMAIL: 'somebody@example.org', GIT_COMMITTER_NAME: 'somebody', GIT_COMMITTER_EMAIL: 'somebody@example.org' };
/** What the machine's user says to git does not count in tests. */
const NOBODY = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

/** A repository of a test's own. */
export interface Repository {
  readonly folder: string;
  /** Asks git in it. */
  readonly git: (...words: readonly string[]) => string;
  /** Writes files; without a text, a file goes. */
  readonly write: (files: Readonly<Record<string, string | undefined>>) => void;
  /** The same, and commits all that lies there. */
  readonly commit: (files: Readonly<Record<string, string | undefined>>) => string;
  readonly remove: () => void;
}

/** An empty folder that is a repository once something is committed. */
export function repository(name = 'plumbline-git-'): Repository {
  const folder = mkdtempSync(join(tmpdir(), name));
  const git = (...words: readonly string[]): string => execFileSync('git', ['-c', 'protocol.file.allow=always', ...words], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...WHO, ...NOBODY }, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  git('init', '--quiet', '--initial-branch=main');
  const write = (files: Readonly<Record<string, string | undefined>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      if (text === undefined) rmSync(join(folder, path));
      else writeFileSync(join(folder, path), text);
    }
  };
  const commit = (files: Readonly<Record<string, string | undefined>>): string => {
    write(files);
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', 'one more');
    return git('rev-parse', 'HEAD');
  };
  return { folder, git, write, commit, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What `gen diff` printed, what it complained of, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `gen diff` in a folder. */
export async function genDiff(cwd: string, words: readonly string[], flags: Partial<DiffFlags> = {}): Promise<Ran> {
  const said = { out: '', err: '' };
  const terminal = { cwd, out: (text: string) => void (said.out += text), err: (text: string) => void (said.err += text), outStyle: plain, errStyle: plain };
  const before = process.env;
  process.env = { ...before, ...NOBODY };
  try {
    const code = await diffCommand(words, { profile: [], set: [], format: 'text', ...flags }, terminal);
    return { code, ...said };
  } catch (error) {
    if (error instanceof InputError) return { code: 2, out: said.out, err: error.problems.map(showProblem).join('\n') };
    throw error;
  } finally {
    process.env = before;
  }
}

import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runWell } from './run.ts';

/** The program, built. */
export const PROGRAM = join(import.meta.dirname, '../../dist/cli.cjs');
/** The repository of Plumbline, which is the action. */
export const ROOT = join(import.meta.dirname, '../..');

/** git without what the account and the machine configure, and nothing but local files. */
export const quietEnvironment = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: 'file',
  GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@shop.example', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@shop.example',
});

/** The profile of the scratch repository. */
export const PROFILE = 'extends: medium\nname: shop\nmachine: { cpu: 4, memory: 8GiB }\n';

/** A repository with one profile, rendered, and a bare remote. */
export interface Repository {
  readonly work: string;
  readonly remote: string;
  readonly env: NodeJS.ProcessEnv;
  /** Writes files, runs `gen --all` where it should, commits, pushes; the new commit. */
  readonly commit: (files: Readonly<Record<string, string>>, rendering: 'rendered' | 'not rendered') => Promise<string>;
  readonly git: (...words: readonly string[]) => Promise<string>;
}

/** Makes it in an empty folder; profiles and out lie in `inside`. */
export async function scratchRepository(folder: string, inside = '.', profile = 'profiles/shop.yaml'): Promise<Repository> {
  const repository = repositoryIn(folder, inside);
  const { work, remote, env, git, commit } = repository;
  mkdirSync(join(work, inside), { recursive: true });
  await runWell('git', ['init', '--quiet', '--bare', '--initial-branch=main', remote], { cwd: folder, env });
  await git('init', '--quiet', '--initial-branch=main');
  await git('remote', 'add', 'origin', `file://${remote}`);
  await commit({ [profile]: PROFILE }, 'rendered');
  return repository;
}

/** A copy of a repository as it is now, in a folder of its own. */
export async function copied({ work, remote }: Repository, folder: string): Promise<Repository> {
  const copy = repositoryIn(folder, '.');
  cpSync(work, copy.work, { recursive: true });
  cpSync(remote, copy.remote, { recursive: true });
  await copy.git('remote', 'set-url', 'origin', `file://${copy.remote}`);
  return copy;
}

function repositoryIn(folder: string, inside: string): Repository {
  const [work, remote] = [join(folder, 'work'), join(folder, 'remote.git')];
  const env = quietEnvironment(folder);
  const git: Repository['git'] = async (...words) => (await runWell('git', words, { cwd: work, env })).trim();
  const commit: Repository['commit'] = async (files, rendering) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(work, inside, path)), { recursive: true });
      writeFileSync(join(work, inside, path), text);
    }
    if (rendering === 'rendered') await runWell(process.execPath, [PROGRAM, '--all', '--quiet'], { cwd: join(work, inside), env }).catch(ignoreFindings);
    await git('add', '--all');
    await git('commit', '--quiet', '--allow-empty', '--message', 'A change');
    await git('push', '--quiet', '--force', 'origin', 'HEAD');
    return git('rev-parse', 'HEAD');
  };
  return { work, remote, env, commit, git };
}

/** What is rendered with findings is rendered all the same. */
function ignoreFindings(error: Error): void {
  if (!error.message.includes('exit code 1\n')) throw error;
}

/** Pull request 7 of a branch: its head, the base, and their merge as GitHub makes it. */
export interface Proposal { readonly head: string; readonly base: string; readonly merge: string }

/** Proposes to merge the branch `name`, which holds what `files` say, into main. */
export async function propose({ git, commit }: Repository, files: Readonly<Record<string, string>>, rendering: 'rendered' | 'not rendered', name = 'feature'): Promise<Proposal> {
  await git('checkout', '--quiet', '-B', name);
  const head = await commit(files, rendering);
  return merged(git, head);
}

/** Makes the merge of a head with what main is now, and publishes it as `refs/pull/7/merge`. */
export async function merged(git: Repository['git'], head: string): Promise<Proposal> {
  const base = await git('rev-parse', 'main');
  await git('checkout', '--quiet', '--detach', 'main');
  await git('merge', '--quiet', '--no-ff', '--message', 'Merge', head);
  const merge = await git('rev-parse', 'HEAD');
  await git('push', '--quiet', '--force', 'origin', `${merge}:refs/pull/7/merge`);
  await git('checkout', '--quiet', 'main');
  return { head, base, merge };
}

/** A checkout of one commit as actions/checkout leaves it: a shallow clone with a ref of the remote, and no branch. */
export async function checkout({ remote, env }: Pick<Repository, 'remote' | 'env'>, folder: string, commit: string, { ref, depth }: { readonly ref: string; readonly depth: number }): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const git = (...words: readonly string[]): Promise<string> => runWell('git', words, { cwd: folder, env });
  await git('init', '--quiet');
  await git('remote', 'add', 'origin', `file://${remote}`);
  await git('fetch', '--quiet', '--no-tags', '--prune', `--depth=${depth}`, 'origin', `+${commit}:${ref}`);
  await git('checkout', '--quiet', '--force', ref);
  return folder;
}

/** Puts a program `gen` into a folder, for PATH. */
export function genInPath(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'gen'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
  chmodSync(join(folder, 'gen'), 0o755);
  return folder;
}

/** The text of a file of the repository's work tree. */
export const textIn = ({ work }: Repository, path: string): string => readFileSync(join(work, path), 'utf8');

import { suggestion } from '../formats/suggest.ts';
import { fail } from '../model/problem.ts';
import { plainly, quoted } from '../model/quote.ts';
import { refuseAsGit, type Git } from './git.ts';

/** Where a folder lies in its repository, and what that repository is. */
export interface Checkout {
  /** From the root of the repository to the folder: `services/shop/`, or nothing. */
  readonly prefix: string;
  /** It has no files of its own, only history. */
  readonly bare: boolean;
  /** Only the youngest part of the history was fetched. */
  readonly shallow: boolean;
}

/** A revision by the name that somebody gave it. */
export interface Revision {
  readonly name: string;
  readonly commit: string;
}

/** What to do about a history that was cut off. */
export const DEEPEN = 'fetch all of it: git fetch --unshallow, or in CI fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 of GitLab';

/** The repository around a folder. */
export function checkoutOf(git: Git): Checkout {
  const answer = git(['rev-parse', '--is-bare-repository', '--is-shallow-repository', '--show-prefix']);
  if (answer.status !== 0) return refuseAsGit('the repository cannot be read', answer);
  const [bare, shallow, prefix = ''] = answer.text.split('\n');
  return { prefix, bare: bare === 'true', shallow: shallow === 'true' };
}

/** The commit that a name stands for. `flag` said the name. */
export function revisionNamed(git: Git, name: string, flag: string, { shallow }: Checkout): Revision {
  const at = { file: flag, line: 0, column: 0 };
  if (name.includes('..')) fail(`expected one revision, found ${quoted(name)}`, at, `two are said as --base ${plainly(name.split('.')[0] ?? '')} --head ${plainly(name.split('.').at(-1) ?? '')}`);
  // A name never begins with a dash: it would be taken for a flag.
  const answer = /^-|\0|\n|^$/.test(name) ? undefined : git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  const commit = answer?.text.split('\n').at(-1) ?? '';
  if (answer?.status === 0 && /^[0-9a-f]{40,64}$/.test(commit)) return { name, commit };
  const names = revisionNames(git);
  return fail(`there is no revision ${quoted(name)}`, at, `${shallow ? `only a part of the history is here; ${DEEPEN}; ` : ''}${names.length === 0 ? 'the repository has no commits yet' : suggestion(name, names)}`);
}

/** The branches and tags of a repository; none where there is no repository. */
export const revisionNames = (git: Git): readonly string[] => git(['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/remotes', 'refs/tags']).text.split('\n').filter((name) => name !== '');

/** Where two histories parted; nothing where that is not known. */
export function mergeBase(git: Git, one: Revision, other: Revision): string | undefined {
  if (one.commit === other.commit) return one.commit;
  const answer = git(['merge-base', one.commit, other.commit]);
  if (answer.status > 1 || answer.status < 0) return refuseAsGit('where the histories part cannot be found', answer);
  return answer.status === 0 ? answer.text.split('\n')[0] : undefined;
}

/** A commit as people write it. */
export const short = (commit: string): string => commit.slice(0, 7);

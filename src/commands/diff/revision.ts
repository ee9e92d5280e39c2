import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { gitTree, type GitTree } from '../../host/git-tree.ts';
import type { Git } from '../../host/git.ts';
import type { GitObjects } from '../../host/git-objects.ts';
import { checkoutOf, DEEPEN, mergeBase, revisionNamed, short, type Checkout, type Revision } from '../../host/git-revision.ts';
import { fail } from '../../model/problem.ts';
import { builtInDirectory } from '../../package.ts';
import { diskFiles, type ProfileFiles } from '../../profile/files.ts';
import { onThisDisk, type List } from '../profiles.ts';

/** One side of two revisions: where its profiles lie, and how it is called. */
export interface Place {
  /** As a heading names it: `origin/main at 1a2b3c4, merge base`. */
  readonly words: string;
  /** As one of its files is named: ` at origin/main`, or nothing for the files as they are. */
  readonly suffix: string;
  /** The commit; none for the files as they are. */
  readonly commit?: string;
  readonly files: ProfileFiles;
  readonly list: List;
  /** What is the same for the same content under the same name; nothing where that is not known. */
  readonly id: (path: string) => string | undefined;
  /** Reads the content of many files at once. */
  readonly prepare: (profiles: readonly string[]) => void;
}

/** Both sides, and what is to be known of them. */
export interface Places {
  readonly before: Place;
  readonly after: Place;
  readonly notes: readonly string[];
}

/** The flags that name them. */
export interface RevisionFlags {
  readonly base: string;
  readonly head?: string | undefined;
}

/** The word for the files as they are. */
const AS_THEY_ARE = '.';

/** What `--base` and `--head` name: the base where the two histories parted, as a pull request is shown. */
export function placesNamed(flags: RevisionFlags, git: Git, objects: GitObjects, cwd: string): Places {
  const checkout = checkoutOf(git);
  const asTheyAre = flags.head === AS_THEY_ARE;
  if (asTheyAre && checkout.bare) fail('a bare repository has no files of its own', { file: '--head', line: 0, column: 0 }, 'name a revision');
  const base = revisionNamed(git, flags.base, '--base', checkout);
  const head = revisionNamed(git, asTheyAre ? 'HEAD' : (flags.head ?? 'HEAD'), '--head', checkout);
  const parted = mergeBase(git, base, head);
  const at = (revision: Revision, words: string): Place => placeAt(revision, words, objects, checkout, cwd);
  const from = { name: base.name, commit: parted ?? base.commit };
  return {
    before: at(from, `${base.name} at ${short(from.commit)}${from.commit === base.commit ? '' : ', merge base'}`),
    after: asTheyAre ? workTree(cwd) : at(head, `${head.name} at ${short(head.commit)}`),
    notes: [
      ...(parted === undefined ? [`${base.name} and ${head.name} have no common commit here: compared with ${base.name} itself${checkout.shallow ? `, and only a part of the history is here; ${DEEPEN}` : ''}`] : []),
      ...(base.commit === head.commit && !asTheyAre ? [`${base.name} and ${head.name} are the same commit`] : []),
    ],
  };
}

function placeAt({ name, commit }: Revision, words: string, objects: GitObjects, { prefix }: Checkout, cwd: string): Place {
  const tree = gitTree(objects, { commit, prefix, cwd });
  return {
    words,
    suffix: ` at ${name}`,
    commit,
    files: besideBuiltIn(tree),
    list: (folder) => tree.list(join(cwd, folder)) ?? [],
    id: (path) => tree.id(path) ?? (isBuiltIn(path) ? path : undefined),
    prepare: (profiles) => tree.prepare(profiles.map((profile) => join(cwd, profile))),
  };
}

/** The built-in profiles belong to the program, whatever revision is read; but in Plumbline's own repository they are files of the revision. */
function besideBuiltIn(tree: GitTree): ProfileFiles {
  const where = (path: string): ProfileFiles => (isBuiltIn(path) && !tree.exists(path) ? diskFiles : tree);
  return { exists: (path) => where(path).exists(path), real: (path) => where(path).real(path), bytes: (path, refuse) => where(path).bytes(path, refuse) };
}

const isBuiltIn = (path: string): boolean => path === builtInDirectory || path.startsWith(`${builtInDirectory}${sep}`);

const workTree = (cwd: string): Place => ({ words: 'the files as they are', suffix: '', files: diskFiles, list: (folder) => (existsSync(join(cwd, folder)) ? onThisDisk(cwd)(folder) : []), id: () => undefined, prepare: () => undefined });

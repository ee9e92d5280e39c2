import { join, posix, relative, sep } from 'node:path';
import { LONGEST, tooLong, type ProfileFiles, type Refuse } from '../profile/files.ts';
import type { GitObjects, Tree } from './git-objects.ts';

/** The files of one commit under absolute paths, as if they lay in the work tree. */
export interface GitTree extends ProfileFiles {
  /** What lies in a folder, links as the files that they are; nothing where there is no such folder. */
  readonly list: (folder: string) => readonly { readonly name: string; readonly is: 'file' | 'folder' | 'other' }[] | undefined;
  /** The object that a path leads to, and its place; nothing where there is no file. */
  readonly id: (path: string) => string | undefined;
  /** Reads the content of many files at once. */
  readonly prepare: (paths: readonly string[]) => void;
}

/** A commit, and where the working directory lies in it (`services/shop/`, or nothing at its root). */
export interface Standpoint {
  readonly commit: string;
  readonly prefix: string;
  readonly cwd: string;
}

/** What a path leads to. */
type Found =
  | { readonly is: 'file'; readonly path: string; readonly id: string }
  | { readonly is: 'folder'; readonly path: string; readonly tree: Tree }
  | { readonly is: 'nothing' }
  | { readonly is: 'refused'; readonly because: string };

/** The modes of what is no ordinary file. */
const [LINK, SUBMODULE, FOLDER] = ['120000', '160000', '40000'];
/** As many as Linux follows. */
const MOST_LINKS = 40;
const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\//;
const NOTHING: Found = { is: 'nothing' };

/** The files of a commit, read from the objects of the repository. */
export function gitTree(objects: GitObjects, { commit, prefix, cwd }: Standpoint): GitTree {
  const above = prefix.split('/').filter((name) => name !== '');
  const root = join(cwd, ...above.map(() => '..'));
  // One question for all the folders on the way to where profiles usually lie.
  const [top] = objects.trees([`${commit}^{tree}`, ...[...above, 'profiles'].map((_, i, names) => `${commit}:${names.slice(0, i + 1).join('/')}`)]);

  const follow = (path: string, links = 0): Found => {
    const names = path.split('/').filter((name) => name !== '' && name !== '.');
    let tree = top;
    for (const [i, name] of names.entries()) {
      const entry = tree?.entries.get(name);
      if (entry === undefined) return NOTHING;
      const [here, rest] = [names.slice(0, i + 1).join('/'), names.slice(i + 1)];
      if (entry.mode === SUBMODULE) return { is: 'refused', because: `lies in the submodule ${here}, which is a repository of its own` };
      if (entry.mode === LINK) return followLink(entry.id, here, rest, links);
      if (entry.mode !== FOLDER) return rest.length === 0 ? { is: 'file', path: here, id: entry.id } : NOTHING;
      [tree] = objects.trees([entry.id]);
    }
    return tree === undefined ? NOTHING : { is: 'folder', path: names.join('/'), tree };
  };
  const followLink = (id: string, here: string, rest: readonly string[], links: number): Found => {
    const [target] = objects.files([id], LONGEST);
    if (!Buffer.isBuffer(target)) return NOTHING;
    const path = posix.join(posix.dirname(here), target.toString('utf8'), ...rest);
    if (target.toString('utf8').startsWith('/') || isOutside(path)) return { is: 'refused', because: 'is a symbolic link that leads out of the repository' };
    return links < MOST_LINKS ? follow(path, links + 1) : { is: 'refused', because: 'is a symbolic link that leads in a circle' };
  };
  const found = (path: string): Found => {
    const inside = posix.normalize(relative(root, path).split(sep).join('/'));
    return isOutside(inside) ? NOTHING : follow(inside);
  };
  return {
    exists: (path) => found(path).is !== 'nothing',
    real: (path) => {
      const file = found(path);
      return file.is === 'file' || file.is === 'folder' ? join(root, file.path) : path;
    },
    bytes: (path, refuse) => {
      const file = found(path);
      return file.is === 'file' ? contentOf(objects.files([file.id], LONGEST)[0], refuse) : refuseOther(file, refuse);
    },
    list: (folder) => {
      const at = found(folder);
      return at.is === 'folder' ? [...at.tree.entries].map(([name, { mode }]) => ({ name, is: mode === FOLDER ? 'folder' : mode === SUBMODULE ? 'other' : 'file' })) : undefined;
    },
    id: (path) => {
      const file = found(path);
      return file.is === 'file' ? `${file.id} ${file.path}` : undefined;
    },
    prepare: (paths) => void objects.files(paths.map(found).flatMap((file) => (file.is === 'file' ? file.id : [])), LONGEST),
  };
}

const isOutside = (path: string): boolean => path === '..' || path.startsWith('../') || posix.isAbsolute(path);

function refuseOther(found: Exclude<Found, { readonly is: 'file' }>, refuse: Refuse): never {
  if (found.is === 'nothing') return refuse('there is no such file');
  return found.is === 'refused' ? refuse(found.because) : refuse('is a directory, not a profile', 'name a file in it');
}

function contentOf(content: Buffer | number | undefined, refuse: Refuse): Buffer {
  if (content === undefined) return refuse('its content is not in this repository', 'a partial clone lacks it: git fetch --refetch --no-filter');
  if (typeof content === 'number') return refuse(tooLong(content));
  return POINTER.test(content.toString('latin1', 0, 64)) ? refuse('is a pointer of Git LFS: its text is not among the objects of git', 'keep profiles in git itself: git lfs untrack') : content;
}

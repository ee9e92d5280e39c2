import type { Image } from '../../formats/dockerfile-image.ts';
import { pathFrom, type SourceFile, type SourceTree } from '../../model/source.ts';
import type { Mount } from './mounts.ts';

/** The files of the tree that a container sees. */
export interface Seen {
  readonly file: (path: string) => SourceFile | undefined;
  /** Absolute paths, sorted. */
  readonly files: () => readonly string[];
}

/** More than this is a copied source tree, of which configuration is a small part. */
const MOST = 2000;
const MOST_COPIES = 300;
/** No server reads its configuration from here. */
const UNREAD = /(?:^|\/)(?:node_modules|\.git)\//;

/** What mounts and the Dockerfile's COPY make of the paths in a container; the deepest mount counts, the last copy of a path. */
export function filesSeen(tree: SourceTree, mounts: readonly Mount[], image: Image | undefined, folder: string | undefined): Seen {
  let copied: readonly Copy[] | undefined;
  const copies = (): readonly Copy[] => (copied ??= folder === undefined ? [] : copiedFrom(tree, image, folder));
  const mounted = new Map(mounts.map((mount) => [mount.target, mount]));
  const covering = (path: string): Mount | undefined => {
    for (let above = path; above !== ''; above = above.slice(0, above.lastIndexOf('/'))) {
      const mount = mounted.get(above);
      if (mount !== undefined) return mount;
    }
    return mounted.get('/');
  };
  const source = (path: string): string | SourceFile | undefined => {
    const mount = covering(path);
    if (mount !== undefined) return 'file' in mount ? (mount.target === path ? mount.file : undefined) : 'path' in mount ? rebased(mount.path, mount.target, path) : undefined;
    const copy = copies().findLast(({ from, to }) => isWithin(to, path) && tree.file(rebased(from, to, path) ?? '') !== undefined);
    return copy === undefined ? undefined : rebased(copy.from, copy.to, path);
  };
  const file = (path: string): SourceFile | undefined => {
    const found = source(path);
    return typeof found === 'string' ? tree.file(found) : found;
  };
  let listed: readonly string[] | undefined;
  return {
    file,
    files: () => (listed ??= list(tree, mounts, copies(), covering)),
  };
}

/** Paths that a mount or a copy makes and that nothing else covers, sorted. */
function list(tree: SourceTree, mounts: readonly Mount[], copies: readonly Copy[], covering: (path: string) => Mount | undefined): readonly string[] {
  const paths = new Set<string>();
  const add = (path: string, by: Mount | undefined): void => {
    if (paths.size < MOST && covering(path) === by) paths.add(path);
  };
  for (const mount of mounts) {
    if ('file' in mount) add(mount.target, mount);
    else if ('path' in mount && paths.size < MOST) for (const path of pathsOf(tree, { from: mount.path, to: mount.target })) add(path, mount);
  }
  for (const copy of copies) if (paths.size < MOST) for (const path of pathsOf(tree, copy)) add(path, undefined);
  return [...paths].sort();
}

interface Copy {
  /** Path in the tree. */
  readonly from: string;
  readonly to: string;
}

const isWithin = (folder: string, path: string): boolean => folder === path || folder === '/' || path.startsWith(`${folder}/`);

/** The path below one folder that is the same below another. */
const rebased = (to: string, from: string, path: string): string | undefined => pathFrom(to, path.slice(from === '/' ? 1 : from.length + 1));

/** Copies from the folder of the build, words with `*` followed. */
function copiedFrom(tree: SourceTree, image: Image | undefined, folder: string): readonly Copy[] {
  const stated = [...new Map((image?.copies ?? []).map((copy) => [`${copy.from} ${copy.to}`, copy])).values()];
  return stated.slice(-MOST_COPIES).flatMap(({ from, to, folder: into }): readonly Copy[] => {
    const path = pathFrom(folder, from.replace(/^\/+/, ''));
    if (path === undefined) return [];
    if (/[*?[]/.test(path)) return matching(tree, path).map((one) => ({ from: one, to: `${to === '/' ? '' : to}/${one.split('/').at(-1) ?? ''}` }));
    const name = path.split('/').at(-1) ?? '';
    // A folder is copied with what is in it, not by its name.
    return [{ from: path, to: into && tree.file(path) !== undefined ? `${to === '/' ? '' : to}/${name}` : to }];
  });
}

/** The files that a path with `*` in its last part names. */
function matching(tree: SourceTree, path: string): readonly string[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const [start = '', ...rest] = path.slice(folder.length).split(/[*?[]/);
  const end = rest.at(-1)?.replace(/^[^\]]*\]/, '') ?? '';
  return tree.paths.filter((one) => one.startsWith(folder + start) && one.endsWith(end) && !one.slice(folder.length).includes('/'));
}

/** The paths in the container that a copy or a mount makes. */
const pathsOf = (tree: SourceTree, { from, to }: Copy): readonly string[] =>
  tree.file(from) !== undefined ? [to] : tree.folder(from) ? below(tree, from).map((path) => `${to === '/' ? '' : to}/${path}`) : [];

/** Paths below a folder, relative to it, without those that no server reads. */
function below(tree: SourceTree, folder: string): readonly string[] {
  const start = folder === '.' ? '' : `${folder}/`;
  return tree.paths.filter((path) => path.startsWith(start) && !UNREAD.test(path)).slice(0, MOST).map((path) => path.slice(start.length));
}

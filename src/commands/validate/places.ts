import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { sourceTree } from '../../host/source-tree.ts';
import type { Entry } from '../../model/entry.ts';
import { fail, InputError } from '../../model/problem.ts';
import { quoted } from '../../model/quote.ts';
import type { SourceTree } from '../../model/source.ts';
import { CORE } from '../../model/value.ts';
import { OUT } from '../../output/folder.ts';
import { MANIFEST } from '../../output/manifest.ts';
import { onDisk, shownPath } from '../../output/path.ts';
import type { ReadOptions } from '../../read.ts';
import type { DiscoverOptions } from '../../readers/discover.ts';
import { cpu } from '../../settings/profile.ts';

/** A tree to be read, which of its files are asked for, and how its paths are shown. */
export interface Place {
  readonly tree: SourceTree;
  /** Files and folders of the tree; all of it without. */
  readonly paths?: readonly string[];
  /** A path of the tree as it is printed: seen from the working directory. */
  readonly shown: (path: string) => string;
}

/** How the files of a place are read, for the machine and the targets that some entries state. */
export function readingOf({ paths }: Place, entries: readonly Entry[]): ReadOptions & DiscoverOptions {
  const cores = entries.find(({ setting }) => setting === cpu)?.value;
  return { entries, ...(paths === undefined ? {} : { paths }), ...(typeof cores === 'number' ? { cores: cores / CORE } : {}) };
}

/** The trees that the words of the command line name; what `gen` rendered when there are none. */
export function placesOf(words: readonly string[], cwd: string): readonly Place[] {
  if (words.includes('')) fail('an empty word names no file and no folder', undefined, 'name what is to be read; . is the current folder');
  if (words.length === 0 && !existsSync(resolve(cwd, OUT))) fail(`there is no folder ${OUT}: nothing was rendered here`, undefined, 'name what is to be read, such as gen validate . or gen validate docker-compose.yml nginx.conf');
  const paths = (words.length === 0 ? [OUT] : words).map((word) => resolve(cwd, word));
  const lost = words.filter((_, i) => !existsSync(paths[i] ?? ''));
  if (lost.length > 0) throw new InputError(lost.map((word) => ({ message: `${quoted(word)}: there is no such file or folder` })));
  const [only] = paths;
  if (paths.length === 1 && only !== undefined && isFolder(only)) return rendered(only).map((folder) => place(folder, cwd));
  const root = rootOf(paths, cwd);
  return [{ ...place(root, cwd), paths: [...new Set(paths.map((path) => relative(root, path).split(sep).join('/') || '.'))] }];
}

const isFolder = (path: string): boolean => onDisk(`${quoted(path)} cannot be read`, () => statSync(path).isDirectory());

/** A folder that profiles were rendered to is one tree for each of them. */
function rendered(folder: string): readonly string[] {
  const below = onDisk(`${shownPath(folder)} cannot be read`, () => readdirSync(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && (existsSync(join(folder, entry.name, MANIFEST)) || existsSync(join(folder, entry.name, 'plan.json'))))
    .map((entry) => join(folder, entry.name))
    .sort();
  return below.length === 0 ? [folder] : below;
}

/** Files that are named are read in the working directory, where they lie in it: they may name their neighbours. */
function rootOf(paths: readonly string[], cwd: string): string {
  if (paths.every((path) => isInside(cwd, path))) return cwd;
  const first = paths[0] ?? cwd;
  let root = isFolder(first) ? first : dirname(first);
  while (!paths.every((path) => isInside(root, path))) root = dirname(root);
  return root;
}

const isInside = (folder: string, path: string): boolean => {
  const inside = relative(folder, path);
  return inside !== '..' && !inside.startsWith(`..${sep}`);
};

function place(root: string, cwd: string): Place {
  const base = shownPath(root, cwd);
  return { tree: onDisk(`${base} cannot be read`, () => sourceTree(root)), shown: (path) => (base === '.' ? path : path === '.' ? base : `${base}/${path}`) };
}

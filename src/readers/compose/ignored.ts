import { folderOf, type SourceTree } from '../../model/source.ts';

/** A line of a .gitignore: words with `*`, below its folder or anywhere in it. */
interface Pattern {
  readonly folder: string;
  /** The names of the path, each split where a `*` stands. */
  readonly parts: readonly (readonly string[])[];
  readonly anywhere: boolean;
  readonly keeps: boolean;
}

const MOST = 300;

/** Tells which paths git leaves out, as far as the .gitignore files above them say. */
export function ignoredIn(tree: SourceTree): (path: string) => boolean {
  const read = new Map<string, readonly Pattern[]>();
  const patternsOf = (folder: string): readonly Pattern[] => {
    const known = read.get(folder) ?? patternsIn(tree, folder);
    read.set(folder, known);
    return known;
  };
  return (path) => foldersAbove(path).flatMap(patternsOf).reduce((ignored, pattern) => (covers(pattern, path) ? !pattern.keeps : ignored), false);
}

/** The folders that a path lies in, from the top. */
function foldersAbove(path: string): readonly string[] {
  const folder = folderOf(path);
  return folder === '.' ? ['.'] : [...foldersAbove(folder), folder];
}

function patternsIn(tree: SourceTree, folder: string): readonly Pattern[] {
  const text = tree.file(folder === '.' ? '.gitignore' : `${folder}/.gitignore`)?.text ?? '';
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  return lines.slice(0, MOST).map((line) => {
    const keeps = line.startsWith('!');
    const bare = line.slice(keeps ? 1 : 0).replace(/(?<!\/)\/+$/, '');
    return { folder, parts: bare.replace(/^\//, '').split('/').map((part) => part.split('*')), anywhere: !bare.includes('/'), keeps };
  });
}

function covers({ folder, parts, anywhere }: Pattern, path: string): boolean {
  const names = path.split('/').slice(folder === '.' ? 0 : folder.split('/').length);
  if (anywhere) return names.some((name) => alike(parts[0] ?? [], name));
  return matches(parts, names);
}

/** Whether the first of the names are the parts; `**` is any number of names. */
function matches(parts: Pattern['parts'], names: readonly string[]): boolean {
  const [part, ...rest] = parts;
  if (part === undefined) return true;
  if (isAny(part)) return rest.length === 0 || names.slice(0, 24).some((_, i) => !rest.some(isAny) && matches(rest, names.slice(i)));
  const [name, ...others] = names;
  return name !== undefined && alike(part, name) && matches(rest, others);
}

/** `**` */
const isAny = (part: readonly string[]): boolean => part.length === 3 && part.every((piece) => piece === '');

/** Whether a name is what a word with `*` says. Each `*` takes as little as it can. */
function alike(pattern: readonly string[], name: string): boolean {
  const [start = ''] = pattern;
  if (pattern.length <= 1) return start === name;
  const end = pattern.at(-1) ?? '';
  if (!name.startsWith(start) || !name.endsWith(end) || name.length < start.length + end.length) return false;
  let at = start.length;
  for (const piece of pattern.slice(1, -1)) {
    const next = name.indexOf(piece, at);
    if (next < 0) return false;
    at = next + piece.length;
  }
  return at <= name.length - end.length;
}

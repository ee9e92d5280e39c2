import type { Position } from './entry.ts';

/** A text file. Its path is relative to the tree that it is read from, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Where the text begins when it is part of another file (a ConfigMap's block of text): lines before it, and columns before each of its lines. */
  readonly within?: { readonly lines: number; readonly columns: number };
  /** Where each line stands when the text is put together of values that stand elsewhere: several of one line, or of several files. */
  readonly places?: ReadonlyMap<number, Position>;
}

/** The files that may be read. Nothing outside of it is ever opened, links included. */
export interface SourceTree {
  /** Paths of all files, sorted. */
  readonly paths: readonly string[];
  /** The file at that path; `undefined` where there is none, or where it is refused. */
  readonly file: (path: string) => SourceFile | undefined;
  /** Whether there is a folder at that path. `.` is the tree itself. */
  readonly folder: (path: string) => boolean;
  /** What lies in the tree and is not opened, and why: too large, not a text, a link that leaves the tree. */
  readonly refused: ReadonlyMap<string, string>;
}

/** A piece of text with its place. */
export interface Word {
  readonly text: string;
  readonly at: Position;
}

/** The position of a line and column (from 1) of a file. */
export function positionIn({ path, within, places }: SourceFile, line: number, column: number): Position {
  const place = places?.get(line);
  if (place !== undefined) return { ...place, column: Math.max(1, place.column + column - 1) };
  return { file: path, line: line + (within?.lines ?? 0), column: column + (within?.columns ?? 0) };
}

/** A tree of texts that are at hand. */
export function treeOf(texts: Readonly<Record<string, string>>): SourceTree {
  const paths = Object.keys(texts).sort();
  const folders = new Set(['.', ...paths.flatMap((path) => path.split('/').slice(0, -1).map((_, i, parts) => parts.slice(0, i + 1).join('/')))]);
  const file = (path: string): SourceFile | undefined => (Object.hasOwn(texts, path) ? { path, text: texts[path] ?? '' } : undefined);
  return { paths, file, folder: (path) => folders.has(path), refused: new Map() };
}

/** Joins a folder and a relative path; `undefined` when that leaves the tree. */
export function pathFrom(folder: string, path: string): string | undefined {
  if (path.startsWith('/') || path.startsWith('~')) return undefined;
  const parts: string[] = [];
  for (const part of [...folder.split('/'), ...path.split('/')]) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/') || '.';
}

/** The folder that a path lies in; `.` at the top. */
export const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.');

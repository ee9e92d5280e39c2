import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../../stacks.ts';

/** The files of one project, by path. */
export interface FileSet {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

const TEST = join(import.meta.dirname, '..', '..');
/** Sets of more files take long to read again and again, and show nothing more. */
const MOST = 60;

/** The folders below one, sorted. */
const foldersIn = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name)).sort() : [];

const setOf = (folder: string): FileSet => ({ name: folder.slice(join(TEST, '..').length + 1), files: Object.fromEntries(filesBelow(folder).map(({ path, text }) => [path, text])) });

/** Real projects: one of everything that is read (first, and most often broken), those of the checks, of strangers, and our own. */
export const sets: readonly FileSet[] = [
  join(import.meta.dirname, 'many'),
  ...foldersIn(join(TEST, 'stacks')).flatMap(foldersIn),
  ...foldersIn(join(TEST, 'corpus', 'awesome-compose')),
  ...foldersIn(join(TEST, '..', 'out')),
].map(setOf).filter(({ files }) => Object.keys(files).length > 0 && Object.keys(files).length <= MOST);

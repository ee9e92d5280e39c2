import { existsSync, readdirSync, statSync, type Dirent } from 'node:fs';
import { join, resolve } from 'node:path';
import { builtInProfiles } from '../load.ts';
import { fail } from '../model/problem.ts';
import { onDisk } from '../output/path.ts';
import { builtInDirectory } from '../package.ts';

/** What `--all` means: every profile in ./profiles, or the built-in profiles where there is no such folder. */
export const everyProfile = (cwd: string): readonly string[] => (isFolder(join(cwd, 'profiles')) ? profilesIn('profiles', cwd) : builtInProfiles(builtInDirectory));

/** What `--profile` means, each word: a profile, or a folder of profiles. */
export const namedProfiles = (words: readonly string[], cwd: string): readonly string[] =>
  words.flatMap((word) => (isFolder(resolve(cwd, word)) && !isName(word, cwd) ? profilesIn(word.replace(/(?<=.)\/+$/, ''), cwd) : [word]));

/** A word that names a profile means that profile, whatever folder has its name too. */
const isName = (word: string, cwd: string): boolean =>
  !/[/\\]/.test(word) && (builtInProfiles(builtInDirectory).includes(word) || existsSync(join(cwd, 'profiles', `${word}.yaml`)));

const isFolder = (path: string): boolean => !path.includes('\0') && (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);

/** Every profile file of a folder and of the folders in it, in order; what begins with `_` or `.` is none: a base that others extend, say. */
function profilesIn(folder: string, cwd: string): readonly string[] {
  const found = profilesBelow(folder, onThisDisk(cwd));
  if (found.length === 0) fail(`the folder ${folder} holds no profile`, undefined, 'profiles are files that end in .yaml or .yml, and do not begin with _');
  return found;
}

/** What lies in a folder of profiles. */
export interface Listed {
  readonly name: string;
  readonly is: 'file' | 'folder' | 'other';
}

/** What lies in a folder, named as it is reached from the working directory. */
export type List = (folder: string) => readonly Listed[];

/** The folders of this machine. */
export const onThisDisk = (cwd: string): List => (folder) => onDisk(() => `${folder} cannot be read`, () => readdirSync(resolve(cwd, folder), { withFileTypes: true }).map(listed));

const listed = (entry: Dirent): Listed => ({ name: entry.name, is: entry.isDirectory() ? 'folder' : entry.isFile() || entry.isSymbolicLink() ? 'file' : 'other' });

/** The profiles in a folder and in those below it. */
export const profilesBelow = (folder: string, list: List): readonly string[] =>
  list(folder)
    .filter(({ name }) => !/^[._]/.test(name) && name !== 'node_modules')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, is }) => (is === 'folder' ? profilesBelow(`${folder}/${name}`, list) : is === 'file' && /\.ya?ml$/.test(name) ? [`${folder}/${name}`] : []));

import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fail } from '../model/problem.ts';
import { plainly, quoted } from '../model/quote.ts';
import type { Position } from '../model/entry.ts';
import { meant } from '../formats/suggest.ts';
import { diskFiles, type ProfileFiles } from './files.ts';

const ENDING = /\.(ya?ml|json)$/;

/** Where profiles are looked for. */
export interface Folders {
  readonly builtIn: string;
  readonly cwd: string;
  /** Where they are read; on the disk without. */
  readonly files?: ProfileFiles | undefined;
}

/** Where profiles are read. */
export const filesOf = ({ files }: Folders): ProfileFiles => files ?? diskFiles;

/** The names of the built-in profiles: every `*.yaml` of their folder. */
export function builtInProfiles(directory: string): readonly string[] {
  const files = existsSync(directory) ? readdirSync(directory) : [];
  return files.filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length)).sort();
}

/** The file of a profile that the command line names: a built-in name, a name in ./profiles, or a path. */
export function locateProfile(profile: string, folders: Folders): string {
  if (profile.includes('\0')) return fail(`${quoted(profile)} is no path`);
  if (isPath(profile)) return existing(resolve(folders.cwd, profile), folders) ?? noSuchFile(profile, folders);
  return builtIn(profile, folders) ?? existing(join(folders.cwd, 'profiles', `${profile}.yaml`), folders) ?? unknownProfile(profile, folders, profile === '' || existing(join(folders.cwd, profile), folders) === undefined ? undefined : `./${profile}`);
}

/** The file that `extends` in `file` names: a built-in name, or a path relative to the file. */
export function locateBase(base: string, file: string, folders: Folders, at: Position): string {
  if (isAbsolute(base)) return fail(`extends: expected a built-in name or a relative path, found ${quoted(base)}`, at);
  if (isPath(base)) return ENDING.test(base) ? join(dirname(file), base) : fail(`extends: expected a path that ends in .yaml, .yml or .json, found ${quoted(base)}`, at);
  return builtIn(base, folders) ?? existing(join(dirname(file), `${base}.yaml`), folders) ?? unknownProfile(base, folders, undefined, at);
}

const isPath = (profile: string): boolean => /[/\\]/.test(profile) || ENDING.test(profile);
const existing = (path: string, folders: Folders): string | undefined => (filesOf(folders).exists(path) ? path : undefined);
const builtIn = (name: string, folders: Folders): string | undefined =>
  builtInProfiles(folders.builtIn).includes(name) ? join(folders.builtIn, `${name}.yaml`) : undefined;

function unknownProfile(name: string, folders: Folders, there: string | undefined, at?: Position): never {
  const names = builtInProfiles(folders.builtIn);
  const near = there === undefined ? meant(name, names) : `did you mean ${there}?`;
  return fail(`there is no profile ${quoted(name)}`, at, `${near === undefined ? '' : `${near} `}built in: ${names.join(', ')}; another one is named by its path, such as ./${plainly(name)}.yaml`);
}

function noSuchFile(path: string, folders: Folders): never {
  const names = builtInProfiles(folders.builtIn);
  const near = meant(basename(path).replace(ENDING, ''), names);
  return fail('there is no such file', { file: plainly(path, 300), line: 0, column: 0 }, `${near === undefined ? '' : `${near} `}built in: ${names.join(', ')}`);
}

const slashes = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));

/** A file as entries name it: built-in ones as `profiles/x.yaml`, others relative to the folder of the main profile. */
export function labelOf(file: string, main: string, folders: Folders): string {
  const { real } = filesOf(folders);
  if (real(dirname(file)) === real(folders.builtIn)) return `profiles/${basename(file)}`;
  return slashes(relative(dirname(main), file));
}

/** A file as messages name it: as reachable from the working directory. */
export const shownPath = (file: string, cwd: string): string => plainly(slashes(relative(cwd, file) || '.'), 300);

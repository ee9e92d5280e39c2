import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { counted } from '../../model/quote.ts';
import { diskFiles, type ProfileFiles } from '../../profile/files.ts';
import { shownPath } from '../../profile/locate.ts';
import { onThisDisk, profilesBelow } from '../profiles.ts';
import type { Pair } from './pairs.ts';

/** What is to be said of files that are others than those of the revision, or not in it at all: what is not committed is not compared. `files` are absolute. */
export function uncommitted(files: readonly string[], committed: ProfileFiles, cwd: string): readonly string[] {
  const edited = [...new Set(files)].filter((path) => {
    const here = textOf(diskFiles, path);
    return here !== undefined && here !== textOf(committed, path);
  });
  const [first] = edited.map((path) => shownPath(path, cwd));
  if (first === undefined) return [];
  return [`${first}${edited.length === 1 ? ' has' : ` and ${counted(edited.length - 1, 'other')} have`} changes that are not committed and not part of this; --head . compares the files as they are`];
}

/** The files that the newer side was read from. */
export const filesBehind = (pairs: readonly Pair[], cwd: string): readonly string[] => pairs.flatMap(({ after }) => (after?.sources.is === 'done' ? after.sources.value.map(({ shown }) => resolve(cwd, shown)) : []));

/** The profiles that lie in the working directory, committed or not. */
export const profilesHere = (cwd: string): readonly string[] => (existsSync(join(cwd, 'profiles')) ? profilesBelow('profiles', onThisDisk(cwd)).map((profile) => join(cwd, profile)) : []);

/** The text of a file, whatever its line ends; nothing where it cannot be read. */
function textOf(files: ProfileFiles, path: string): string | undefined {
  try {
    const bytes = files.bytes(path, (message) => {
      throw new Error(message);
    });
    return new TextDecoder().decode(bytes).replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}

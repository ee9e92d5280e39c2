import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { builtInProfiles } from '../load.ts';
import { fail } from '../model/problem.ts';
import { builtInDirectory } from '../package.ts';

/** What `--all` means: every profile file in ./profiles, or the built-in profiles where there is no such folder. */
export function everyProfile(cwd: string): readonly string[] {
  const names = profileFiles(join(cwd, 'profiles'));
  if (names === undefined) return builtInProfiles(builtInDirectory);
  if (names.length === 0) fail('the folder profiles holds no profile', undefined, 'profiles are files that end in .yaml or .yml');
  return names.map((name) => `profiles/${name}`);
}

function profileFiles(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)).sort();
  } catch {
    return undefined;
  }
}

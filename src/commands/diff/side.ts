import { dirname, resolve } from 'node:path';
import { check } from '../../check.ts';
import type { Side } from '../../diff/side.ts';
import { loadFiles, profileFiles } from '../../load.ts';
import { InputError, type Problem } from '../../model/problem.ts';
import { builtInDirectory } from '../../package.ts';
import type { ProfileFiles } from '../../profile/files.ts';
import { locateProfile } from '../../profile/locate.ts';
import type { Source } from '../../profile/source.ts';
import { render } from '../../render.ts';
import { size } from '../../size.ts';

/** How profiles are read and sized, the same for both sides. */
export interface Reading {
  readonly sets: readonly string[];
  readonly sized?: true | undefined;
  readonly cwd: string;
  /** Where profiles lie; on the disk without. */
  readonly files?: ProfileFiles | undefined;
}

/** The files of a profile: its own and all that it extends. */
export const sourcesOf = (profile: string, reading: Reading): readonly Source[] => profileFiles({ ...reading, profile, builtInDirectory });

/** Whether a word names a profile that is there. */
export function isThere(profile: string, { cwd, files }: Reading): boolean {
  try {
    return locateProfile(profile, { builtIn: builtInDirectory, cwd, files }) !== '';
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** A profile sized, judged and rendered. */
export async function sideOf(name: string, sources: readonly Source[], reading: Reading): Promise<Side> {
  const stack = size(loadFiles(sources, reading));
  return { name, stack, report: check(stack), files: await render(stack), shown: shownFrom(sources, reading.cwd) };
}

/** Positions as they are reached from the working directory; built-in profiles keep their names. */
export function shownFrom(sources: readonly Source[], cwd: string): Side['shown'] {
  const own = sources.filter(({ shown }) => dirname(resolve(cwd, shown)) !== resolve(builtInDirectory));
  const places = new Map(own.map(({ label, shown }) => [label, shown]));
  return (at) => ({ ...at, file: places.get(at.file) ?? at.file });
}

/** What some work gives, or what is wrong with its input. */
export type Tried<T> = { readonly is: 'done'; readonly value: T } | { readonly is: 'refused'; readonly problems: readonly Problem[] };

/** Does some work; what is wrong with its input is an answer, anything else is thrown. */
export async function tried<T>(work: () => T | Promise<T>): Promise<Tried<T>> {
  try {
    return { is: 'done', value: await work() };
  } catch (error) {
    if (error instanceof InputError) return { is: 'refused', problems: error.problems };
    throw error;
  }
}

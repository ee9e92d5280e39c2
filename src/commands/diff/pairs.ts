import { isDeepStrictEqual } from 'node:util';
import { textOf, valueOf } from '../../profile/data.ts';
import type { Source } from '../../profile/source.ts';
import type { Tried } from './side.ts';

/** A profile on one side, read or refused. */
export interface ProfileRead {
  readonly profile: string;
  readonly sources: Tried<readonly Source[]>;
}

/** A profile on both sides; one is missing where it came or went. */
export interface Pair {
  readonly before?: ProfileRead;
  readonly after?: ProfileRead;
}

/**
 * Which profile of one side is which of the other: the same file, else the same name of the stack, else what git takes
 * for the same file under another name (`renames`: the older path by the newer). In the order of the newer side.
 */
export function paired(before: readonly ProfileRead[], after: readonly ProfileRead[], renames: () => ReadonlyMap<string, string>): readonly Pair[] {
  const found = new Map<ProfileRead, ProfileRead>();
  const left = (): readonly ProfileRead[] => {
    const taken = new Set(found.values());
    return before.filter((one) => !taken.has(one));
  };
  const match = (isSame: (one: ProfileRead, other: ProfileRead) => boolean): void => {
    const rest = new Set(left());
    for (const other of after.filter((each) => !found.has(each))) {
      const one = rest.size === 0 ? undefined : [...rest].find((each) => isSame(each, other));
      if (one === undefined) continue;
      found.set(other, one);
      rest.delete(one);
    }
  };
  const byPath = new Map(before.map((one) => [one.profile, one]));
  for (const other of after) {
    const one = byPath.get(other.profile);
    if (one !== undefined) found.set(other, one);
  }
  match((one, other) => stackName(one) !== undefined && stackName(one) === stackName(other));
  if (left().length > 0 && found.size < after.length) {
    const older = renames();
    match((one, other) => older.get(other.profile) === one.profile);
  }
  const newer = after.map((other): Pair => {
    const one = found.get(other);
    return one === undefined ? { after: other } : { before: one, after: other };
  });
  return [...newer, ...left().map((one): Pair => ({ before: one }))];
}

/** The name that a profile gives its stack, as far as its own file tells. */
export function stackName({ sources }: ProfileRead): string | undefined {
  const main = sources.is === 'done' ? sources.value.at(-1) : undefined;
  return main === undefined ? undefined : (textOf(valueOf(main.tree, 'name')) ?? main.name);
}

/** Whether both sides read the very same: nothing that follows from it can differ. */
export function readsTheSame({ before, after }: Pair): boolean {
  if (before?.sources.is !== 'done' || after?.sources.is !== 'done') return false;
  const [one, other] = [before.sources.value, after.sources.value];
  return one.length === other.length && one.every((source, i) => source.label === other[i]?.label && source.name === other[i]?.name && (source.tree === other[i]?.tree || isDeepStrictEqual(source.tree, other[i]?.tree)));
}

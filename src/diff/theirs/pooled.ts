import type { Entry } from '../../model/entry.ts';
import { entryOf } from '../../model/lookup.ts';
import type { Stack } from '../../model/stack.ts';
import { library, libraryNamed, poolLibraries } from '../../settings/pools.ts';

/** What their files say of a pool under the names of another library, or of their own (DB_POOL_SIZE), as the setting of the plan that means the same. */
export function pooled(theirs: Stack, { id, component, setting }: Entry): Entry | undefined {
  const ours = poolLibraries.find(({ size, wait }) => setting === size || setting === wait);
  const known = libraryNamed(entryOf(theirs, { name: component }, library)?.value ?? '');
  if (ours === undefined || known === undefined) return undefined;
  const twin = setting === ours.size ? known.size : known.wait;
  const entry = twin === undefined ? undefined : entryOf(theirs, { name: component }, twin);
  return entry === undefined ? undefined : { ...entry, id, setting };
}

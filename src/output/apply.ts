import type { Changes } from './changes.ts';
import { commit } from './commit.ts';
import { prepare } from './prepare.ts';

/** Writes what `compare` found, safe against being killed at any moment. */
export function apply(changes: Changes): void {
  const prepared = prepare(changes);
  if (prepared !== undefined) commit(prepared);
}

import type { Changes } from '../../src/output/changes.ts';
import { commit } from '../../src/output/commit.ts';
import { prepare } from '../../src/output/prepare.ts';

/** Writes what `compare` found, as a run on one profile does. */
export function apply(changes: Changes): void {
  const prepared = prepare(changes);
  if (prepared !== undefined) commit(prepared);
}

import { setImmediate as turn } from 'node:timers/promises';
import { commit } from '../output/commit.ts';
import { discard } from '../output/prepare.ts';
import { makeSecrets } from '../output/secrets.ts';
import type { Placed } from './placed.ts';

/**
 * Puts what was prepared in its place, one stack after the other, and makes their secrets. Returns
 * how many are done: an interrupt ends it between two. What then is not done, or cannot be, is discarded.
 */
export async function write(all: readonly Placed[], signal: AbortSignal): Promise<number> {
  let done = 0;
  try {
    for (const { folder, prepared, secrets } of all) {
      if (signal.aborted) break;
      if (prepared !== undefined) commit(prepared);
      makeSecrets(folder, secrets);
      done += 1;
      await turn();
    }
    return done;
  } finally {
    discardAll(all.slice(done));
  }
}

/** Takes back what was prepared for these profiles. */
export const discardAll = (all: readonly Placed[]): void => discard(all.flatMap(({ prepared }) => prepared ?? []));

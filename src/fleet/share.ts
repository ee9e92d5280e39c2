import { setImmediate as turn } from 'node:timers/promises';
import type { Order } from './order.ts';
import { answerTo } from './place.ts';
import type { Answer } from './placed.ts';

/** What several threads work on together: each takes the next profile when it has done one. */
export interface Share {
  readonly profiles: readonly string[];
  readonly order: Order;
  /** One number in shared memory: the profile that nobody has taken yet. */
  readonly next: Int32Array;
}

/** Takes profiles until none is left. Between two of them, messages and signals are heard. */
export async function answersOf({ profiles, order, next }: Share, tell: (at: number, answer: Answer) => void): Promise<void> {
  for (;;) {
    const at = Atomics.add(next, 0, 1);
    const profile = profiles[at];
    if (profile === undefined) return;
    tell(at, await answerTo(profile, order));
    await turn();
  }
}

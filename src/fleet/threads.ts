import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { program } from '../package.ts';
import { remembersNothing } from './memory.ts';
import { optimiseLess } from './optimizer.ts';
import type { Order } from './order.ts';
import { answerTo } from './place.ts';
import type { Answer } from './placed.ts';
import { answersOf, type Share } from './share.ts';
import { discardAll } from './write.ts';

/** How many threads may work, and who watches. */
export interface Watch {
  /** Threads at most; with none said, as many as there are cores, when they pay. */
  readonly threads?: number | undefined;
  readonly signal: AbortSignal;
  readonly told: (done: number, profile: string) => void;
}

/** Milliseconds of work that is left for which another thread is started: about twice what it takes to start. */
const WORTH = 300;
/** Milliseconds that a profile takes at least when no earlier run knows it. */
const ANEW = 10;
/** Each thread takes memory of its own. */
const MOST = 8;

/**
 * What becomes of every profile, in their order, however many threads work on them. An interrupt
 * ends it early: what has no answer by then is missing.
 */
export async function answersTo(profiles: readonly string[], order: Order, { threads, signal, told }: Watch): Promise<readonly (Answer | undefined)[]> {
  const answers: (Answer | undefined)[] = profiles.map(() => undefined);
  const share: Share = { profiles, order, next: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
  const most = Math.min(threads ?? availableParallelism(), MOST, profiles.length);
  const others: Promise<void>[] = [];
  const start = performance.now();
  let done = 0;
  let begun = false;
  const take = (at: number, answer: Answer): void => {
    answers[at] = answer;
    done += 1;
    told(done, profiles[at] ?? '');
  };
  const startOthers = (each: number): void => {
    if (begun || (threads === undefined && each * (profiles.length - done) <= WORTH)) return;
    begun = true;
    optimiseLess();
    for (let other = 1; other < most; other++) others.push(inThread(share, take));
  };
  const stop = (): void => void Atomics.store(share.next, 0, profiles.length);
  signal.addEventListener('abort', stop);
  try {
    // Where answers may be remembered, the first ones tell how long one takes.
    if (threads !== undefined || remembersNothing(order)) startOthers(ANEW);
    await answersOf(share, (at, answer) => {
      take(at, answer);
      if (done < profiles.length) startOthers((performance.now() - start) / done);
    });
    await Promise.all(others);
    // A thread that could not start, or died, has left something out.
    for (const [at, profile] of profiles.entries()) if (answers[at] === undefined && !signal.aborted) take(at, await answerTo(profile, order));
    return answers;
  } catch (error) {
    stop();
    await Promise.all(others);
    discardAll(answers.flatMap((answer) => (answer !== undefined && 'placed' in answer ? [answer.placed] : [])));
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** A thread that takes its share, until nothing is left or it fails: what it leaves out is done here, where a fault is told. */
function inThread(share: Share, take: (at: number, answer: Answer) => void): Promise<void> {
  const worker = new Worker(program, { workerData: share });
  worker.on('message', ({ at, answer }: { readonly at: number; readonly answer: Answer }) => take(at, answer));
  worker.on('error', () => undefined);
  return new Promise((resolve) => worker.on('exit', () => resolve()));
}

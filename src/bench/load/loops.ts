import { setTimeout as pause } from 'node:timers/promises';
import type { Arrivals } from './arrivals.ts';
import type { Outcome } from './tally.ts';

/** The time of a phase: milliseconds since it began, when it ends, and whether it was told to stop before. */
export interface Clock {
  readonly now: () => number;
  readonly end: number;
  readonly stopped: () => boolean;
}

/** Sends by the clock, whether or not earlier requests were answered; ends when the last has been sent. */
export function openLoop(clock: Clock, arrivals: Arrivals, send: (intended: number) => void): Promise<void> {
  return new Promise((settle) => {
    let next = arrivals();
    const tick = (): void => {
      // What came due meanwhile goes out now, late by what its intended time says.
      while (next < clock.end && next <= clock.now() && !clock.stopped()) {
        send(next);
        next = arrivals();
      }
      if (next >= clock.end || clock.stopped()) settle();
      else setTimeout(tick, Math.min(LOOK, next - clock.now()));
    };
    tick();
  });
}

/** Keeps `concurrency` requests in flight: each is followed by the next; ends when the last has been answered. */
export async function closedLoop(clock: Clock, concurrency: number, send: (intended: number, done: (outcome: Outcome) => void) => void): Promise<void> {
  const connection = async (): Promise<void> => {
    while (clock.now() < clock.end && !clock.stopped()) {
      const outcome = await new Promise<Outcome>((settle) => send(clock.now(), settle));
      if (outcome.kind !== 'answer') await pause(AFTER_ERROR);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, connection));
}

/** Milliseconds after which a slow open loop looks whether it was stopped. */
const LOOK = 100;
/** Milliseconds: a server that refuses connections is not asked as fast as this machine can. */
const AFTER_ERROR = 10;

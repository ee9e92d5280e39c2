import type { Histogram } from 'hdr-histogram-js';
import type { Second } from '../report.ts';
import type { Fate } from './tally.ts';
import { addTime, percentile, timesWith } from './times.ts';

/** What one second is told of a request. */
export interface Told {
  /** Whole seconds since the measurement began, by the time at which it should have been sent. */
  readonly second: number;
  readonly fate: Fate;
  /** Milliseconds from the time at which it should have been sent. */
  readonly latency: number;
  /** Requests in flight when it was sent, this one included. */
  readonly inFlight: number;
}

interface Open {
  succeeded: number;
  refused: number;
  failed: number;
  inFlight: number;
  readonly times: Histogram;
}

/** Seconds of a measurement, one after the other; those that nothing can be added to any more keep their figures only. */
export interface Seconds {
  readonly add: (told: Told) => void;
  /** Closes all seconds before this one. */
  readonly closeBefore: (second: number) => void;
  readonly all: () => readonly Second[];
}

export function seconds(): Seconds {
  const open = new Map<number, Open>();
  const closed = new Map<number, Second>();
  const spare: Histogram[] = [];
  let first = 0;
  const opened = (second: number): Open => {
    const known = open.get(second);
    if (known !== undefined) return known;
    const made: Open = { succeeded: 0, refused: 0, failed: 0, inFlight: 0, times: spare.pop() ?? timesWith(2) };
    open.set(second, made);
    return made;
  };
  const closeBefore = (end: number): void => {
    if (end <= first) return;
    first = end;
    for (const [at, second] of open) {
      if (at >= end) continue;
      closed.set(at, figuresOf(at, second));
      open.delete(at);
      second.times.reset();
      spare.push(second.times);
    }
  };
  return {
    add: ({ second, fate, latency, inFlight }) => {
      const into = opened(second);
      into[fate]++;
      into.inFlight = Math.max(into.inFlight, inFlight);
      if (fate === 'succeeded') addTime(into.times, latency);
    },
    closeBefore,
    all: () => {
      closeBefore(Infinity);
      return [...closed.values()].sort((a, b) => a.at - b.at);
    },
  };
}

const figuresOf = (at: number, { succeeded, refused, failed, inFlight, times }: Open): Second => ({
  at, intended: succeeded + refused + failed, succeeded, refused, failed,
  p50: percentile(times, 50), p95: percentile(times, 95), p99: percentile(times, 99), inFlight,
});

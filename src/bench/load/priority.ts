import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Puts this process first, where its account may: clients are not slowed down by a busy server, and a generator on the
 * server's own machine must not be either. Measured beside 20 runnable processes on two cores: late by 36 ms (p99) with
 * the priority alone, by 5 ms with that of its group.
 */
export function comeFirst(): void {
  const { PRIORITY_HIGHEST } = constants.priority;
  attempt(() => setPriority(PRIORITY_HIGHEST));
  // Linux shares processors among groups of processes first: outside of its own, a priority decides nothing.
  attempt(() => writeFileSync('/proc/self/autogroup', String(PRIORITY_HIGHEST)));
}

/** What is not allowed is left: a run says itself whether its generator was late. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    return;
  }
}

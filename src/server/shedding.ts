import type { Pressure } from './config.ts';

/** Why requests may be shed. */
export const REASONS = ['in_flight', 'event_loop', 'memory'] as const;
export type Reason = (typeof REASONS)[number];

/** What a process was measured at: delay in milliseconds, utilisation 0 to 1, memory in bytes. */
export interface Sample { readonly delay: number; readonly utilization: number; readonly heapUsed: number; readonly rss: number }

/** A little is always let through: memory that only a collection frees needs work to be collected. */
const MOST = 0.95;

/** The limit that a sample breaks, memory first. */
export function brokenLimit(sample: Sample, limits: Pressure): Exclude<Reason, 'in_flight'> | undefined {
  if (sample.heapUsed > limits.maxHeapUsedBytes || sample.rss > limits.maxRssBytes) return 'memory';
  return sample.utilization > limits.maxEventLoopUtilization || sample.delay > limits.maxEventLoopDelay ? 'event_loop' : undefined;
}

/**
 * The share of requests to shed after a sample: all or nothing would swing between idle and overload with each sample,
 * so it grows by a tenth while a limit is broken, by half where it is memory, and shrinks by a tenth when none is.
 */
export function nextShare(share: number, broken: Reason | undefined): number {
  const step = broken === undefined ? -0.1 : broken === 'memory' ? 0.5 : 0.1;
  return Math.min(MOST, Math.max(0, Math.round((share + step) * 100) / 100));
}

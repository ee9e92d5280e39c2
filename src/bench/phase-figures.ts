import type { BenchReport, Phase } from './report.ts';

/** The share of the intended requests that were answered well, 0 to 1. */
export const successOf = ({ counts }: Pick<Phase, 'counts'>): number => (counts.intended === 0 ? 0 : counts.succeeded / counts.intended);

/** A latency of a phase, milliseconds; endless where nothing was answered. */
export const timeOf = ({ counts, latency }: Phase, percentile: 'p50' | 'p95' | 'p99'): number => (counts.succeeded === 0 ? Infinity : latency[percentile]);

/** Answers a second that were good, by the clock of the load. */
export const answeredOf = (phase: Phase): number => (phase.rate === undefined ? phase.throughput : phase.rate * successOf(phase));

/** Whether a phase tells what servers can do: the generator kept up, and they took on what they were asked. Refusals are quick, and leave a mix of other requests. */
export const carried = (phase: Phase, { success }: BenchReport['targets']): boolean => phase.generator.valid && successOf(phase) >= success;

/** Whether a phase kept the targets for the 95th percentile and for success. */
export const keeps = (phase: Phase, { p95, success }: BenchReport['targets']): boolean => timeOf(phase, 'p95') <= p95 && successOf(phase) >= success;

/** Cores that a component kept busy, on average; unknown where nobody watched it. */
export function coresOf({ server, seconds }: Pick<Phase, 'server' | 'seconds'>, component: string): number | undefined {
  const used = server?.cpuSeconds[component];
  return used === undefined || seconds <= 0 ? undefined : used / seconds;
}

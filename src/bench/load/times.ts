import { build, type Histogram } from 'hdr-histogram-js';
import type { Latency } from '../report.ts';

/** The longest time that is told apart, milliseconds; no request may take as long. */
export const LONGEST = 600_000;
const MICROSECONDS = 1000;

/** Times in microseconds, however many, in bounded memory; `digits` says how exactly. */
export const timesWith = (digits: 2 | 3): Histogram =>
  build({ lowestDiscernibleValue: 1, highestTrackableValue: LONGEST * MICROSECONDS, numberOfSignificantValueDigits: digits, bitBucketSize: 32, useWebAssembly: false });

/** Adds a time in milliseconds. */
export const addTime = (times: Histogram, ms: number): void => times.recordValue(Math.min(LONGEST * MICROSECONDS, Math.max(0, Math.round(ms * MICROSECONDS))));

/** A percentile (0 to 100) in milliseconds; 0 where there is no time at all. */
export const percentile = (times: Histogram, at: number): number => (times.totalCount === 0 ? 0 : Math.min(times.getValueAtPercentile(at), times.maxValue) / MICROSECONDS);

/** The figures that reports show of the times. */
export const latencyOf = (times: Histogram): Latency => ({
  mean: times.totalCount === 0 ? 0 : times.mean / MICROSECONDS,
  p50: percentile(times, 50),
  p75: percentile(times, 75),
  p90: percentile(times, 90),
  p95: percentile(times, 95),
  p99: percentile(times, 99),
  p999: percentile(times, 99.9),
  max: percentile(times, 100),
  percentiles: percentilesFor(times.totalCount).map((at) => [at, percentile(times, at)] as const),
});

/** Percentiles to draw: four until half of what is left to 100 is passed, as far as there are times, then 100. */
function percentilesFor(count: number): readonly number[] {
  const steps = count === 0 ? 0 : Math.floor(4 * Math.log2(count)) + 1;
  return [...Array.from({ length: steps }, (_, i) => 100 * (1 - 2 ** (-i / 4))), ...(count === 0 ? [] : [100])];
}

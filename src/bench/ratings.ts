import type { Rating } from './report.ts';

/** The ratings, the best first. */
export const RATINGS: readonly Rating[] = ['EXCELLENT', 'GOOD', 'ACCEPTABLE', 'POOR'];

/** What a run can be rated by; whether more or less of it is better, and how it is spelled. */
export const FIGURES = {
  headroom: { name: 'headroom', better: 'more', unit: 'ratio' },
  p50_of_target: { name: 'p50', better: 'less', unit: 'ratio' },
  p95_of_target: { name: 'p95', better: 'less', unit: 'ratio' },
  success: { name: 'success', better: 'more', unit: 'ratio' },
  throughput: { name: 'throughput', better: 'more', unit: 'per-second' },
  p50: { name: 'p50', better: 'less', unit: 'milliseconds' },
  p95: { name: 'p95', better: 'less', unit: 'milliseconds' },
  p99: { name: 'p99', better: 'less', unit: 'milliseconds' },
} as const;

/** The name of one of them. */
export type Figure = keyof typeof FIGURES;

/** How good a figure must be for each rating; what is worse than acceptable is poor. */
export interface Threshold {
  readonly figure: Figure;
  readonly excellent: number;
  readonly good: number;
  readonly acceptable: number;
}

/** The thresholds that a run is rated by: the worst of them is the rating. */
export type RatingTable = readonly Threshold[];

/** Against the profile's own targets: what a hundred requests a second are worth depends on the machine, a kept promise does not. */
const targets: RatingTable = [
  { figure: 'headroom', excellent: 2, good: 1.3, acceptable: 1 },
  { figure: 'p95_of_target', excellent: 0.5, good: 0.8, acceptable: 1 },
  { figure: 'success', excellent: 0.9999, good: 0.999, acceptable: 0.99 },
];

/** Guide 1 as written, whatever the machine; it does not say which response time it means: here the 95th percentile. */
const versant: RatingTable = [
  { figure: 'throughput', excellent: 100, good: 50, acceptable: 25 },
  { figure: 'p95', excellent: 200, good: 500, acceptable: 1000 },
  { figure: 'success', excellent: 0.99, good: 0.95, acceptable: 0.9 },
];

/** The tables by the names that `--ratings` takes. */
export const ratingTables: Readonly<Record<string, RatingTable>> = { targets, versant };

import type { Sample, Variant } from './model.ts';
import { median } from './percentiles.ts';

/** The targets of the compared profile: a p95 in milliseconds, and the share of requests that must succeed. */
export const TARGETS = { p95: 200, success: 0.999 } as const;

/** The greatest of the measured rates that a stack carried within the targets, in the median of its rounds; 0: none. */
export interface Reach { readonly variant: string; readonly rate: number }

/** How far each stack got. A rate counts when all smaller ones were carried too. */
export function reachOf(samples: readonly Sample[], variants: readonly Variant[], rates: readonly number[]): readonly Reach[] {
  return variants.map(({ id }) => {
    const broken = rates.findIndex((rate) => !carried(samples.filter(({ variant, workload }) => variant === id && workload === workloadOf(rate))));
    return { variant: id, rate: rates[(broken < 0 ? rates.length : broken) - 1] ?? 0 };
  });
}

/** Whether the median of the rounds kept the targets; what was not measured was not carried. */
export const carried = (rounds: readonly Sample[]): boolean =>
  rounds.length > 0 && median(rounds.map(({ p95 }) => p95)) < TARGETS.p95 && median(rounds.map(({ success = 0 }) => success)) >= TARGETS.success;

/** The id of the workload of a rate. */
export const workloadOf = (rate: number): string => `rate-${rate}`;

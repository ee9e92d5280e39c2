import { carried } from '../bench/phase-figures.ts';
import type { BenchReport, Phase } from '../bench/report.ts';

/** Fewer answers say nothing about a mean. */
const LEAST_ANSWERS = 100;

/** The phases that say what a request costs: lost requests would hide it. */
export const usable = ({ phases, targets }: BenchReport): readonly Phase[] =>
  phases.filter((phase) => carried(phase, targets) && phase.seconds > 0 && phase.counts.succeeded >= LEAST_ANSWERS);

/** Good answers a second. */
export const rateOf = ({ counts, seconds }: Phase): number => counts.succeeded / seconds;

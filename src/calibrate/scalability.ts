import { loadedApplication } from '../bench/loaded.ts';
import type { BenchReport, Phase } from '../bench/report.ts';
import { showShare } from '../formats/figures.ts';
import { counted } from '../model/quote.ts';
import { isFound, type Attempt } from './estimate.ts';
import { nearestLaw, throughputAt, type Coefficient, type Sample, type ScalabilityLaw } from './law.ts';
import { rateOf, usable } from './phases.ts';

/** The law that a report carries. */
export interface Scalability extends ScalabilityLaw {
  /** How much of the differences in throughput it explains, 0 to 1. */
  readonly explained: number;
}

const LEAST_SAMPLES = 6;
/** Throughput per request in flight, against the first: above this share the curve has not bent yet. */
const BENT = 0.7;
/** Throughputs that differ by less are all the same. */
const GROWS = 1.2;
const LEAST_EXPLAINED = 0.95;

/** Fits the law to the closed-loop phases of a report, or says why they do not carry it. */
export function scalabilityOf(report: BenchReport): Attempt<Scalability> {
  const isClosed = ({ kind }: Phase): boolean => kind === 'closed';
  const phases = usable(report).filter(isClosed);
  const fit = fitScalability(phases.map((phase): Sample => [phase.concurrency ?? 1, rateOf(phase)]));
  const unfit = report.phases.filter(isClosed).filter((phase) => !phases.includes(phase));
  return isFound(fit) || unfit.length === 0 ? fit : { refused: `${fit.refused}; ${why(unfit, report)}` };
}

/** Why phases are left out, and what to do about it. */
function why(unfit: readonly Phase[], report: BenchReport): string {
  const lagging = unfit.filter(({ generator }) => !generator.valid).length;
  const reasons = [
    ...(lagging === 0 ? [] : [`the generator lagged in ${lagging}`]),
    ...(lagging === unfit.length ? [] : [`requests were refused or failed in ${unfit.length - lagging}${loadedApplication(report) !== undefined ? '' : ': --at loads the application past the limits of the proxy'}`]),
  ];
  return `${counted(unfit.length, 'phase')} of the closed loop left out: ${reasons.join('; ')}`;
}

/** Fits the law to samples. */
export function fitScalability(samples: readonly Sample[]): Attempt<Scalability> {
  const levels = new Set(samples.map(([inFlight]) => inFlight));
  if (levels.size < LEAST_SAMPLES) return { refused: `${levels.size} of at least ${LEAST_SAMPLES} concurrencies were measured (gen bench --saturate)` };
  const rates = samples.map(([, rate]) => rate);
  if (Math.max(...rates) < GROWS * Math.min(...rates)) return { refused: 'throughput does not grow with the requests in flight: one at a time keeps the slowest server busy' };
  const each = samples.map(([inFlight, rate]) => rate / inFlight);
  if (Math.min(...each) > BENT * Math.max(...each)) return { refused: 'throughput still grows with the requests in flight: nothing is saturated' };
  const fit = nearestLaw(samples);
  if (fit === undefined) return { refused: 'the concurrencies do not tell contention from coherence' };
  if (isVague(fit.contention) && isVague(fit.coherence)) return { refused: 'the throughputs scatter too much to tell contention or coherence from nothing: measure longer' };
  const explained = explainedBy(fit, samples);
  return explained < LEAST_EXPLAINED ? { refused: `the law explains ${showShare(explained)} of the differences in throughput, less than ${showShare(LEAST_EXPLAINED)}` } : { found: { ...fit, explained } };
}

/** Whether the interval of a coefficient holds zero. */
const isVague = ({ value, half }: Coefficient): boolean => value <= half;

function explainedBy(law: ScalabilityLaw, samples: readonly Sample[]): number {
  const mean = samples.reduce((sum, [, rate]) => sum + rate, 0) / samples.length;
  const off = samples.reduce((sum, [n, rate]) => sum + (rate - throughputAt(law, n)) ** 2, 0);
  return 1 - off / samples.reduce((sum, [, rate]) => sum + (rate - mean) ** 2, 0);
}

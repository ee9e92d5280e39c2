import { coresOf } from '../bench/phase-figures.ts';
import type { BenchReport } from '../bench/report.ts';
import { showFigure, showPerSecond } from '../formats/figures.ts';
import { counted } from '../model/quote.ts';
import { isFound, type Attempt, type Estimate } from './estimate.ts';
import { halfWidth, leastSquares, type Observation } from './least-squares.ts';
import { rateOf, usable } from './phases.ts';

/** Rates closer together do not tell what is used per request from what is used anyway. */
const LEAST_SPREAD = 1.5;
/** A phase at the start in which a request costs so many times what it costs later, in the median of so many phases, measures the start. */
const COLD = 1.5;
const LEAST_WARM = 3;
/** A wider interval, as a share of the estimate, is no measurement. */
const WIDEST = 0.3;
/** Throughput that still grows by more from one concurrency to twice as many is not saturated. */
const STILL_GROWS = 0.1;

/** What a component used in a phase. */
interface Use {
  readonly rate: number;
  readonly cores: number;
  readonly seconds: number;
}

/** CPU time that a component spends on a request, milliseconds, from what it used in each phase. */
export function cpuFromUse(report: BenchReport, component: string): Attempt<Estimate> {
  const all = usable(report).flatMap((phase): readonly Use[] => {
    const cores = coresOf(phase, component);
    return cores === undefined ? [] : [{ rate: rateOf(phase), cores, seconds: phase.seconds }];
  });
  if (all.length === 0) return { refused: `no valid phase tells the CPU of ${component}` };
  const phases = warm(all);
  const over = `over ${counted(phases.length, 'phase')}${phases.length < all.length ? ` (without the first ${all.length - phases.length}: just started)` : ''}`;
  const rates = phases.map(({ rate }) => rate);
  const spread = Math.max(...rates) / Math.min(...rates);
  const line = spread < LEAST_SPREAD || phases.length < 3 ? undefined : asLine(phases, `CPU of ${component} against requests ${over}`);
  return line !== undefined && isFound(line) ? line : asRatio(phases, `CPU of ${component} by requests ${over}`);
}

/** The phases without those at the start in which a request costs much more than later: a program that was just started compiles its code. */
function warm(phases: readonly Use[]): readonly Use[] {
  const [first, ...later] = phases;
  if (first === undefined || later.length < LEAST_WARM) return phases;
  const costs = later.map(costOf).sort((a, b) => a - b);
  return costOf(first) > COLD * (costs[Math.floor(costs.length / 2)] ?? 0) ? warm(later) : phases;
}

const costOf = ({ cores, rate }: Use): number => cores / rate;

/** Cores = idle + time x rate: a line through the phases, so that what is used without requests is not blamed on them; nothing where it would begin below zero. */
function asLine(phases: readonly Use[], what: string): Attempt<Estimate> | undefined {
  const fit = leastSquares(phases.map(({ rate, cores, seconds }): Observation => ({ at: [1, rate], value: cores, weight: seconds })));
  const [idle = 0, each = 0] = fit?.coefficients ?? [];
  if (fit?.covariance === undefined || idle < 0) return undefined;
  return checked(each, halfWidth(fit.covariance[1]?.[1] ?? 0, fit.freedom), `${what}, ${showFigure(idle)} cores of it without requests`);
}

/** Cores = time x rate: the mean of the phases, where they do not tell more. */
function asRatio(phases: readonly Use[], what: string): Attempt<Estimate> {
  const fit = leastSquares(phases.map(({ rate, cores, seconds }): Observation => ({ at: [rate], value: cores, weight: seconds })));
  const [each = 0] = fit?.coefficients ?? [];
  return checked(each, fit?.covariance === undefined ? undefined : halfWidth(fit.covariance[0]?.[0] ?? 0, fit.freedom), `${what}, what it uses without requests counted in`);
}

/** An estimate in milliseconds from one in seconds; refused where the phases disagree. */
function checked(seconds: number, half: number | undefined, from: string): Attempt<Estimate> {
  const value = seconds * 1000;
  if (!(value > 0)) return { refused: `${from}: no more is used for more requests` };
  if (half === undefined) return { found: { value, from } };
  const interval = [Math.max(0, (seconds - half) * 1000), (seconds + half) * 1000] as const;
  if (half > WIDEST * seconds) return { refused: `the phases disagree: ${showFigure(interval[0])} to ${showFigure(interval[1])} ms; measure longer, at more rates` };
  return { found: { value, interval, from } };
}

/** The same where nothing tells the CPU: at saturation the event loops are taken to be busy all the time. */
export function cpuFromSaturation(report: BenchReport, loops: number): Attempt<Estimate> {
  const closed = usable(report).filter(({ kind }) => kind === 'closed').sort((a, b) => (a.concurrency ?? 0) - (b.concurrency ?? 0));
  const [before, last] = closed.slice(-2);
  if (before === undefined || last === undefined) return { refused: 'the report tells neither what the servers used (gen bench --start) nor where they saturate (gen bench --saturate)' };
  if (rateOf(last) > rateOf(before) * (1 + STILL_GROWS)) return { refused: `throughput still grows at ${last.concurrency ?? '?'} in flight: nothing is saturated` };
  const most = Math.max(...closed.map(rateOf));
  return { found: { value: (loops * 1000) / most, from: `${showFigure(loops)} event ${loops === 1 ? 'loop' : 'loops'} taken to be busy all the time at ${showPerSecond(most)}, the greatest throughput` } };
}

import type { BenchReport, Phase } from '../bench/report.ts';
import { showFigure, showShare } from '../formats/figures.ts';
import type { Attempt, Estimate } from './estimate.ts';
import { rateOf, usable } from './phases.ts';

/** Above this use of the event loops, requests wait for each other: that is no waiting for databases. */
const QUIET = 0.3;

/** CPU times of a request, milliseconds. */
export interface Spent {
  readonly application: number;
  /** Where requests came through a proxy. */
  readonly proxy?: number | 'unknown';
}

/** Time that a request waits for databases and services, milliseconds: what a quiet server takes, less the CPU time. */
export function waitTime(report: BenchReport, spent: Spent, loops: number): Attempt<Estimate> {
  const useOf = (phase: Phase): number => (rateOf(phase) * spent.application) / 1000 / loops;
  const quietest = [...usable(report)].sort((a, b) => useOf(a) - useOf(b))[0];
  if (quietest === undefined) return { refused: 'no valid phase in which nearly all requests were answered well' };
  if (useOf(quietest) > QUIET) return { refused: `the quietest phase, ${quietest.name}, keeps the event loops ${showShare(useOf(quietest))} busy: measure one below ${showShare(QUIET)}, such as gen bench --rate ${Math.max(1, Math.floor((QUIET * 0.7 * loops * 1000) / spent.application))}` };
  const { mean } = quietest.service;
  const { application, proxy } = spent;
  const less = `${showFigure(application)} ms of CPU${proxy === undefined ? '' : proxy === 'unknown' ? '; the proxy is taken to need none' : ` and ${showFigure(proxy)} ms of the proxy's`}`;
  return { found: { value: Math.max(0, mean - application - (typeof proxy === 'number' ? proxy : 0)), from: `answers took ${showFigure(mean)} ms in ${quietest.name}, less ${less}` } };
}

import { showMilliseconds } from '../../formats/figures.ts';
import type { BenchReport, Phase } from '../../bench/report.ts';
import type { Layer, Plot, Point } from '../plot/plot.ts';
import { ABOVE, logarithmic, percentile } from '../plot/scale.ts';
import { labelOf } from './words.ts';

/** More lines than this cannot be told apart. */
const MOST = 8;

/** Latency by percentile, a line for each phase, the slow end stretched. */
export function percentilePlot({ phases, targets }: BenchReport): Plot | undefined {
  const answered = alike(phases.filter(({ counts, latency }) => counts.succeeded > 1 && latency.percentiles.length > 1));
  if (answered.length === 0) return undefined;
  const shown = chosen([...answered].sort((a, b) => (a.rate ?? a.concurrency ?? 0) - (b.rate ?? b.concurrency ?? 0)));
  const lines = shown.map((phase, i): Layer => ({ draw: 'line', name: labelOf(phase), look: `r${Math.round((i * (MOST - 1)) / Math.max(1, shown.length - 1))}`, points: known(phase), ...(phase.purpose === 'target' ? { stroke: 'thick' } : phase.generator.valid ? {} : { stroke: 'dotted' }) }));
  const last = Math.max(99, ...shown.map(({ counts }) => deepest(counts.succeeded)));
  return {
    title: 'Latency by percentile',
    note: `How long good answers took${answered[0]?.kind === 'rate' ? ', from the time at which the request should have been sent' : ''}.${shown.length < answered.length ? ` ${shown.length} of ${answered.length} phases are drawn.` : ''}`,
    shape: 'half',
    x: { ...percentile(last), label: 'percentile of the answers' },
    y: { ...logarithmic([...lines.flatMap((line) => (line.draw === 'line' ? line.points.map(([, ms]) => ms) : [])), targets.p95 * ABOVE]), label: 'ms, logarithmic' },
    layers: [
      ...lines,
      { draw: 'across', at: targets.p95, label: `target of p95: ${showMilliseconds(targets.p95)}`, look: 'target' },
      { draw: 'upright', at: 95, label: 'p95', look: 'faint', row: 0 },
    ],
  };
}

/** The phases of the open loop: their times are what users wait. A run without any shows the closed loop. */
function alike(phases: readonly Phase[]): readonly Phase[] {
  const open = phases.filter(({ kind }) => kind === 'rate');
  return open.length > 0 ? open : phases;
}

/** The highest percentile that so many answers can tell of. */
const deepest = (answers: number): number => (answers >= 100_000 ? 99.999 : answers >= 10_000 ? 99.99 : answers >= 1000 ? 99.9 : 99);

/** The curve of a phase as far as its answers carry it. */
const known = ({ counts, latency }: Phase): readonly Point[] => latency.percentiles.filter(([at]) => at <= deepest(counts.succeeded)).map(([at, ms]): Point => [at, ms]);

/** All phases, or the judged ones and a few of the others, spread over all loads. */
function chosen(phases: readonly Phase[]): readonly Phase[] {
  if (phases.length <= MOST) return phases;
  const judged = phases.filter(({ purpose }) => purpose === 'target').slice(0, MOST);
  const others = phases.filter((phase) => !judged.includes(phase));
  const room = MOST - judged.length;
  const spread = others.filter((_, i) => Math.floor((i * room) / others.length) !== Math.floor(((i - 1) * room) / others.length));
  return phases.filter((phase) => judged.includes(phase) || spread.includes(phase));
}

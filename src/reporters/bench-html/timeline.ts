import { showMilliseconds } from '../../formats/figures.ts';
import type { BenchReport, Phase, Second } from '../../bench/report.ts';
import type { Layer, Plot, Point } from '../plot/plot.ts';
import { ABOVE, linear, logarithmic, upTo } from '../plot/scale.ts';
import { loadOf } from './words.ts';

/** A phase on the common clock of a plot: warm-ups and pauses left out. */
interface Stretch {
  readonly phase: Phase;
  readonly from: number;
  readonly to: number;
  readonly seconds: readonly Second[];
}

function stretches(phases: readonly Phase[]): readonly Stretch[] {
  let clock = 0;
  return phases.filter(({ series }) => series.length > 0).map((phase) => {
    const from = clock;
    clock += phase.series.length;
    return { phase, from, to: clock, seconds: phase.series };
  });
}

/** The part of the plot's width that a character of a label takes. */
const CHARACTER = 0.0068;

/** The phases as shades with their loads, where there is room to name them. */
function shades(all: readonly Stretch[]): readonly Layer[] {
  const length = all.at(-1)?.to ?? 1;
  return all.map(({ phase, from, to }, i): Layer => {
    const names = [`${loadOf(phase)}${phase.generator.valid ? '' : ' invalid'}`, loadOf(phase), phase.kind === 'closed' ? `${phase.concurrency ?? ''}×` : ''];
    const label = names.find((name) => name.length * CHARACTER < (to - from) / length) ?? '';
    return { draw: 'shade', from, to, label, look: phase.generator.valid ? (i % 2 === 0 ? 'even' : 'odd') : 'invalid' };
  });
}

/** Each second as a step of its own width. */
const steps = (all: readonly Stretch[], of: (second: Second) => number): readonly Point[] =>
  all.flatMap(({ from, seconds }) => [...seconds.flatMap((second, i): readonly Point[] => [[from + i, of(second)], [from + i + 1, of(second)]]), [Number.NaN, Number.NaN] as const]);

/** What became of the requests of each second. */
export function answersPlot({ phases }: BenchReport): Plot | undefined {
  const all = stretches(phases);
  if (all.length === 0) return undefined;
  const length = all.at(-1)?.to ?? 1;
  const area = (name: string, low: (second: Second) => number, high: (second: Second) => number): readonly Layer[] =>
    all.map(({ from, seconds }): Layer => ({ draw: 'area', name, look: name, edges: seconds.flatMap((second, i) => [[from + i, low(second), high(second)], [from + i + 1, low(second), high(second)]] as const) }));
  return {
    title: 'Answers over time',
    note: 'Each second by the time at which its requests should have been sent; warm-up left out.',
    shape: 'full',
    x: { ...upTo(length, 10), label: 'seconds' },
    y: { ...linear(Math.max(...all.flatMap(({ seconds }) => seconds.map(({ intended }) => intended)))), label: 'requests a second' },
    layers: [
      ...shades(all),
      ...area('good', () => 0, ({ succeeded }) => succeeded),
      ...area('refused', ({ succeeded }) => succeeded, ({ succeeded, refused }) => succeeded + refused),
      ...area('failed', ({ succeeded, refused }) => succeeded + refused, (second) => second.succeeded + second.refused + second.failed),
      { draw: 'line', name: 'intended', look: 'intended', points: steps(all, ({ intended }) => intended) },
    ],
  };
}

/** How long the answers of each second took. */
export function timesPlot({ phases, targets }: BenchReport): Plot | undefined {
  const all = stretches(phases);
  const times = all.flatMap(({ seconds }) => seconds.flatMap(({ p50, p95, p99 }) => [p50, p95, p99]));
  if (!times.some((time) => time > 0)) return undefined;
  const line = (name: 'p50' | 'p95' | 'p99'): Layer => ({ draw: 'line', name, look: name, points: steps(all, (second) => (second.succeeded > 0 ? second[name] : Number.NaN)) });
  return {
    title: 'Latency over time',
    note: 'Gaps are seconds in which nothing was answered well.',
    shape: 'full',
    x: { ...upTo(all.at(-1)?.to ?? 1, 10), label: 'seconds' },
    y: { ...logarithmic([...times, targets.p95 * ABOVE]), label: 'ms, logarithmic' },
    layers: [...shades(all), line('p99'), line('p95'), line('p50'), { draw: 'across', at: targets.p95, label: `target of p95: ${showMilliseconds(targets.p95)}`, look: 'target' }],
  };
}

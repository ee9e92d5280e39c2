import { showMilliseconds, showPerSecond } from '../../formats/figures.ts';
import { expectedOf } from '../../bench/loaded.ts';
import type { BenchReport, Phase } from '../../bench/report.ts';
import type { Layer, Plot, Point } from '../plot/plot.ts';
import { ABOVE, logarithmic, upTo } from '../plot/scale.ts';

/** The phases of the open loop in the order of their rates; a curve needs two rates. */
function ladder({ phases }: BenchReport): readonly Phase[] {
  const open = phases.filter(({ kind, rate }) => kind === 'rate' && rate !== undefined);
  return new Set(open.map(({ rate }) => rate)).size < 2 ? [] : [...open].sort((a, b) => (a.rate ?? 0) - (b.rate ?? 0));
}

const reach = (report: BenchReport, phases: readonly Phase[]): number => Math.max(report.targets.rps, expectedOf(report), ...phases.map(({ rate }) => rate ?? 0)) * 1.04;

/** Marks on an axis of rates: what is asked, what the plan expects, what was found. */
function marks(report: BenchReport): readonly Layer[] {
  const capacity = expectedOf(report);
  return [
    { draw: 'upright', at: report.targets.rps, label: `target ${showPerSecond(report.targets.rps)}`, look: 'target', row: 0 },
    ...(capacity > 0 ? [{ draw: 'upright', at: capacity, label: `plan expects ${showPerSecond(capacity)}`, look: 'plan', row: 1 } as const] : []),
    ...(report.sustainable === undefined ? [] : [{ draw: 'upright', at: report.sustainable.rate, label: `kept up to ${showPerSecond(report.sustainable.rate)}`, look: 'found', row: 2 } as const]),
  ];
}

/** What is to be said of a rate whose phase says nothing. */
const suffix = (phases: readonly Phase[], at: number): string => (phases.some(({ rate, generator }) => rate === at && !generator.valid) ? ' (invalid: the generator lagged)' : '');

/** Good, refused and failed answers a second against the rate that was offered. */
export function throughputPlot(report: BenchReport): Plot | undefined {
  const phases = ladder(report);
  if (phases.length === 0) return undefined;
  const most = reach(report, phases);
  const line = (name: string, look: string, of: (phase: Phase) => number): Layer => ({
    draw: 'line', name, look,
    points: phases.map((phase): Point => [phase.rate ?? 0, ((phase.rate ?? 0) * of(phase)) / Math.max(1, phase.counts.intended)]),
    says: ([rate, answers]) => `${showPerSecond(rate)} offered: ${showPerSecond(answers)} ${name}${suffix(phases, rate)}`,
  });
  return {
    title: 'Throughput against offered rate',
    note: 'On the dotted line, everything that was asked was answered.',
    shape: 'half',
    x: { ...upTo(most), label: 'requests a second, offered' },
    y: { ...upTo(Math.max(...phases.map(({ rate }) => rate ?? 0)) * 1.04), label: 'answers a second' },
    layers: [
      ...marks(report),
      { draw: 'line', name: '', look: 'faint', stroke: 'dotted', points: [[0, 0], [most, most]] },
      line('good', 'good', ({ counts }) => counts.succeeded),
      line('refused', 'refused', ({ counts }) => counts.refused),
      line('failed', 'failed', ({ counts }) => counts.failed),
      ...invalidStretches(phases),
    ],
  };
}

/** Latencies against the rate that was offered. */
export function latencyPlot(report: BenchReport): Plot | undefined {
  const phases = ladder(report).filter(({ counts }) => counts.succeeded > 0);
  if (phases.length < 2) return undefined;
  const line = (name: 'p50' | 'p95' | 'p99', stroke: 'thick' | 'dashed' | undefined): Layer => ({
    draw: 'line', name, look: name, ...(stroke === undefined ? {} : { stroke }),
    points: phases.map((phase): Point => [phase.rate ?? 0, phase.latency[name]]),
    says: ([rate, time]) => `${showPerSecond(rate)} offered: ${name} ${showMilliseconds(time)}${suffix(phases, rate)}`,
  });
  const { p95 } = report.targets;
  return {
    title: 'Latency against offered rate',
    note: 'Where the line of p95 crosses its target, users begin to notice.',
    shape: 'half',
    x: { ...upTo(reach(report, phases)), label: 'requests a second, offered' },
    y: { ...logarithmic([...phases.flatMap(({ latency }) => [latency.p50, latency.p95, latency.p99]), p95 * ABOVE]), label: 'ms, logarithmic' },
    layers: [
      ...marks(report),
      { draw: 'across', at: p95, label: `target of p95: ${showMilliseconds(p95)}`, look: 'target' },
      line('p50', undefined),
      line('p99', 'dashed'),
      line('p95', 'thick'),
      ...invalidStretches(phases),
    ],
  };
}

/** The rates whose phases say nothing. */
const invalidStretches = (phases: readonly Phase[]): readonly Layer[] =>
  phases.filter(({ generator }) => !generator.valid).map(({ rate = 0 }): Layer => ({ draw: 'upright', at: rate, label: 'invalid', look: 'invalid', row: 13 }));

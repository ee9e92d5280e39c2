import { showMilliseconds, showPerSecond } from '../../formats/figures.ts';
import type { BenchReport, Phase } from '../../bench/report.ts';
import type { Plot, Point } from '../plot/plot.ts';
import { logarithmic, upTo } from '../plot/scale.ts';

const closedOf = ({ phases }: BenchReport): readonly Phase[] => phases.filter(({ kind }) => kind === 'closed').sort((a, b) => (a.concurrency ?? 0) - (b.concurrency ?? 0));

/** Throughput against the requests in flight, each sent when the one before was answered. */
export function saturationPlot(report: BenchReport): Plot | undefined {
  const phases = closedOf(report);
  if (phases.length < 2) return undefined;
  const points = phases.map(({ concurrency = 0, throughput }): Point => [concurrency, throughput]);
  const { saturation } = report;
  return {
    title: 'Throughput against requests in flight',
    note: 'Closed loop: each connection waits for its answer, so this shows what the servers can do, not what users wait for.',
    shape: 'half',
    x: { ...logarithmic(points.map(([x]) => x)), label: 'requests in flight, logarithmic' },
    y: { ...upTo(Math.max(...points.map(([, y]) => y)) * 1.05), label: 'answers a second' },
    layers: [
      { draw: 'line', name: '', look: 'good', points, says: ([inFlight, rate]) => `${inFlight} in flight: ${showPerSecond(rate)}, p95 ${showMilliseconds(phases.find(({ concurrency }) => concurrency === inFlight)?.latency.p95 ?? 0)}` },
      ...(saturation === undefined ? [] : [{ draw: 'across', at: saturation.throughput, label: `greatest: ${showPerSecond(saturation.throughput)}`, look: 'found' } as const]),
      ...phases.filter(({ generator }) => !generator.valid).map(({ concurrency = 1 }) => ({ draw: 'upright', at: concurrency, label: 'invalid', look: 'invalid', row: 13 }) as const),
    ],
  };
}

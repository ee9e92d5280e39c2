import type { BenchReport } from '../bench/report.ts';
import { showFigure } from '../formats/figures.ts';
import { MiB } from '../model/value.ts';
import type { Attempt, Estimate } from './estimate.ts';
import { usable } from './phases.ts';

/** Memory in bytes that one process of an application holds under load: the most of all phases, since what grew does not shrink. */
export function workerMemory(report: BenchReport, application: string): Attempt<Estimate> {
  const phases = usable(report).flatMap(({ name, server }) => {
    const held = server?.process?.[application];
    return held === undefined ? [] : [{ name, held }];
  });
  const [most] = [...phases].sort((a, b) => b.held - a.held);
  if (most === undefined) return { refused: `no valid phase tells the memory of a process of ${application}: gen bench --start looks at it` };
  return { found: { value: most.held, from: `95th percentile of the largest process, ${showFigure(most.held / MiB)} MiB in ${most.name}, the most of ${phases.length === 1 ? 'one phase' : `${phases.length} phases`}` } };
}

import { defineCheck } from '../model/check.ts';
import { own, present } from '../model/input.ts';
import { NODE_KINDS } from '../model/who.ts';
import { max_old_space_size_percentage } from '../settings/node-flags.ts';
import * as node from '../settings/node.ts';

/** A percentage of the container that each process takes for itself. */
export const heapPercentageWithWorkers = defineCheck({
  id: 'heap-percentage-with-workers',
  severity: 'warning',
  confidence: 'certain',
  on: NODE_KINDS,
  reads: { percentage: present(max_old_space_size_percentage), workers: own(node.workers) },
  broken: (v) => (v.percentage !== undefined && v.workers > 1 && v.workers * v.percentage > 90 ? `${v.workers} processes may each take ${v.percentage} % of the same container: ${v.workers * v.percentage} %` : undefined),
  why: 'The percentage is of the container, not of the share of a process: together they are killed by the kernel.',
  fix: 'state --max-old-space-size in MiB: three quarters of the container, divided by the processes.',
  source: 'nodejs.org, --max-old-space-size-percentage; measured: equal to the flag in MiB for each process',
  examples: { holds: [{ percentage: 75, workers: 1 }, { percentage: undefined, workers: 4 }], breaks: [{ percentage: 75, workers: 2 }] },
});

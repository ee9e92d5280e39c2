import { defineCheck } from '../model/check.ts';
import { own } from '../model/input.ts';
import { CORE } from '../model/value.ts';
import * as container from '../settings/container.ts';
import * as pg from '../settings/postgres.ts';
import { preset } from './preset.ts';
import { inCores } from './words.ts';

/** Parallel workers against the database's cores. */
export const parallelWorkersExceedCpu = defineCheck({
  id: 'parallel-workers-exceed-cpu',
  severity: 'note',
  confidence: 'likely',
  grouped: true,
  on: ['postgres'],
  reads: { parallel: own(pg.max_parallel_workers), cpu: own(container.cpu_limit), preset: preset(pg.max_parallel_workers) },
  broken: (v) => (!v.preset && v.parallel > Math.max(1, Math.ceil(v.cpu / CORE)) ? `${v.parallel} parallel workers share ${inCores(v.cpu)}` : undefined),
  why: 'The planner counts on workers that only take turns.',
  fix: 'set max_parallel_workers to the cores of the limit.',
  source: 'PostgreSQL manual, max_parallel_workers, default 8',
  examples: { holds: [{ parallel: 1, cpu: 1250, preset: false }, { parallel: 32, cpu: 2000, preset: true }], breaks: [{ parallel: 8, cpu: 1000, preset: false }] },
});

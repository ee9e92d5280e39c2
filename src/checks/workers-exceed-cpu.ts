import { defineCheck } from '../model/check.ts';
import { first, given, own } from '../model/input.ts';
import { CORE } from '../model/value.ts';
import { APPLICATION_KINDS } from '../model/who.ts';
import * as container from '../settings/container.ts';
import * as profile from '../settings/profile.ts';
import { processes, requestThreads } from './serving.ts';
import { inCores } from './words.ts';

/** Event loops against the cores that they may use, and workers that wait in threads against twice as many and one. */
export const workersExceedCpu = defineCheck({
  id: 'workers-exceed-cpu',
  severity: 'warning',
  confidence: 'likely',
  on: APPLICATION_KINDS,
  reads: { workers: processes, threads: requestThreads, cpu: first(own(container.cpu_limit), given(profile.cpu)) },
  broken: (v) => {
    const cores = Math.ceil(v.cpu / CORE);
    if (v.threads === undefined) return v.workers > cores ? `${v.workers} event loops share ${inCores(v.cpu)}` : undefined;
    return v.workers > 2 * cores + 1 ? `${v.workers} workers share ${inCores(v.cpu)}; more than twice the cores and one only wait for each other` : undefined;
  },
  why: 'They only take CPU from each other: throughput falls, tails and memory grow, and the quota runs out in the middle of requests.',
  fix: 'one process per core of the limit; for workers that wait in threads at most twice as many and one.',
  source: 'measured: 12 processes on 2 cores reached a third of the rate of 2; gunicorn manual, design',
  examples: {
    holds: [{ workers: 2, threads: undefined, cpu: 2000 }, { workers: 1, threads: undefined, cpu: 500 }, { workers: 5, threads: 1, cpu: 2000 }],
    breaks: [{ workers: 4, threads: undefined, cpu: 1500 }, { workers: 9, threads: 4, cpu: 2000 }],
  },
});

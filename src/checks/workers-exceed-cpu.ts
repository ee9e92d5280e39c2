import { defineCheck } from '../model/check.ts';
import { own } from '../model/input.ts';
import { CORE } from '../model/value.ts';
import * as container from '../settings/container.ts';
import * as node from '../settings/node.ts';
import { inCores } from './words.ts';

/** Event loops against the cores that they may use. */
export const workersExceedCpu = defineCheck({
  id: 'workers-exceed-cpu',
  severity: 'warning',
  confidence: 'likely',
  on: ['node'],
  reads: { workers: own(node.workers), cpu: own(container.cpu_limit) },
  broken: (v) => (v.workers > Math.ceil(v.cpu / CORE) ? `${v.workers} event loops share ${inCores(v.cpu)}` : undefined),
  why: 'They only take CPU from each other: throughput falls, tails and memory grow, and the quota runs out in the middle of requests.',
  fix: 'one process per core of the limit.',
  source: 'measured: 12 processes on 2 cores reached a third of the rate of 2',
  examples: { holds: [{ workers: 2, cpu: 2000 }, { workers: 1, cpu: 500 }], breaks: [{ workers: 4, cpu: 1500 }] },
});

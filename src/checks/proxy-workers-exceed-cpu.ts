import { defineCheck } from '../model/check.ts';
import { own } from '../model/input.ts';
import { CORE } from '../model/value.ts';
import * as container from '../settings/container.ts';
import * as nginx from '../settings/nginx.ts';
import { inCores } from './words.ts';

/** nginx workers against the cores that they may use. */
export const proxyWorkersExceedCpu = defineCheck({
  id: 'proxy-workers-exceed-cpu',
  severity: 'warning',
  confidence: 'likely',
  on: ['nginx'],
  reads: { workers: own(nginx.worker_processes), cpu: own(container.cpu_limit) },
  broken: (v) => (v.workers > Math.ceil(v.cpu / CORE) ? `${v.workers} workers share ${inCores(v.cpu)}` : undefined),
  why: 'Every worker has its own connections and buffers; more of them than cores cost memory and gain nothing.',
  fix: 'one worker per core of the limit, rounded up.',
  source: 'nginx-gateway-fabric#5374: 128 workers under a limit of 2 cores, killed for memory',
  examples: { holds: [{ workers: 1, cpu: 500 }], breaks: [{ workers: 8, cpu: 500 }] },
});

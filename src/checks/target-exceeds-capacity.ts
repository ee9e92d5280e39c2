import { defineCheck } from '../model/check.ts';
import { given, optional, own } from '../model/input.ts';
import { CORE } from '../model/value.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as node from '../settings/node.ts';
import * as profile from '../settings/profile.ts';
import * as w from '../settings/workload.ts';

/** The profile's targets against what the processes can do. */
export const targetExceedsCapacity = defineCheck({
  id: 'target-exceeds-capacity',
  severity: 'warning',
  confidence: 'likely',
  on: ['node'],
  reads: {
    rps: own(c.app_rps),
    p95: given(profile.p95),
    replicas: own(c.replicas),
    workers: own(node.workers),
    cpu: own(container.cpu_limit),
    cpuTime: own(w.cpu_time),
    wait: own(w.wait_time),
    queries: own(w.queries_per_request),
    queryTime: own(w.query_time),
    pool: optional(own(node.pool_max)),
  },
  broken: (v) => {
    const loops = Math.min(v.workers, v.cpu / CORE) * v.replicas;
    const busy = (v.rps * v.cpuTime) / 1000;
    const utilisation = busy / loops;
    const each_ = `${v.rps} requests a second x ${v.cpuTime} ms = ${round(busy)} busy cores of ${round(loops)}`;
    if (utilisation >= 0.8) return `${each_}: ${Math.round(utilisation * 100)} % use`;
    const service = v.cpuTime / Math.min(1, v.cpu / CORE / v.workers);
    const p95 = v.wait + (3 * service) / (1 - utilisation);
    if (p95 > v.p95) return `${each_}; waiting ${v.wait} ms and queueing make a 95th percentile of about ${Math.round(p95)} ms, above the ${v.p95} ms asked for`;
    const held = (v.rps * v.queries * v.queryTime) / 1000;
    const connections = v.pool === undefined ? Infinity : v.replicas * v.workers * v.pool;
    return held > connections ? `${v.rps} requests a second x ${v.queries} queries x ${v.queryTime} ms = ${round(held)} busy connections; the pools have ${connections}` : undefined;
  },
  why: 'Requests arrive faster than they are answered: queues grow until something times out.',
  fix: 'a larger machine, more replicas, cheaper requests, or a lower target.',
  source: "Little's law; M/M/1",
  examples: {
    holds: [{ rps: 1000, p95: 150, replicas: 1, workers: 2, cpu: 2000, cpuTime: 1, wait: 8, queries: 2, queryTime: 2, pool: 3 }],
    breaks: [
      { rps: 1000, p95: 150, replicas: 1, workers: 1, cpu: 1000, cpuTime: 1, wait: 8, queries: 2, queryTime: 2, pool: 6 },
      { rps: 10, p95: 100, replicas: 1, workers: 2, cpu: 2000, cpuTime: 1, wait: 120, queries: 0, queryTime: 2, pool: 3 },
      { rps: 1000, p95: 150, replicas: 1, workers: 4, cpu: 4000, cpuTime: 1, wait: 8, queries: 2, queryTime: 10, pool: 3 },
    ],
  },
});

const round = (value: number): number => Math.round(value * 100) / 100;

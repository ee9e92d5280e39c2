import { defineCheck } from '../model/check.ts';
import { first, given, optional, own } from '../model/input.ts';
import { valueOf } from '../model/lookup.ts';
import { CORE } from '../model/value.ts';
import { applications } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as profile from '../settings/profile.ts';
import * as w from '../settings/workload.ts';
import { APPLICATIONS, databasePool, processes, requestThreads } from './serving.ts';

/** The profile's targets against what the processes can do. */
export const targetExceedsCapacity = defineCheck({
  id: 'target-exceeds-capacity',
  severity: 'warning',
  confidence: 'likely',
  on: APPLICATIONS,
  // Of several applications only a plan knows who answers how much.
  when: (stack, component) => valueOf(stack, component, c.app_rps) !== undefined || applications(stack, component).length === 1,
  reads: {
    rps: first(own(c.app_rps), given(profile.rps)),
    p95: given(profile.p95),
    replicas: own(c.replicas),
    workers: processes,
    threads: requestThreads,
    cpu: first(own(container.cpu_limit), given(profile.cpu)),
    cpuTime: first(own(w.cpu_time), given(w.cpu_time)),
    wait: first(own(w.wait_time), given(w.wait_time)),
    queries: first(own(w.queries_per_request), given(w.queries_per_request)),
    queryTime: first(own(w.query_time), given(w.query_time)),
    pool: optional(databasePool),
  },
  broken: (v) => {
    if (v.threads !== undefined) {
      const slots = v.replicas * v.workers * v.threads;
      const capacity = (1000 * slots) / (v.cpuTime + v.wait);
      if (capacity < v.rps) return `${v.replicas} x ${v.workers} workers x ${v.threads} threads = ${slots} requests at once, ${v.cpuTime + v.wait} ms each: ${Math.floor(capacity)} requests a second; ${v.rps} are asked for`;
    }
    const loops = Math.min(v.workers, v.cpu / CORE) * v.replicas;
    const busy = (v.rps * v.cpuTime) / 1000;
    const utilisation = busy / loops;
    const each_ = `${v.rps} requests a second x ${v.cpuTime} ms = ${round(busy)} busy cores of ${round(loops)}`;
    if (utilisation >= 0.8) return `${each_}: ${Math.round(utilisation * 100)} % use`;
    const service = v.cpuTime / Math.min(1, v.cpu / CORE / v.workers);
    const p95 = v.wait + (3 * service) / (1 - utilisation);
    if (p95 > v.p95) return `${each_}; waiting ${v.wait} ms and queueing make a 95th percentile of about ${Math.round(p95)} ms, above the ${v.p95} ms asked for`;
    const held = (v.rps * v.queries * v.queryTime) / 1000;
    const connections = v.pool === undefined ? Infinity : v.replicas * v.workers * (v.pool.size + v.pool.overflow);
    return held > connections ? `${v.rps} requests a second x ${v.queries} queries x ${v.queryTime} ms = ${round(held)} busy connections; the pools have ${connections}` : undefined;
  },
  why: 'Requests arrive faster than they are answered: queues grow until something times out.',
  fix: 'a larger machine, more replicas, cheaper requests, or a lower target.',
  source: "Little's law; M/M/1; the guide of EventStreamMonitor",
  examples: {
    holds: [{ rps: 1000, p95: 150, replicas: 1, workers: 2, threads: undefined, cpu: 2000, cpuTime: 1, wait: 8, queries: 2, queryTime: 2, pool: { library: 'node-postgres', size: 3, overflow: 0 } }],
    breaks: [
      { rps: 1000, p95: 150, replicas: 1, workers: 1, threads: undefined, cpu: 1000, cpuTime: 1, wait: 8, queries: 2, queryTime: 2, pool: { library: 'node-postgres', size: 6, overflow: 0 } },
      { rps: 1000, p95: 500, replicas: 1, workers: 4, threads: 2, cpu: 4000, cpuTime: 5, wait: 70, queries: 0, queryTime: 2, pool: undefined },
      { rps: 10, p95: 100, replicas: 1, workers: 2, threads: undefined, cpu: 2000, cpuTime: 1, wait: 120, queries: 0, queryTime: 2, pool: { library: 'node-postgres', size: 3, overflow: 0 } },
      { rps: 1000, p95: 150, replicas: 1, workers: 4, threads: undefined, cpu: 4000, cpuTime: 1, wait: 8, queries: 2, queryTime: 10, pool: { library: 'node-postgres', size: 3, overflow: 0 } },
    ],
  },
});

const round = (value: number): number => Math.round(value * 100) / 100;

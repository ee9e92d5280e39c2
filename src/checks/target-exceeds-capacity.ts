import { defineCheck } from '../model/check.ts';
import { structure } from '../model/input.ts';
import { partValue, valueOf } from '../model/lookup.ts';
import { isCluster, isExternal, type Component, type Stack } from '../model/stack.ts';
import { applications, isApplication, pooledApplications } from '../model/who.ts';
import * as c from '../settings/component.ts';
import { messages } from '../settings/kafka.ts';
import { rps } from '../settings/profile.ts';
import { queries_per_request, query_time } from '../settings/workload.ts';
import { shortageOf, tierOf, TIERS, type Tier } from './tiers.ts';

/** Of several applications only a plan knows who answers how much; what a request costs the other tiers is known where a profile says it. */
function known(stack: Stack, component: Component): boolean {
  if (component.kind === 'python') return valueOf(stack, component, messages) !== undefined;
  if (isApplication(component)) return valueOf(stack, component, c.app_rps) !== undefined || applications(stack, component).length === 1;
  if (isExternal(stack, component)) return false;
  if (component.kind === 'nginx') return valueOf(stack, component, c.cpu_per_request) !== undefined;
  if (component.kind !== 'postgres') return valueOf(stack, component, c.operations_per_second) !== undefined;
  const clients = pooledApplications(stack, component);
  return clients.length > 0 && [rps, queries_per_request, query_time].every((setting) => partValue(stack, setting) !== undefined) && clients.every((client) => client.kind === 'python' || known(stack, client));
}

/** The profile's targets against what each tier can do: applications, proxies, poolers, databases and caches. */
export const targetExceedsCapacity = defineCheck({
  id: 'target-exceeds-capacity',
  severity: 'warning',
  confidence: 'likely',
  on: TIERS,
  when: known,
  reads: { tier: tierOf, cluster: structure(isCluster) },
  broken: (v) => {
    const short = shortageOf(v.tier);
    if (short === undefined) return undefined;
    return v.cluster && short.takes !== undefined ? `${short.message}; it takes ${short.takes}` : short.message;
  },
  why: 'Requests arrive faster than they are answered: queues grow until something times out.',
  fix: 'a larger machine, more replicas, cheaper requests, or a lower target; gen size says which machine, or which cluster, carries a load.',
  source: "Little's law; M/M/1; the guide of EventStreamMonitor",
  examples: {
    holds: [
      { tier: api({}), cluster: false },
      { tier: { tier: 'worker', rate: 30, replicas: 1, workers: 1, consumers: 2, cpu: 1000, time: 5, cpuTime: 3 }, cluster: false },
      { tier: { tier: 'proxy', rps: 8000, replicas: 3, cpu: 1000, cost: 0.2 }, cluster: true },
      { tier: { tier: 'database', cpu: 11_000, clients: [{ of: 'api', rps: 8000, queries: 2, time: 2 }] }, cluster: true },
      { tier: { tier: 'pooler', rps: 8000, replicas: 2, cpu: 1000, each: 2, most: 20_000 }, cluster: true },
      { tier: { tier: 'cache', rps: 8000, replicas: 3, cpu: 1000, each: 2, most: 80_000 }, cluster: true },
    ],
    breaks: [
      { tier: api({ workers: 1, cpu: 1000 }), cluster: false },
      { tier: api({ p95: 500, workers: 4, threads: 2, cpu: 4000, cpuTime: 5, wait: 70, queries: 0, pool: undefined }), cluster: false },
      { tier: api({ rps: 10, p95: 100, wait: 120, queries: 0 }), cluster: false },
      { tier: api({ workers: 4, cpu: 4000, queryTime: 10 }), cluster: false },
      { tier: { tier: 'worker', rate: 300, replicas: 1, workers: 1, consumers: 2, cpu: 1000, time: 500, cpuTime: 3 }, cluster: false },
      { tier: { tier: 'worker', rate: 300, replicas: 1, workers: 1, consumers: 8, cpu: 500, time: 5, cpuTime: 3 }, cluster: false },
      { tier: { tier: 'proxy', rps: 20_000, replicas: 3, cpu: 1000, cost: 0.2 }, cluster: true },
      { tier: { tier: 'database', cpu: 15_000, clients: [{ of: 'api', rps: 16_000, queries: 2, time: 2 }] }, cluster: true },
      { tier: { tier: 'pooler', rps: 20_000, replicas: 2, cpu: 1000, each: 2, most: 20_000 }, cluster: true },
      { tier: { tier: 'cache', rps: 80_000, replicas: 3, cpu: 1000, each: 2, most: 80_000 }, cluster: true },
    ],
  },
});

/** An application of the examples. */
function api(other: Partial<Extract<Tier, { tier: 'application' }>>): Tier {
  return { tier: 'application', rps: 1000, p95: 150, replicas: 1, workers: 2, threads: undefined, cpu: 2000, cpuTime: 1, wait: 8, queries: 2, queryTime: 2, pool: { library: 'node-postgres', size: 3, overflow: 0 }, ...other };
}

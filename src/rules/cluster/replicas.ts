import { each, given, one, optional, own, structure } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { clamp, CORE, sum } from '../../model/value.ts';
import { ANSWERING_KINDS, APPLICATION_KINDS, clientApplications, databases, poolersBelow, poolSharers } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as profile from '../../settings/profile.ts';
import * as w from '../../settings/workload.ts';
import { USABLE } from '../demand/busy.ts';
import { answeredByOne, copiesFor } from '../demand/latency.ts';
import { wantedProcesses, wantedSlots } from '../gunicorn/style.ts';
import { OTHERS } from '../postgres/session.ts';
import { fewest } from './availability.ts';
import { inCluster } from './where.ts';
import { part, poolSize, processes } from '../application/inputs.ts';

/** More pods than this are another architecture's business. */
const MOST = 500;
/** Pods at the autoscaler's ceiling, for each of the target. */
const HEADROOM = 2;

/** Sessions of one user that a process of a pooler is worth having for. */
const LEAST_POOL = 3;

const applicationReplicas = defineRule({
  id: 'application.cluster.replicas',
  sizes: c.replicas,
  on: ANSWERING_KINDS,
  when: inCluster,
  from: {
    rate: own(c.app_rps), cpu: own(container.cpu_limit), workers: wantedProcesses, slots: wantedSlots, cpuTime: own(w.cpu_time), wait: own(w.wait_time), p95: given(profile.p95), ha: given(profile.ha),
    share: part, all: each(poolSharers, { share: part }), carried: optional(one(databases, c.connections_carried)), pooler: structure((stack, from) => poolersBelow(stack, from).length > 0),
  },
  value: ({ rate, cpu, workers, slots, cpuTime, wait, p95, ha, share, all, carried, pooler }) => {
    const byPod = answeredByOne({ workers, cpu, cpuTime, wait, p95, slots }).value;
    const byTarget = copiesFor(rate, byPod);
    const byDatabase = carried === undefined || pooler ? MOST : Math.floor(((carried - OTHERS) * share) / (2 * sum(all.map((application) => application.share)))) - 1;
    const value = Math.max(fewest(ha), Math.min(byTarget, byDatabase, MOST));
    return { value, bound: value === byTarget ? 'target' : value === byDatabase ? 'connections of the database' : value === MOST ? 'the most that are planned for' : 'availability' };
  },
  because: 'Pods for its share of the target, each as full as the 95th percentile allows, but never fewer than may be lost.',
  source: 'M/M/1 as in demand.capacity; kubernetes.io: three replicas survive a drain and a failure together',
  examples: [
    { given: { rate: 8000, cpu: 2000, workers: 2, slots: undefined, cpuTime: 1, wait: 8, p95: 100, ha: true, share: 1, all: [{ of: 'api', share: 1 }], carried: 2000, pooler: true }, gives: 6 },
    { given: { rate: 100, cpu: 2000, workers: 2, slots: undefined, cpuTime: 1, wait: 8, p95: 100, ha: false, share: 1, all: [{ of: 'api', share: 1 }], carried: 2000, pooler: true }, gives: 2 },
    { given: { rate: 8000, cpu: 2000, workers: 2, slots: undefined, cpuTime: 1, wait: 200, p95: 100, ha: true, share: 1, all: [{ of: 'api', share: 1 }], carried: 2000, pooler: true }, gives: 3 },
    { given: { rate: 80_000, cpu: 1000, workers: 1, slots: undefined, cpuTime: 1, wait: 8, p95: 100, ha: true, share: 1, all: [{ of: 'api', share: 1 }], carried: 110, pooler: false }, gives: 49 },
  ],
});

const proxyReplicas = defineRule({
  id: 'nginx.cluster.replicas',
  sizes: c.replicas,
  on: ['nginx'],
  when: inCluster,
  from: { rps: given(profile.rps), cost: own(c.cpu_per_request), cpu: own(container.cpu_limit), ha: given(profile.ha) },
  value: ({ rps, cost, cpu, ha }) => {
    const byTarget = Math.ceil((rps * cost) / (USABLE * cpu));
    return byTarget > fewest(ha) ? { value: Math.min(byTarget, MOST), bound: 'target' } : { value: fewest(ha), bound: 'availability' };
  },
  because: 'Cores for the target at 70 % use, but never fewer pods than may be lost.',
  source: 'the cost of a request in demand.cpu_per_request; kubernetes.io: three replicas survive a drain and a failure together',
  examples: [{ given: { rps: 8000, cost: 0.2, cpu: CORE, ha: true }, gives: 3 }, { given: { rps: 50_000, cost: 0.2, cpu: CORE, ha: true }, gives: 15 }],
});

const poolerReplicas = defineRule({
  id: 'pgbouncer.cluster.replicas',
  sizes: c.replicas,
  on: ['pgbouncer'],
  when: inCluster,
  from: {
    rps: given(profile.rps), able: optional(one(databases, c.capacity)), operations: own(c.operations_per_request), most: own(c.operations_per_second),
    carried: one(databases, c.connections_carried), users: each(clientApplications, {}), surge: own(container.max_surge),
  },
  value: ({ rps, able, operations, most, carried, users, surge }) => {
    const byRate = Math.ceil((Math.min(rps, able ?? 0) * operations) / (USABLE * most));
    const bySessions = Math.floor((USABLE * (carried - OTHERS)) / (LEAST_POOL * Math.max(1, users.length))) - surge;
    const value = clamp(Math.min(byRate, bySessions), 2, MOST);
    return { value, bound: value === byRate ? 'target' : value === bySessions ? 'memory of the database' : 'availability' };
  },
  because: 'One thread passes the queries on, of as many requests as the database answers, and every process has a pool of its own there; two pods, so that one may go.',
  source: 'pgbouncer.org: one process uses one core',
  examples: [{ given: { rps: 8000, able: 9000, operations: 2, most: 30_000, carried: 500, users: [{ of: 'api' }], surge: 1 }, gives: 2 }, { given: { rps: 80_000, able: 60_000, operations: 2, most: 30_000, carried: 500, users: [{ of: 'api' }], surge: 1 }, gives: 6 }, { given: { rps: 80_000, able: 60_000, operations: 2, most: 30_000, carried: 40, users: [{ of: 'api' }], surge: 1 }, gives: 6 }],
});

/** Copies of one store: what they are for is the kind's own. */
const storeReplicas = (kind: string, because: string, source: string): Rule =>
  defineRule({
    id: `${kind}.cluster.replicas`,
    sizes: c.replicas,
    on: [kind],
    when: inCluster,
    from: { ha: given(profile.ha) },
    value: ({ ha }) => (ha ? 3 : 1),
    because,
    source,
    examples: [{ given: { ha: true }, gives: 3 }, { given: { ha: false }, gives: 1 }],
  });

const applicationCeiling = defineRule({
  id: 'application.cluster.max_replicas',
  sizes: container.max_replicas,
  on: APPLICATION_KINDS,
  when: inCluster,
  from: {
    replicas: own(c.replicas), surge: own(container.max_surge), carried: optional(one(databases, c.connections_carried)), pooler: structure((stack, from) => poolersBelow(stack, from).length > 0),
    share: part, all: each(poolSharers, { share: part }), workers: processes, pool: optional(poolSize),
  },
  value: ({ replicas, surge, carried, pooler, share, all, workers, pool }) => {
    const wanted = HEADROOM * replicas;
    if (pooler || carried === undefined || pool === undefined) return { value: wanted, bound: 'twice the replicas' };
    const byConnections = Math.floor(((carried - OTHERS) * share) / sum(all.map((application) => application.share)) / (workers * pool)) - surge;
    return byConnections >= wanted ? { value: wanted, bound: 'twice the replicas' } : { value: Math.max(replicas, byConnections), bound: 'connections of the database' };
  },
  because: 'Twice the target: beyond it the stores, which no autoscaler enlarges, are what is short. Without a pooler the autoscaler stops where the database could not carry the pools of its pods and of a rolling update.',
  source: 'derived from the connection budget; incidents of autoscaled pools exhausting max_connections',
  examples: [
    { given: { replicas: 6, surge: 1, carried: 2000, pooler: true, share: 1, all: [{ of: 'api', share: 1 }], workers: 2, pool: 4 }, gives: 12 },
    { given: { replicas: 6, surge: 1, carried: 90, pooler: false, share: 1, all: [{ of: 'api', share: 1 }], workers: 2, pool: 4 }, gives: 9 },
  ],
});

const proxyCeiling = defineRule({
  id: 'nginx.cluster.max_replicas',
  sizes: container.max_replicas,
  on: ['nginx'],
  when: inCluster,
  from: { replicas: own(c.replicas) },
  value: ({ replicas }) => ({ value: HEADROOM * replicas, bound: 'twice the replicas' }),
  because: 'As much room as the applications behind it have.',
  source: 'Plumbline',
  examples: [{ given: { replicas: 3 }, gives: 6 }],
});

/** How many pods of each component there are, and may become. */
export const replicaRules: readonly Rule[] = [
  applicationReplicas, proxyReplicas, poolerReplicas,
  storeReplicas('postgres', 'A primary, a standby that has every commit, and a third that keeps it so while one is lost or drained; without ha one primary alone.', 'cloudnative-pg.io, replication: three instances'),
  storeReplicas('redis', 'A master, a copy that takes over, and a third that keeps it so while one is lost or drained; without ha one master alone.', 'redis.io, Sentinel: three at least'),
  applicationCeiling, proxyCeiling,
];

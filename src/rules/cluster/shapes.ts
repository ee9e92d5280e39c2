import { each, own, given } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { ceilTo, clamp, CORE, floorTo, GiB, KiB, MiB } from '../../model/value.ts';
import { NODE_KINDS, pooledApplications, PYTHON_KINDS, PYTHON_SERVERS } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as pgbouncer from '../../settings/pgbouncer.ts';
import * as profile from '../../settings/profile.ts';
import * as w from '../../settings/workload.ts';
import { workRate } from '../application/inputs.ts';
import { busySessions, coresFor } from '../demand/busy.ts';
import { answeredByOne, copiesFor } from '../demand/latency.ts';
import { wantedProcesses } from '../gunicorn/style.ts';
import { MEASURED, memoryFor } from '../gunicorn/workers.ts';
import { fewest } from './availability.ts';
import { cpuForPods } from './node.ts';
import { inCluster } from './where.ts';

/** A node with so many cores for pods takes larger pods without wasting the rest of it. */
const LARGE_NODE = 7 * CORE;
const MOST_CORES = 64;

/** Applications whose processes answer requests side by side in one pod. */
const SPREAD_KINDS = ['node', ...PYTHON_SERVERS];

const applicationCpu = defineRule({
  id: 'application.budget.pod_cpu',
  sizes: c.pod_cpu,
  on: SPREAD_KINDS,
  when: inCluster,
  from: { room: cpuForPods, ha: given(profile.ha), rate: own(c.app_rps), cpuTime: own(w.cpu_time), wait: own(w.wait_time), p95: given(profile.p95) },
  value: ({ room, ha, rate, cpuTime, wait, p95 }) => {
    const loops = copiesFor(rate, answeredByOne({ workers: 1, cpu: CORE, cpuTime, wait, p95 }).value);
    return room >= LARGE_NODE && loops > fewest(ha) ? 2 * CORE : CORE;
  },
  because: 'Two cores, so that two processes stand in for each other inside a pod; one where a node has few, or where the fewest pods carry the target with one each.',
  source: 'Plumbline: many small pods spread evenly and are replaced quickly',
  examples: [
    { given: { room: 15_590, ha: true, rate: 8000, cpuTime: 1, wait: 8, p95: 100 }, gives: 2 * CORE },
    { given: { room: 3620, ha: true, rate: 8000, cpuTime: 1, wait: 8, p95: 100 }, gives: CORE },
    { given: { room: 15_590, ha: true, rate: 1000, cpuTime: 1, wait: 8, p95: 100 }, gives: CORE },
  ],
});

const applicationMemory = defineRule({
  id: 'application.budget.pod_memory',
  sizes: c.pod_memory,
  on: NODE_KINDS,
  when: inCluster,
  from: { workers: own(c.cpu_workers) },
  value: ({ workers }) => workers * 512 * MiB,
  because: 'Half a gigabyte for each process: a framework with its drivers, a heap of some 350 MiB and the answers in flight.',
  source: 'measured: 87 to 97 MiB outside the heap with fastify, pg and ioredis',
  examples: [{ given: { workers: 2 }, gives: GiB }],
});

const pythonMemory = defineRule({
  id: 'python.budget.pod_memory',
  sizes: c.pod_memory,
  on: PYTHON_KINDS,
  when: inCluster,
  from: { count: wantedProcesses, worker: own(w.worker_memory) },
  value: ({ count, worker }) => ceilTo(memoryFor(count, worker), 64 * MiB),
  because: 'Its processes, the one that starts them, and 15 % for peaks.',
  source: MEASURED,
  examples: [{ given: { count: 2, worker: 110 * MiB }, gives: 384 * MiB }, { given: { count: 5, worker: 110 * MiB }, gives: 768 * MiB }],
});

const proxyMemory = defineRule({
  id: 'nginx.budget.pod_memory',
  sizes: c.pod_memory,
  on: ['nginx'],
  when: inCluster,
  from: { idle: own(c.idle_clients), inFlight: own(c.in_flight), users: given(profile.users), replicas: own(c.replicas) },
  value: ({ idle, inFlight, users, replicas }) => {
    const connections = (1.3 * (idle + 2 * inFlight)) / replicas;
    return clamp(ceilTo(Math.max(4 * (16 * MiB + 430 * connections), 20 * Math.ceil(users / 2000) * MiB, 4 * 64 * KiB * (inFlight / replicas)), 64 * MiB), 256 * MiB, 4 * GiB);
  },
  because: 'Connections and the buffers of requests in flight take a quarter of it each, the addresses of all clients a twentieth; the rest is for bodies, keys and peaks.',
  source: 'measured: 0.42 KiB per connection, 7 MiB per worker',
  examples: [{ given: { idle: 12_000, inFlight: 800, users: 2000, replicas: 3 }, gives: 256 * MiB }, { given: { idle: 600_000, inFlight: 800, users: 100_000, replicas: 3 }, gives: 1024 * MiB }],
});

const databaseCpu = defineRule({
  id: 'postgres.budget.pod_cpu',
  sizes: c.pod_cpu,
  on: ['postgres'],
  when: inCluster,
  from: { clients: each(pooledApplications, { rps: workRate, queries: own(w.queries_per_request), time: own(w.query_time) }) },
  value: ({ clients }) => Math.min(MOST_CORES, coresFor(busySessions(clients))) * CORE,
  because: 'Every instance can become the primary, which alone takes all queries: cores for the sessions that are busy at the target, four to a core and two more, at 70 % use.',
  source: 'PostgreSQL wiki, Number Of Database Connections; the same law as demand.active_sessions',
  examples: [{ given: { clients: [{ of: 'api', rps: 8000, queries: 2, time: 2 }] }, gives: 11 * CORE }, { given: { clients: [{ of: 'api', rps: 100, queries: 2, time: 2 }] }, gives: CORE }],
});

const databaseMemory = defineRule({
  id: 'postgres.budget.pod_memory',
  sizes: c.pod_memory,
  on: ['postgres'],
  when: inCluster,
  from: { cpu: own(container.cpu_limit), workload: given(w.kind) },
  value: ({ cpu, workload }) => (cpu / CORE) * (workload === 'analytics' ? 8 : 4) * GiB,
  because: 'Four gigabytes for each core, as general-purpose nodes have them, eight for analytics: the page cache of an instance is charged to its own limit.',
  source: 'general-purpose nodes of GKE, EKS and AKS have 4 GiB a core, memory-optimised ones 8',
  examples: [{ given: { cpu: 11 * CORE, workload: 'web' }, gives: 44 * GiB }, { given: { cpu: 2 * CORE, workload: 'analytics' }, gives: 16 * GiB }],
});

const cacheMemory = defineRule({
  id: 'redis.budget.pod_memory',
  sizes: c.pod_memory,
  on: ['redis'],
  when: inCluster,
  from: { memory: given(profile.memory) },
  value: ({ memory }) => clamp(floorTo(memory / 16, 64 * MiB), 256 * MiB, 16 * GiB),
  because: 'A sixteenth of a node holds the working set of a cache without shaping the nodes; state it where the working set is known.',
  source: 'Plumbline: the share that a cache has of one machine, divided over its pods',
  examples: [{ given: { memory: 64 * GiB }, gives: 4 * GiB }, { given: { memory: 2 * GiB }, gives: 256 * MiB }],
});

const poolerMemory = defineRule({
  id: 'pgbouncer.budget.pod_memory',
  sizes: c.pod_memory,
  on: ['pgbouncer'],
  when: inCluster,
  from: { clients: own(pgbouncer.max_client_conn) },
  value: ({ clients }) => ceilTo(Math.max(128 * MiB, 32 * MiB + 8 * KiB * clients), 64 * MiB),
  because: 'A few KiB for each client connection, prepared statements included.',
  source: 'pgbouncer.org: about 2 KiB for a connection, and its packet buffer',
  examples: [{ given: { clients: 130 }, gives: 128 * MiB }, { given: { clients: 50_000 }, gives: 448 * MiB }],
});

const inPods = (rule: Rule): Rule => ({ ...rule, when: inCluster });

/** What one pod of each kind wants. */
export const shapeRules: readonly Rule[] = [
  applicationCpu, databaseCpu,
  inPods(decide(c.pod_cpu, CORE, 'One worker of its own core; more rate takes more pods.', 'nginx.org: a worker is one thread', ['nginx'])),
  inPods(decide(c.pod_cpu, CORE, 'One thread does the work: a core of its own.', 'redis.io, pgbouncer.org', ['redis', 'pgbouncer'])),
  inPods(decide(c.pod_cpu, CORE, 'One process uses one core; more of them are more pods.', 'nextjs.org, self-hosting; docs.python.org, global interpreter lock', ['next', 'python'])),
  applicationMemory, pythonMemory, proxyMemory, databaseMemory, cacheMemory, poolerMemory,
];

import { each, given, own, structure } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { ceilTo, GiB, MiB, sum } from '../../model/value.ts';
import { answering, APPLICATION_KINDS, isAnswering, NODE_KINDS, poolersAbove, PYTHON_KINDS } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as w from '../../settings/workload.ts';
import { part } from '../application/inputs.ts';
import { onMachine } from '../cluster/where.ts';
import { wantedProcesses } from '../gunicorn/style.ts';
import { MEASURED, memoryFor } from '../gunicorn/workers.ts';

const SOURCE = 'Plumbline: proportions of the five guides\' Compose files, adjusted by measurement (knowledge of memory per process and per connection)';
/** The least part of an application. */
const LEAST_PART = 0.05;
const UNBOUNDED = 1024 * 1024 * GiB;

/** A pooler takes its share from the database that it relieves, so that adding one costs the others nothing. */
const POOLER = { memory: 0.02, cpu: 0.03 };

const databaseMemory = defineRule({
  id: 'postgres.budget.memory_weight',
  sizes: c.memory_weight,
  on: ['postgres'],
  from: { workload: given(w.kind), poolers: structure((stack, from) => poolersAbove(stack, from).length) },
  value: ({ workload, poolers }) => (workload === 'analytics' ? 0.6 : 0.48) - (poolers > 0 ? POOLER.memory : 0),
  because: 'The database gains most from memory: half of it, more for analytics, where sorts and hashes decide.',
  source: SOURCE,
  examples: [{ given: { workload: 'web', poolers: 0 }, gives: 0.48 }, { given: { workload: 'web', poolers: 1 }, gives: 0.45999999999999996 }],
});

const databaseCpu = defineRule({
  id: 'postgres.budget.cpu_weight',
  sizes: c.cpu_weight,
  on: ['postgres'],
  from: { workload: given(w.kind), poolers: structure((stack, from) => poolersAbove(stack, from).length) },
  value: ({ workload, poolers }) => (workload === 'analytics' ? 0.5 : 0.3125) - (poolers > 0 ? POOLER.cpu : 0),
  because: 'A third of the CPU serves the queries of a web backend; analytics take half.',
  source: SOURCE,
  examples: [{ given: { workload: 'web', poolers: 0 }, gives: 0.3125 }, { given: { workload: 'analytics', poolers: 0 }, gives: 0.5 }],
});

const applicationMemory = defineRule({
  id: 'application.budget.memory_weight',
  sizes: c.memory_weight,
  on: APPLICATION_KINDS,
  from: { share: part },
  value: ({ share }) => 0.26 * Math.max(LEAST_PART, share),
  because: 'A quarter of the memory for all applications together, by their share of the traffic, or the work of a worker beside it.',
  source: SOURCE,
  examples: [{ given: { share: 1 }, gives: 0.26 }, { given: { share: 0.5 }, gives: 0.13 }],
});

const applicationCpu = defineRule({
  id: 'application.budget.cpu_weight',
  sizes: c.cpu_weight,
  on: APPLICATION_KINDS,
  from: { share: part, cost: own(w.cpu_time), answers: structure((_, component) => isAnswering(component)), all: each(answering, { share: part, cost: own(w.cpu_time) }) },
  value: ({ share, cost, answers, all }) => {
    const shares = sum(all.map((one) => one.share));
    const work = answers ? (share * cost * shares) / sum(all.map((one) => one.share * one.cost)) : share;
    // What arithmetic of fractions adds is taken off: requests that cost the same are divided by their share alone.
    return 0.5 * Math.max(LEAST_PART, Math.round(work * 1e6) / 1e6);
  },
  because: 'Half of the CPU for all applications together, by their share of the traffic and the CPU time of their requests, or the work of a worker beside it.',
  source: SOURCE,
  examples: [
    { given: { share: 1, cost: 1, answers: true, all: [{ of: 'api', share: 1, cost: 1 }] }, gives: 0.5 },
    { given: { share: 0.5, cost: 6, answers: true, all: [{ of: 'web', share: 0.5, cost: 6 }, { of: 'api', share: 0.5, cost: 2 }] }, gives: 0.375 },
    { given: { share: 0.2, cost: 1, answers: false, all: [{ of: 'api', share: 1, cost: 1 }] }, gives: 0.1 },
  ],
});

const applicationCeiling = defineRule({
  id: 'application.budget.memory_ceiling',
  sizes: c.memory_ceiling,
  on: NODE_KINDS,
  from: { workers: own(c.cpu_workers) },
  value: ({ workers }) => workers * 4 * GiB,
  because: 'A heap beyond 4 GiB per process only makes collections longer; the rest serves the database better.',
  source: 'V8: the default heap never exceeds 4 GiB',
  examples: [{ given: { workers: 2 }, gives: 8 * GiB }],
});

/** By how much the memory of one Python process may be underestimated. */
const SPARE = 2;

const pythonCeiling = defineRule({
  id: 'python.budget.memory_ceiling',
  sizes: c.memory_ceiling,
  on: PYTHON_KINDS,
  from: { count: wantedProcesses, worker: own(w.worker_memory) },
  value: ({ count, worker }) => ceilTo(SPARE * memoryFor(count, worker), MiB),
  because: 'Twice what all processes are planned with: they need no more, and the rest serves the database better.',
  source: 'Plumbline; state or measure workload.worker_memory',
  examples: [{ given: { count: 2, worker: 110 * MiB }, gives: 650 * MiB }],
});

/** What only components that share one machine need. */
const splitRules: readonly Rule[] = [
  databaseMemory,
  databaseCpu,
  applicationMemory,
  applicationCpu,
  applicationCeiling,
  pythonCeiling,
  decide(c.memory_weight, 0.1, 'Connections and buffers of the proxy.', SOURCE, ['nginx']),
  decide(c.memory_weight, 0.16, 'Room for the working set of the cache.', SOURCE, ['redis']),
  decide(c.memory_weight, POOLER.memory, 'A pooler needs a few KiB per connection.', SOURCE, ['pgbouncer']),
  decide(c.cpu_weight, 0.125, 'Proxying costs about a tenth of the CPU of the request itself.', SOURCE, ['nginx']),
  decide(c.cpu_weight, 0.0625, 'Redis answers from memory with one thread.', SOURCE, ['redis']),
  decide(c.cpu_weight, POOLER.cpu, 'One thread passes messages on.', SOURCE, ['pgbouncer']),
  decide(c.memory_ceiling, 4 * GiB, 'Connections and zones never need more.', 'measured: 0.42 KiB per connection', ['nginx']),
  decide(c.memory_ceiling, 512 * MiB, 'Ten thousands of clients fit.', 'pgbouncer.org', ['pgbouncer']),
  decide(c.memory_ceiling, UNBOUNDED, 'More memory caches more.', 'page cache', ['postgres']),
  decide(c.memory_ceiling, 64 * GiB, 'Beyond it a single Redis is no longer one machine\'s business.', 'redis.io: shard above some tens of GiB', ['redis']),
];

const pythonFloor = defineRule({
  id: 'python.budget.memory_floor',
  sizes: c.memory_floor,
  on: PYTHON_KINDS,
  from: { worker: own(w.worker_memory) },
  value: ({ worker }) => ceilTo(memoryFor(1, worker), MiB),
  because: 'One process and the one that starts it.',
  source: MEASURED,
  examples: [{ given: { worker: 110 * MiB }, gives: 196 * MiB }],
});

/** The least that each kind works with, on one machine and in a pod. */
const floorRules: readonly Rule[] = [
  decide(c.memory_floor, 48 * MiB, 'One worker with its smallest zones.', 'measured: 7 MiB per worker and 0.42 KiB per connection', ['nginx']),
  decide(c.memory_floor, 160 * MiB, 'A framework with its drivers holds 90 MiB before the heap.', 'measured RSS of fastify with pg, ioredis and prom-client', NODE_KINDS),
  pythonFloor,
  decide(c.memory_floor, 320 * MiB, 'Smallest shared buffers, a dozen backends and one megabyte of work memory each.', 'measured: PostgreSQL 13 to 18', ['postgres']),
  decide(c.memory_floor, 64 * MiB, 'An empty Redis with its buffers.', 'redis.io', ['redis']),
  decide(c.memory_floor, 32 * MiB, 'A pooler with a few hundred clients.', 'pgbouncer.org', ['pgbouncer']),
  decide(c.cpu_floor, 50, 'Less is throttled at every request.', 'CFS period of 100 ms', ['nginx', 'redis', 'pgbouncer']),
  decide(c.cpu_floor, 200, 'One event loop below a fifth of a core spends its quota on start-up and collections.', 'CFS period of 100 ms', APPLICATION_KINDS),
  decide(c.cpu_floor, 150, 'Checkpoints and autovacuum run beside the queries.', 'CFS period of 100 ms', ['postgres']),
];

/** How memory and CPU of one machine are split, and the least that a component works with anywhere. */
export const weightRules: readonly Rule[] = [...splitRules.map(onMachine), ...floorRules];

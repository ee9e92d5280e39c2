import { given, own, structure } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { GiB, MiB } from '../../model/value.ts';
import { APPLICATION_KINDS, poolersAbove } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import { kind as workloadKind } from '../../settings/workload.ts';
import { onMachine } from '../cluster/where.ts';

const SOURCE = 'Plumbline: proportions of the five guides\' Compose files, adjusted by measurement (knowledge of memory per process and per connection)';
const UNBOUNDED = 1024 * 1024 * GiB;

/** A pooler takes its share from the database that it relieves, so that adding one costs the others nothing. */
const POOLER = { memory: 0.02, cpu: 0.03 };

const databaseMemory = defineRule({
  id: 'postgres.budget.memory_weight',
  sizes: c.memory_weight,
  on: ['postgres'],
  from: { workload: given(workloadKind), poolers: structure((stack, from) => poolersAbove(stack, from).length) },
  value: ({ workload, poolers }) => (workload === 'analytics' ? 0.6 : 0.48) - (poolers > 0 ? POOLER.memory : 0),
  because: 'The database gains most from memory: half of it, more for analytics, where sorts and hashes decide.',
  source: SOURCE,
  examples: [{ given: { workload: 'web', poolers: 0 }, gives: 0.48 }, { given: { workload: 'web', poolers: 1 }, gives: 0.45999999999999996 }],
});

const databaseCpu = defineRule({
  id: 'postgres.budget.cpu_weight',
  sizes: c.cpu_weight,
  on: ['postgres'],
  from: { workload: given(workloadKind), poolers: structure((stack, from) => poolersAbove(stack, from).length) },
  value: ({ workload, poolers }) => (workload === 'analytics' ? 0.5 : 0.3125) - (poolers > 0 ? POOLER.cpu : 0),
  because: 'A third of the CPU serves the queries of a web backend; analytics take half.',
  source: SOURCE,
  examples: [{ given: { workload: 'web', poolers: 0 }, gives: 0.3125 }, { given: { workload: 'analytics', poolers: 0 }, gives: 0.5 }],
});

const applicationMemory = defineRule({
  id: 'application.budget.memory_weight',
  sizes: c.memory_weight,
  on: APPLICATION_KINDS,
  from: { share: own(c.share) },
  value: ({ share }) => 0.26 * Math.max(0.05, share),
  because: 'A quarter of the memory for all applications together, by their share of the traffic.',
  source: SOURCE,
  examples: [{ given: { share: 1 }, gives: 0.26 }, { given: { share: 0.5 }, gives: 0.13 }],
});

const applicationCpu = defineRule({
  id: 'application.budget.cpu_weight',
  sizes: c.cpu_weight,
  on: APPLICATION_KINDS,
  from: { share: own(c.share) },
  value: ({ share }) => 0.5 * Math.max(0.05, share),
  because: 'Half of the CPU for all applications together, by their share of the traffic.',
  source: SOURCE,
  examples: [{ given: { share: 1 }, gives: 0.5 }, { given: { share: 0.5 }, gives: 0.25 }],
});

const applicationCeiling = defineRule({
  id: 'application.budget.memory_ceiling',
  sizes: c.memory_ceiling,
  on: APPLICATION_KINDS,
  from: { workers: own(c.cpu_workers) },
  value: ({ workers }) => workers * 4 * GiB,
  because: 'A heap beyond 4 GiB per process only makes collections longer; the rest serves the database better.',
  source: 'V8: the default heap never exceeds 4 GiB',
  examples: [{ given: { workers: 2 }, gives: 8 * GiB }],
});

/** What only components that share one machine need. */
const splitRules: readonly Rule[] = [
  databaseMemory,
  databaseCpu,
  applicationMemory,
  applicationCpu,
  applicationCeiling,
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

/** The least that each kind works with, on one machine and in a pod. */
const floorRules: readonly Rule[] = [
  decide(c.memory_floor, 48 * MiB, 'One worker with its smallest zones.', 'measured: 7 MiB per worker and 0.42 KiB per connection', ['nginx']),
  decide(c.memory_floor, 160 * MiB, 'A framework with its drivers holds 90 MiB before the heap.', 'measured RSS of fastify with pg, ioredis and prom-client', APPLICATION_KINDS),
  decide(c.memory_floor, 320 * MiB, 'Smallest shared buffers, a dozen backends and one megabyte of work memory each.', 'measured: PostgreSQL 13 to 18', ['postgres']),
  decide(c.memory_floor, 64 * MiB, 'An empty Redis with its buffers.', 'redis.io', ['redis']),
  decide(c.memory_floor, 32 * MiB, 'A pooler with a few hundred clients.', 'pgbouncer.org', ['pgbouncer']),
  decide(c.cpu_floor, 50, 'Less is throttled at every request.', 'CFS period of 100 ms', ['nginx', 'redis', 'pgbouncer']),
  decide(c.cpu_floor, 200, 'One event loop below a fifth of a core spends its quota on start-up and collections.', 'CFS period of 100 ms', APPLICATION_KINDS),
  decide(c.cpu_floor, 150, 'Checkpoints and autovacuum run beside the queries.', 'CFS period of 100 ms', ['postgres']),
];

/** How memory and CPU of one machine are split, and the least that a component works with anywhere. */
export const weightRules: readonly Rule[] = [...splitRules.map(onMachine), ...floorRules];

import { each, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { ceilTo, CORE, floorTo, GiB, MiB, sum } from '../../model/value.ts';
import { clientApplications } from '../../model/who.ts';
import * as container from '../../settings/container.ts';
import * as redis from '../../settings/redis.ts';
import { sentinelRules } from './sentinel.ts';
import { processes, redisConnections, redisDatabase } from '../application/inputs.ts';

const maxmemory = defineRule({
  sizes: redis.maxmemory,
  from: { memory: own(container.memory_limit) },
  value: ({ memory }) => floorTo(Math.max(0.4 * memory, (memory >= GiB ? 0.75 : 0.65) * memory - 48 * MiB), MiB),
  because: 'The rest is for fragmentation, client buffers and the process itself: a limit equal to the container ends in a kill.',
  source: 'ElastiCache reserves 25 %, 30 % on small nodes; incidents of maxmemory equal to the container limit',
  examples: [{ given: { memory: 2 * GiB }, gives: 1488 * MiB }, { given: { memory: 600 * MiB }, gives: 342 * MiB }, { given: { memory: 100 * MiB }, gives: 40 * MiB }],
});

const maxclients = defineRule({
  sizes: redis.maxclients,
  from: { clients: each(clientApplications, { most: own(container.max_replicas), surge: own(container.max_surge), workers: processes, connections: redisConnections }) },
  value: ({ clients }) => Math.max(128, ceilTo(2 * sum(clients.map((client) => (client.most + client.surge) * client.workers * client.connections)) + 32, 32)),
  because: 'Every process of every pod that can exist, twice over for reconnecting, and some for operators.',
  source: 'Plumbline',
  examples: [{ given: { clients: [{ of: 'api', most: 3, surge: 1, workers: 2, connections: 1 }] }, gives: 128 }, { given: { clients: [{ of: 'api', most: 6, surge: 1, workers: 16, connections: 1 }] }, gives: 256 }],
});

const ioThreads = defineRule({
  sizes: redis.io_threads,
  from: { cpu: own(container.cpu_limit) },
  value: ({ cpu }) => (cpu < 4 * CORE ? 1 : cpu < 8 * CORE ? 3 : 6),
  because: 'Threads for sockets pay from four cores on, with one core left over.',
  source: 'redis.conf, io-threads',
  examples: [{ given: { cpu: 500 }, gives: 1 }, { given: { cpu: 4000 }, gives: 3 }],
});

const files = defineRule({
  id: 'redis.container.nofile',
  sizes: container.nofile,
  on: ['redis'],
  from: { clients: own(redis.maxclients) },
  value: ({ clients }) => Math.max(1024, ceilTo(clients + 64, 1024)),
  because: 'One for every client and 32 of its own; with fewer Redis lowers maxclients itself.',
  source: 'redis.io, maximum concurrent connected clients',
  examples: [{ given: { clients: 128 }, gives: 1024 }, { given: { clients: 2048 }, gives: 3072 }],
});

const databases = defineRule({
  sizes: redis.databases,
  from: { clients: each(clientApplications, { db: redisDatabase }) },
  value: ({ clients }) => Math.max(16, ...clients.map(({ db }) => db + 1)),
  because: 'One for each service, and never fewer than Redis has by itself.',
  source: 'redis.conf default',
  examples: [{ given: { clients: [] }, gives: 16 }, { given: { clients: [{ of: 'api', db: 0 }, { of: 'tasks', db: 19 }] }, gives: 20 }],
});

/** The cache. */
export const redisRules: readonly Rule[] = [
  ...sentinelRules,
  maxmemory,
  maxclients,
  ioThreads,
  files,
  decide(redis.maxmemory_policy, 'allkeys-lfu', 'A cache drops what is used least; a queue would need noeviction and an instance of its own.', 'redis.io, key eviction'),
  decide(redis.tcp_backlog, 511, 'Below the kernel\'s 4096.', 'redis.conf default'),
  decide(redis.timeout, 0, 'The pools keep their connections open.', 'redis.conf default'),
  decide(redis.tcp_keepalive, 60_000, 'Dead clients are noticed within minutes.', 'redis.conf default 300 s'),
  databases,
  decide(redis.appendonly, false, 'A cache may be lost: it is filled again.', 'redis.io, persistence'),
  decide(redis.save, '', 'No snapshots: a fork would need up to twice the memory.', 'redis.io, persistence'),
  decide(redis.lazyfree_lazy_eviction, true, 'Freeing a large value does not stop the others.', 'redis.conf, lazy freeing'),
  decide(redis.lazyfree_lazy_expire, true, 'Freeing a large value does not stop the others.', 'redis.conf, lazy freeing'),
  decide(redis.lazyfree_lazy_server_del, true, 'Freeing a large value does not stop the others.', 'redis.conf, lazy freeing'),
  decide(container.stop_grace_period, 30_000, 'Clients are told and connections closed.', 'redis.io, shutdown', ['redis']),
];

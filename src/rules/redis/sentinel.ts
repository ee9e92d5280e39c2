import { own, structure } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { isOperated } from '../../model/stack.ts';
import { ceilTo, clamp, floorTo, GiB, MiB, SECOND } from '../../model/value.ts';
import * as container from '../../settings/container.ts';
import * as redis from '../../settings/redis.ts';
import * as sentinel from '../../settings/sentinel.ts';

/** Why an operator runs a Redis with sentinels, or why none does. */
const mode = defineRule({
  sizes: sentinel.mode,
  on: ['redis'],
  from: { watched: structure(isOperated) },
  value: ({ watched }) => (watched ? 'sentinel' : 'single'),
  because: 'With `ha` in a cluster copies follow a master, and sentinels make one of them the next; else one pod, whose loss costs what it has cached. Shards (Redis Cluster) would ask for clients that know them: one thread answers a hundred thousand commands a second.',
  source: 'redis.io, Sentinel; redis.io, benchmarks',
  examples: [{ given: { watched: true }, gives: 'sentinel' }, { given: { watched: false }, gives: 'single' }],
});

const dump = defineRule({
  sizes: sentinel.dump_size,
  on: ['redis'],
  from: { maxmemory: own(redis.maxmemory) },
  value: ({ maxmemory }) => 2 * maxmemory,
  because: 'A file of all data and its successor side by side, each never larger than the data in memory.',
  source: 'redis.io, replication: a copy receives a file; redis-operator: a pod saves before it stops',
  examples: [{ given: { maxmemory: 4 * GiB }, gives: 8 * GiB }],
});

const disk = defineRule({
  id: 'redis.sentinel.kubernetes.ephemeral_storage',
  sizes: container.ephemeral_storage,
  on: ['redis'],
  from: { dump: own(sentinel.dump_size) },
  value: ({ dump: file }) => file + 256 * MiB,
  because: 'The files of all data, logs and temporary files.',
  source: 'kubernetes.io, local ephemeral storage',
  examples: [{ given: { dump: GiB }, gives: 1280 * MiB }],
});

const backlog = defineRule({
  sizes: redis.repl_backlog_size,
  from: { maxmemory: own(redis.maxmemory) },
  value: ({ maxmemory }) => clamp(floorTo(0.02 * maxmemory, MiB), MiB, 256 * MiB),
  because: 'What a copy missed while it was away for a moment; without it all of the data is sent again.',
  source: 'redis.io, replication: 1 MB by default',
  examples: [{ given: { maxmemory: 4 * GiB }, gives: 81 * MiB }, { given: { maxmemory: 40 * MiB }, gives: MiB }],
});

const grace = defineRule({
  id: 'redis.sentinel.stop_grace_period',
  sizes: container.stop_grace_period,
  on: ['redis'],
  from: { memory: own(redis.maxmemory) },
  value: ({ memory }) => ceilTo(31 * SECOND + 30 * SECOND + (memory / (100 * MiB)) * SECOND, SECOND),
  because: 'Before a master stops, the operator has another one elected and waits 31 s; then it saves all data, at 100 MB a second.',
  source: 'redis-operator: shutdown.sh',
  examples: [{ given: { memory: GiB }, gives: 72_000 }],
});

const watched = (rule: Rule): Rule => ({ ...rule, when: isOperated });
const REDIS = ['redis'];
const OPERATOR = 'redis-operator: sentinel.conf is a template with quorum 2';

/** Who watches the copies of a Redis. */
export const sentinelRules: readonly Rule[] = [
  mode,
  ...[
    dump,
    disk,
    backlog,
    grace,
    decide(sentinel.replicas, 3, 'Two of three agree, so that one may be lost: the quorum of the operator is two.', OPERATOR, REDIS),
    decide(sentinel.port, 26_379, 'The operator knows no other.', 'redis-operator', REDIS),
    decide(sentinel.down_after, 5 * SECOND, 'Longer than a pause of the process; requests go to the database meanwhile.', 'redis-operator default; redis.io default 30 s', REDIS),
    decide(sentinel.failover_timeout, 10 * SECOND, 'Twice the silence: copies follow within seconds, or another is tried.', 'redis-operator default; redis.io default 180 s', REDIS),
    decide(sentinel.cpu, 100, 'A message to each copy and each other every second.', 'redis.io, Sentinel', REDIS),
    decide(sentinel.memory, 64 * MiB, 'An empty Redis with its buffers.', 'redis.io', REDIS),
    decide(sentinel.ephemeral_storage, 64 * MiB, 'Its configuration, which it writes itself, and its log.', 'redis.io, Sentinel', REDIS),
  ].map(watched),
];

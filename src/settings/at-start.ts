import pgbouncer from './pgbouncer-parameters.json' with { type: 'json' };
import redis from './redis-directives.json' with { type: 'json' };

const REDIS: ReadonlySet<string> = new Set(redis.restart);
const PGBOUNCER: ReadonlySet<string> = new Set(pgbouncer.restart);
/**
 * What a broker can be told while it runs, for all brokers at once.
 * Source: Kafka 4.3, Broker Configs, update mode `cluster-wide`.
 */
const KAFKA_DYNAMIC: ReadonlySet<string> = new Set([
  'background.threads', 'compression.type', 'log.cleaner.backoff.ms', 'log.cleaner.dedupe.buffer.size', 'log.cleaner.delete.retention.ms', 'log.cleaner.io.buffer.load.factor', 'log.cleaner.io.buffer.size',
  'log.cleaner.io.max.bytes.per.second', 'log.cleaner.max.compaction.lag.ms', 'log.cleaner.min.cleanable.ratio', 'log.cleaner.min.compaction.lag.ms', 'log.cleaner.threads', 'log.cleanup.policy',
  'log.flush.interval.messages', 'log.flush.interval.ms', 'log.index.interval.bytes', 'log.index.size.max.bytes', 'log.preallocate', 'log.retention.bytes', 'log.retention.ms', 'log.roll.jitter.ms', 'log.roll.ms',
  'log.segment.bytes', 'log.segment.delete.delay.ms', 'max.connection.creation.rate', 'max.connections', 'max.connections.per.ip', 'message.max.bytes', 'min.insync.replicas', 'num.io.threads',
  'num.network.threads', 'num.recovery.threads.per.data.dir', 'num.replica.fetchers', 'unclean.leader.election.enable',
]);

/** Whether Redis takes a directive only from its file or its options, when it starts: CONFIG SET refuses it. */
export const redisReadsAtStart = (name: string): boolean => REDIS.has(name);

/** Whether PgBouncer reads a parameter of its own section only when it starts; all others it takes up on a reload. */
export const pgbouncerReadsAtStart = (name: string): boolean => PGBOUNCER.has(name);

/** Whether a Kafka broker reads a property only when it starts. */
export const kafkaReadsAtStart = (name: string): boolean => !KAFKA_DYNAMIC.has(name);

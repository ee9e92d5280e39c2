import { settingsOf } from '../model/setting.ts';
import { DAY, GiB, MiB } from '../model/value.ts';
import { atLeast } from '../model/version.ts';

export { initial_heap, max_heap } from './application.ts';

const kafka = settingsOf('kafka');
const demand = settingsOf('demand');
const MANUAL = 'https://kafka.apache.org/documentation/#brokerconfigs_';
const of = <T extends object>(name: string, facts: T): T & { readonly manual: string } => ({ manual: `${MANUAL}${name}`, ...facts });
const bytes = (name: string, facts: Parameters<typeof kafka.bytes>[1]) => kafka.bytes(name, of(name, { bare: 1, ...facts }));
const time = (name: string, facts: Parameters<typeof kafka.time>[1]) => kafka.time(name, of(name, { bare: 1, ...facts }));
const count = (name: string, facts: Parameters<typeof kafka.count>[1]) => kafka.count(name, of(name, facts));

/** The port of the quorum of controllers; clients never use it. */
export const controller_port = kafka.count('controller_port', { about: 'Port on which the controllers of the quorum meet', manual: 'https://kafka.apache.org/documentation/#kraft', min: 1, max: 65_535, concern: 'routing' });
export const num_network_threads = count('num.network.threads', { about: 'Threads that read requests and write answers', silent: 3, min: 1, concern: 'capacity' });
export const num_io_threads = count('num.io.threads', { about: 'Threads that work on requests', silent: 8, min: 1, concern: 'capacity' });
export const num_recovery_threads_per_data_dir = count('num.recovery.threads.per.data.dir', { about: 'Threads that read the log at start and flush it at the end', silent: (v) => (atLeast(v, '4.0') ? 2 : 1), min: 1, concern: 'capacity' });
export const queued_max_requests = count('queued.max.requests', { about: 'Requests that wait for a thread before the network threads stop reading', silent: 500, min: 1, concern: 'capacity' });
/** -1 is unlimited. */
export const queued_max_request_bytes = bytes('queued.max.request.bytes', { about: 'Bytes of requests that wait for a thread; -1 is unlimited', silent: -1, min: -1 });
export const socket_request_max_bytes = bytes('socket.request.max.bytes', { about: 'Greatest request that is read', silent: 100 * MiB, min: 1 });
export const max_connections = count('max.connections', { about: 'Connections of one broker', silent: 2 ** 31 - 1, min: 0, concern: 'connections' });
export const connections_max_idle_ms = time('connections.max.idle.ms', { about: 'Time an idle connection stays open', silent: 600_000 });

export const num_partitions = count('num.partitions', { about: 'Partitions of a topic that is made without a number', silent: 1, min: 1, concern: 'capacity' });
export const default_replication_factor = count('default.replication.factor', { about: 'Copies of a topic that is made without a number', silent: 1, min: 1, max: 32_767, concern: 'storage' });
export const min_insync_replicas = count('min.insync.replicas', { about: 'Copies that must have a message before acks=all is answered', silent: 1, min: 1, concern: 'storage' });
export const offsets_topic_replication_factor = count('offsets.topic.replication.factor', { about: 'Copies of the positions of consumers', silent: 3, min: 1, max: 32_767, concern: 'storage' });
export const transaction_state_log_replication_factor = count('transaction.state.log.replication.factor', { about: 'Copies of the state of transactions', silent: 3, min: 1, max: 32_767, concern: 'storage' });
export const transaction_state_log_min_isr = count('transaction.state.log.min.isr', { about: 'Copies of the state of transactions that must have a change', silent: 2, min: 1, concern: 'storage' });
export const auto_create_topics_enable = kafka.flag('auto.create.topics.enable', of('auto.create.topics.enable', { about: 'A topic is made when somebody names it', silent: true }));

/** For each partition; -1 is unlimited. */
export const log_retention_bytes = bytes('log.retention.bytes', { about: 'Size of a partition above which its oldest segment is deleted; -1 is unlimited', silent: -1, min: -1, concern: 'storage' });
/** -1 is for ever. */
export const log_retention_ms = time('log.retention.ms', { about: 'Age at which messages are deleted; -1 is never', silent: 7 * DAY, min: -1, concern: 'storage' });
export const log_segment_bytes = bytes('log.segment.bytes', { about: 'Size at which a segment of a partition is closed: only closed ones are deleted', silent: GiB, min: 14, concern: 'storage' });
export const log_cleaner_dedupe_buffer_size = bytes('log.cleaner.dedupe.buffer.size', { about: 'Heap in which the cleaner of compacted topics remembers keys', silent: 128 * MiB });
export const message_max_bytes = bytes('message.max.bytes', { about: 'Greatest batch of messages that is accepted', silent: MiB + 12 });
export const replica_fetch_max_bytes = bytes('replica.fetch.max.bytes', { about: 'Bytes of a partition that a follower asks for at once', silent: MiB });
export const group_initial_rebalance_delay_ms = time('group.initial.rebalance.delay.ms', { about: 'Time a new group waits for more consumers', silent: 3000 });

/** Messages that all applications send together. */
export const messages = demand.rate('messages', { about: 'Messages per second that reach the queue, or a worker behind it' });
/** Consumers of the largest group when every pod that may exist runs. */
export const consumers = demand.count('consumers', { about: 'Consumers of the largest group at the most' });
/** Partitions, copies included, that one broker holds. */
export const broker_partitions = demand.count('broker_partitions', { about: 'Partitions that one broker holds, copies included' });

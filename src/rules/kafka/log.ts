import { each, given, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { ceilTo, clamp, floorTo, GiB, KiB, MiB, DAY } from '../../model/value.ts';
import { clientApplications } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as kafka from '../../settings/kafka.ts';
import { disk_size } from '../../settings/profile.ts';
import * as w from '../../settings/workload.ts';
import { inCluster, onMachine } from '../cluster/where.ts';
import { workersOf } from './where.ts';

/** Share of the volume that messages may fill: the rest is for positions, indexes and what is not deleted yet. */
const FILLED = 0.8;
/** The least that a partition gets. */
const LEAST = 8 * MiB;

/** The next number of 1, 2, 3, 4, 6, 8, 12, 16, 24, …: each has many divisors, so that any number of consumers divides it well. */
function evenly(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return 0.75 * power >= least && power >= 4 ? 0.75 * power : power;
}

const partitions = defineRule({
  sizes: kafka.num_partitions,
  from: {
    consumers: own(kafka.consumers), clients: each(clientApplications, { rps: own(c.app_rps), messages: own(w.messages_per_request), time: own(w.message_time) }),
    workers: each(workersOf, { rate: own(kafka.messages), time: own(w.message_time) }),
  },
  value: ({ consumers, clients, workers }) => {
    const inWork = [...clients.map((client) => client.rps * client.messages * client.time), ...workers.map((worker) => worker.rate * worker.time)];
    const busy = Math.ceil((1.5 * Math.max(0, ...inWork)) / 1000);
    return busy > consumers ? { value: evenly(Math.min(busy, 4 * consumers)), bound: 'time of the messages' } : { value: evenly(consumers), bound: 'consumers' };
  },
  because: 'A partition for every consumer that may exist, so that none is idle when the pods are scaled out, and more where the messages of a group take longer; their number can grow later, but keys then move.',
  source: 'kafka.apache.org, consumers; Little\'s law: messages in work = rate x time, and half as much again',
  examples: [
    { given: { consumers: 6, clients: [{ of: 'api', rps: 100, messages: 0.1, time: 5 }], workers: [] }, gives: 6 },
    { given: { consumers: 5, clients: [], workers: [] }, gives: 6 },
    { given: { consumers: 3, clients: [{ of: 'api', rps: 1000, messages: 1, time: 5 }], workers: [] }, gives: 8 },
    { given: { consumers: 3, clients: [{ of: 'api', rps: 9000, messages: 1, time: 5 }], workers: [] }, gives: 12 },
    { given: { consumers: 3, clients: [], workers: [{ of: 'logs', rate: 200, time: 50 }] }, gives: 12 },
    { given: { consumers: 8, clients: [], workers: [{ of: 'logs', rate: 200, time: 50 }] }, gives: 16 },
  ],
});

const held = defineRule({
  sizes: kafka.broker_partitions,
  on: ['kafka'],
  from: { partitions: own(kafka.num_partitions), topics: given(w.topics), factor: own(kafka.default_replication_factor), brokers: own(c.replicas) },
  value: ({ partitions: each, topics, factor, brokers }) => Math.ceil((each * topics * factor) / brokers),
  because: 'The partitions of all topics with their copies, spread over the brokers.',
  source: 'kafka.apache.org, replication',
  examples: [{ given: { partitions: 6, topics: 4, factor: 1, brokers: 1 }, gives: 24 }, { given: { partitions: 24, topics: 4, factor: 3, brokers: 3 }, gives: 96 }],
});

const machineVolume = onMachine(defineRule({
  id: 'kafka.container.volume_size',
  sizes: container.volume_size,
  on: ['kafka'],
  from: { disk: given(disk_size), partitions: own(kafka.broker_partitions) },
  value: ({ disk, partitions: count }) => ceilTo(Math.max(GiB, floorTo(0.15 * disk, GiB), (count * LEAST) / FILLED), GiB),
  because: 'A part of the disk beside that of the database, and never less than the segments of all partitions take.',
  source: 'assumption of Plumbline',
  examples: [{ given: { disk: 100 * GiB, partitions: 24 }, gives: 15 * GiB }, { given: { disk: 10 * GiB, partitions: 384 }, gives: 4 * GiB }],
}));

const brokerVolume = defineRule({
  id: 'kafka.cluster.volume_size',
  sizes: container.volume_size,
  on: ['kafka'],
  when: inCluster,
  from: {
    clients: each(clientApplications, { rps: own(c.app_rps), messages: own(w.messages_per_request), size: own(w.message_size) }),
    retention: own(kafka.log_retention_ms), factor: own(kafka.default_replication_factor), brokers: own(c.replicas), partitions: own(kafka.broker_partitions),
  },
  value: ({ clients, retention, factor, brokers, partitions: count }) => {
    const perSecond = clients.reduce((all, client) => all + client.rps * client.messages * client.size, 0);
    const kept = (perSecond * (Math.max(0, retention) / 1000) * factor) / brokers;
    return clamp(ceilTo(Math.max((1.3 * kept) / FILLED, (count * LEAST) / FILLED), GiB), 10 * GiB, 16 * 1024 * GiB);
  },
  because: 'All messages of the retention with their copies, spread over the brokers, three tenths more for peaks and for a segment that is not closed yet.',
  source: 'kafka.apache.org, log retention: only closed segments are deleted',
  examples: [
    { given: { clients: [{ of: 'api', rps: 8000, messages: 0.1, size: KiB }], retention: DAY, factor: 3, brokers: 3, partitions: 96 }, gives: 108 * GiB },
    { given: { clients: [], retention: DAY, factor: 3, brokers: 3, partitions: 12 }, gives: 10 * GiB },
  ],
});

/** What one partition may take of the volume. */
const share = { volume: own(container.volume_size), partitions: own(kafka.broker_partitions) };
const shareOf = (v: { readonly volume: number; readonly partitions: number }): number => (FILLED * v.volume) / v.partitions;

const segment = defineRule({
  sizes: kafka.log_segment_bytes,
  from: share,
  value: (v) => clamp(floorTo(shareOf(v) / 8, MiB), MiB, GiB),
  because: 'An eighth of what a partition may take: only closed segments are deleted, so the last one always comes on top.',
  source: 'kafka.apache.org, log.segment.bytes: 1 GiB by default, whatever the disk holds',
  examples: [{ given: { volume: 15 * GiB, partitions: 24 }, gives: 64 * MiB }, { given: { volume: GiB, partitions: 96 }, gives: MiB }, { given: { volume: 1000 * GiB, partitions: 24 }, gives: GiB }],
});

const retentionBytes = defineRule({
  sizes: kafka.log_retention_bytes,
  from: { ...share, segment: own(kafka.log_segment_bytes) },
  value: (v) => Math.max(MiB, floorTo(shareOf(v) - v.segment, MiB)),
  because: 'What is left of a partition\'s part of the volume beside the segment that is still written: the volume never fills, however much is sent.',
  source: 'kafka.apache.org, log.retention.bytes: for each partition, unlimited by default',
  examples: [{ given: { volume: 15 * GiB, partitions: 24, segment: 64 * MiB }, gives: 448 * MiB }, { given: { volume: GiB, partitions: 96, segment: 8 * MiB }, gives: MiB }],
});

const retentionTime = defineRule({
  sizes: kafka.log_retention_ms,
  from: { retention: given(w.message_retention) },
  value: (v) => v.retention,
  because: 'As long as the profile says, if the volume holds it so long.',
  source: 'kafka.apache.org, log.retention.ms: seven days by default',
  examples: [{ given: { retention: DAY }, gives: DAY }],
});

const messageMax = defineRule({
  sizes: kafka.message_max_bytes,
  from: { clients: each(clientApplications, { body: own(w.body_size) }), segment: own(kafka.log_segment_bytes), heap: own(kafka.max_heap) },
  value: ({ clients, segment: most, heap }) => {
    const body = Math.max(MiB, ...clients.map((client) => client.body)) + 64 * KiB;
    const able = Math.min(8 * MiB, most, floorTo(heap / 64, 64 * KiB));
    return body <= able ? { value: body, bound: 'greatest body' } : { value: able, bound: able === most ? 'segment' : able === 8 * MiB ? '8 MiB' : 'heap' };
  },
  because: 'A request\'s body fits into a message with its headers, as far as segments and heap allow; beyond 8 MiB a message should name a file, not carry it.',
  source: 'kafka.apache.org, message.max.bytes; body limit of the profile',
  examples: [
    { given: { clients: [{ of: 'api', body: MiB }], segment: 64 * MiB, heap: 512 * MiB }, gives: MiB + 64 * KiB },
    { given: { clients: [{ of: 'api', body: 100 * MiB }], segment: 64 * MiB, heap: 2 * GiB }, gives: 8 * MiB },
    { given: { clients: [{ of: 'api', body: MiB }], segment: MiB, heap: 512 * MiB }, gives: MiB },
  ],
});

const replicaFetch = defineRule({
  sizes: kafka.replica_fetch_max_bytes,
  from: { message: own(kafka.message_max_bytes) },
  value: (v) => Math.max(MiB, v.message),
  because: 'The greatest message fits into one answer to a follower.',
  source: 'kafka.apache.org, replica.fetch.max.bytes',
  examples: [{ given: { message: MiB + 64 * KiB }, gives: MiB + 64 * KiB }, { given: { message: 512 * KiB }, gives: MiB }],
});

/** Partitions, segments and what they may take of the disk. */
export const logRules: readonly Rule[] = [
  partitions, held, retentionTime, machineVolume, brokerVolume, segment, retentionBytes, messageMax, replicaFetch,
  decide(kafka.group_initial_rebalance_delay_ms, 3000, 'Pods of a rollout join together, not one rebalance each.', 'kafka.apache.org, group.initial.rebalance.delay.ms'),
];

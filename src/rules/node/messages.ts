import { one, own, type Who } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { clamp, KiB, MiB, SECOND } from '../../model/value.ts';
import { serversOf } from '../../model/stack.ts';
import * as c from '../../settings/component.ts';
import * as kafka from '../../settings/kafka.ts';
import * as node from '../../settings/node.ts';
import * as w from '../../settings/workload.ts';
import { hasWorker, sendsMessages } from '../kafka/where.ts';

const queues: Who = (stack, from) => serversOf(stack, from).filter((server) => server.kind === 'kafka');

const onQueue = (rule: Rule): Rule => ({ ...rule, when: sendsMessages });

const atOnce = onQueue(defineRule({
  sizes: node.kafka_partitions_at_once,
  from: { partitions: one(queues, kafka.num_partitions), replicas: own(c.replicas), workers: own(node.workers), consumers: own(node.kafka_consumers) },
  value: ({ partitions, replicas, workers, consumers }) => clamp(Math.ceil(partitions / (replicas * workers * Math.max(1, consumers))), 1, 8),
  because: 'As many as fall to a consumer while no pod was added: messages wait for databases side by side, those of one partition still one after the other.',
  source: 'kafka.js.org, partition-aware concurrency: 1 by default',
  examples: [{ given: { partitions: 6, replicas: 1, workers: 2, consumers: 1 }, gives: 3 }, { given: { partitions: 24, replicas: 6, workers: 2, consumers: 1 }, gives: 2 }, { given: { partitions: 1, replicas: 1, workers: 2, consumers: 1 }, gives: 1 }],
}));

const maxBytes = onQueue(defineRule({
  sizes: node.kafka_max_bytes,
  from: { message: one(queues, kafka.message_max_bytes) },
  value: ({ message }) => Math.max(message, MiB),
  because: 'The greatest message that the broker accepts must fit; more would only wait in the heap of the consumer.',
  source: 'kafka.apache.org, max.partition.fetch.bytes',
  examples: [{ given: { message: MiB + 64 * KiB }, gives: MiB + 64 * KiB }],
}));

const session = onQueue(defineRule({
  sizes: node.kafka_session_timeout,
  from: { time: own(w.message_time) },
  value: ({ time }) => Math.max(30 * SECOND, Math.ceil((3 * time) / SECOND) * SECOND),
  because: 'Half a minute, three messages at least: a consumer that works on one is not taken for dead, and its partitions do not move.',
  source: 'kafka.js.org, sessionTimeout: 30 s by default',
  examples: [{ given: { time: 5 }, gives: 30 * SECOND }, { given: { time: 20 * SECOND }, gives: 60 * SECOND }],
}));

const rebalance = onQueue(defineRule({
  sizes: node.kafka_rebalance_timeout,
  from: { session: own(node.kafka_session_timeout), drain: own(node.drain_timeout) },
  value: ({ session: silence, drain }) => Math.max(2 * silence, drain + 10 * SECOND),
  because: 'Consumers finish what they work on before partitions move: twice the silence that counts as death, and longer than a pod takes to drain.',
  source: 'kafka.js.org, rebalanceTimeout: 60 s by default',
  examples: [{ given: { session: 30 * SECOND, drain: 20 * SECOND }, gives: 60 * SECOND }, { given: { session: 30 * SECOND, drain: 120 * SECOND }, gives: 130 * SECOND }],
}));

const consumes = decide(node.kafka_consumers, 1, 'A consumer for each process; partitions are worked on side by side inside it.', 'kafka.js.org, consuming');
const onlySends = decide(node.kafka_consumers, 0, 'A worker takes the messages: a server of requests only sends them.', 'guide 4: heavy work goes through Kafka consumers');

/** What an application tells its Kafka client. */
export const messageRules: readonly Rule[] = [
  { ...consumes, when: (stack, component) => sendsMessages(stack, component) && !hasWorker(stack, component) },
  { ...onlySends, id: 'node.kafka_consumers.none', when: hasWorker },
  atOnce, maxBytes, session,
  onQueue(decide(node.kafka_heartbeat_interval, 3 * SECOND, 'A tenth of the silence that counts as death.', 'kafka.js.org, heartbeatInterval')),
  rebalance,
  onQueue(decide(node.kafka_connection_timeout, 3 * SECOND, 'On one network a broker answers at once; one second ends in retries while it starts.', 'kafka.js.org, connectionTimeout: 1 s by default')),
  onQueue(decide(node.kafka_request_timeout, 30 * SECOND, 'A broker that waits for its copies answers late, not never.', 'kafka.js.org, requestTimeout')),
];

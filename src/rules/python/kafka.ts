import { one, own, structure, type Who } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { serversOf } from '../../model/stack.ts';
import { clamp, KiB, MiB, MINUTE, SECOND } from '../../model/value.ts';
import { PYTHON_KINDS, PYTHON_SERVERS } from '../../model/who.ts';
import * as client from '../../settings/kafka-python.ts';
import * as kafka from '../../settings/kafka.ts';
import * as python from '../../settings/python.ts';
import * as w from '../../settings/workload.ts';
import { hasWorker, sendsMessages } from '../kafka/where.ts';

const AIOKAFKA = 'aiokafka.readthedocs.io, AIOKafkaConsumer';
/** Work that a consumer may fetch at once. */
const BATCH = MINUTE;
const MOST_RECORDS = 500;
/** A broker lets no consumer be silent for longer than half an hour, and a client waits longer for a broker than for itself. */
const LONGEST_SESSION = 8 * MINUTE;

const queues: Who = (stack, from) => serversOf(stack, from).filter((server) => server.kind === 'kafka');

const consumersOfServer = defineRule({
  id: 'server.python.kafka_consumers',
  sizes: python.kafka_consumers,
  on: PYTHON_SERVERS,
  from: { worker: structure(hasWorker) },
  value: ({ worker }) => (worker ? 0 : 1),
  because: 'Where a worker takes the messages, a server of requests only sends them.',
  source: 'guide 4: heavy work goes through Kafka consumers',
  examples: [{ given: { worker: true }, gives: 0 }, { given: { worker: false }, gives: 1 }],
});

const session = defineRule({
  sizes: client.session_timeout,
  on: PYTHON_KINDS,
  from: { time: own(w.message_time) },
  value: ({ time }) => clamp(Math.ceil((3 * time) / SECOND) * SECOND, 30 * SECOND, LONGEST_SESSION),
  because: 'Half a minute, three messages at least: work that holds the loop or the interpreter is not taken for death, and partitions do not move.',
  source: `${AIOKAFKA}: 10 s by default; kafka.apache.org, group.max.session.timeout.ms: half an hour`,
  examples: [{ given: { time: 5 }, gives: 30_000 }, { given: { time: 20 * SECOND }, gives: 60_000 }, { given: { time: 60 * MINUTE }, gives: 480_000 }],
});

const request = defineRule({
  sizes: client.request_timeout,
  on: PYTHON_KINDS,
  from: { session: own(client.session_timeout) },
  value: (v) => v.session + 10 * SECOND,
  because: 'Longer than the silence that counts as death: joining a group waits for its other members, and clients refuse less.',
  source: 'kafka-python: request_timeout_ms must be larger than session_timeout_ms',
  examples: [{ given: { session: 30_000 }, gives: 40_000 }],
});

const records = defineRule({
  sizes: client.max_poll_records,
  on: PYTHON_KINDS,
  from: { time: own(w.message_time) },
  value: ({ time }) => clamp(Math.floor(BATCH / time), 1, MOST_RECORDS),
  because: 'What a consumer fetches is done within a minute: what is fetched is worked on again by another one if this one dies.',
  source: 'kafka.apache.org, max.poll.records: 500 by default',
  examples: [{ given: { time: 5 }, gives: 500 }, { given: { time: 2 * SECOND }, gives: 30 }, { given: { time: 10 * MINUTE }, gives: 1 }],
});

const poll = defineRule({
  sizes: client.max_poll_interval,
  on: PYTHON_KINDS,
  from: { records: own(client.max_poll_records), time: own(w.message_time) },
  value: (v) => Math.max(5 * MINUTE, Math.ceil((2 * v.records * v.time) / SECOND) * SECOND),
  because: 'Twice the time of all messages that are fetched at once, five minutes at least: who takes longer loses its partitions.',
  source: 'kafka.apache.org, max.poll.interval.ms: five minutes by default',
  examples: [{ given: { records: 500, time: 5 }, gives: 300_000 }, { given: { records: 1, time: 10 * MINUTE }, gives: 1_200_000 }],
});

const fetched = defineRule({
  sizes: client.max_partition_fetch_bytes,
  on: PYTHON_KINDS,
  from: { message: one(queues, kafka.message_max_bytes) },
  value: ({ message }) => Math.max(message, MiB),
  because: 'The greatest message that the broker accepts must fit; more would only wait in the memory of the consumer.',
  source: 'kafka.apache.org, max.partition.fetch.bytes',
  examples: [{ given: { message: MiB + 64 * KiB }, gives: MiB + 64 * KiB }, { given: { message: 512 * KiB }, gives: MiB }],
});

/** What a Python application tells its Kafka client. */
export const kafkaClientRules: readonly Rule[] = [
  consumersOfServer, session, request, records, poll, fetched,
  decide(client.heartbeat_interval, 3 * SECOND, 'A tenth of the silence that counts as death.', AIOKAFKA, PYTHON_KINDS),
  decide(client.linger, 5, 'Messages of a few milliseconds go together: fewer requests, and nobody notices.', 'kafka.apache.org, linger.ms: 0 before 4.0, 5 since', PYTHON_KINDS),
  decide(client.enable_idempotence, true, 'A message that is sent again after a lost answer is written once.', 'kafka.apache.org, enable.idempotence: true by default in the Java client', PYTHON_KINDS),
].map((rule): Rule => ({ ...rule, when: sendsMessages }));

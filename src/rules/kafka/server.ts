import { given, own, stated } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import type { Setting } from '../../model/setting.ts';
import { versionInImage } from '../../model/image.ts';
import { ha } from '../../settings/profile.ts';
import * as c from '../../settings/component.ts';
import * as kafka from '../../settings/kafka.ts';
import { inCluster, onMachine } from '../cluster/where.ts';

const always = (): boolean => true;

const version = defineRule({
  id: 'kafka.component.version',
  sizes: c.version,
  on: ['kafka'],
  when: always,
  from: { image: stated(c.image) },
  value: ({ image }) => (image === undefined ? undefined : versionInImage('kafka', image)) ?? '4.3.0',
  because: 'The version of the stated image, or the newest release of Kafka that the operator runs too.',
  source: 'kafka-versions.yaml of Strimzi, default of 1.1',
  examples: [{ given: { image: undefined }, gives: '4.3.0' }, { given: { image: 'registry.example.com/shop/thing:7' }, gives: '4.3.0' }],
});

const image = onMachine(defineRule({
  id: 'kafka.component.image',
  sizes: c.image,
  on: ['kafka'],
  from: { version: own(c.version) },
  value: (v) => `apache/kafka:${v.version}`,
  because: 'The image of the project itself.',
  source: 'the images\' own documentation',
  examples: [{ given: { version: '4.3.0' }, gives: 'apache/kafka:4.3.0' }],
}));

const port = defineRule({
  id: 'kafka.component.port',
  sizes: c.port,
  on: ['kafka'],
  when: always,
  from: { address: stated(c.external) },
  value: ({ address }) => (address === undefined ? 9092 : Number(address.split(':').at(-1))),
  because: 'The port of Kafka.',
  source: 'the servers\' own defaults',
  examples: [{ given: { address: undefined }, gives: 9092 }, { given: { address: 'there.example.com:4000' }, gives: 4000 }],
});

const controllerPort = onMachine(defineRule({
  sizes: kafka.controller_port,
  from: { port: own(c.port) },
  value: (v) => (v.port === 65_535 ? 65_534 : v.port + 1),
  because: 'The port next to that of the clients: the controllers listen to nobody else.',
  source: 'config/server.properties of Kafka: 9092 and 9093',
  examples: [{ given: { port: 9092 }, gives: 9093 }, { given: { port: 65_535 }, gives: 65_534 }],
}));

const brokers = defineRule({
  id: 'kafka.cluster.replicas',
  sizes: c.replicas,
  on: ['kafka'],
  when: inCluster,
  from: { ha: given(ha) },
  value: (v) => (v.ha ? 3 : 1),
  because: 'Three brokers that are controllers too: two of them are a majority and hold every message while one is lost or drained; without ha one alone.',
  source: 'kafka.apache.org, KRaft: three controllers survive the loss of one',
  examples: [{ given: { ha: true }, gives: 3 }, { given: { ha: false }, gives: 1 }],
});

const factor = defineRule({
  sizes: kafka.default_replication_factor,
  from: { brokers: own(c.replicas) },
  value: (v) => Math.min(3, v.brokers),
  because: 'Three copies where there are as many brokers: one may be lost while another is restarted.',
  source: 'kafka.apache.org, replication; Strimzi examples',
  examples: [{ given: { brokers: 1 }, gives: 1 }, { given: { brokers: 3 }, gives: 3 }, { given: { brokers: 5 }, gives: 3 }],
});

const insync = defineRule({
  sizes: kafka.min_insync_replicas,
  from: { factor: own(kafka.default_replication_factor) },
  value: (v) => Math.max(1, v.factor - 1),
  because: 'One copy fewer than there are: what acks=all confirmed survives the loss of a broker, and writing goes on without it.',
  source: 'kafka.apache.org, min.insync.replicas: three copies and two in sync is the usual scenario',
  examples: [{ given: { factor: 1 }, gives: 1 }, { given: { factor: 3 }, gives: 2 }],
});

const like = (sizes: Setting<number>, model: Setting<number>, because: string, source: string): Rule =>
  defineRule({ sizes, from: { model: own(model) }, value: (v) => v.model, because, source, examples: [{ given: { model: 1 }, gives: 1 }] });

/** Which Kafka it is, and how many copies it keeps. */
export const serverRules: readonly Rule[] = [
  version, image, port, controllerPort,
  onMachine(decide(c.replicas, 1, 'One broker that is its own controller: copies on one machine would share its disk.', 'kafka.apache.org, KRaft', ['kafka'])),
  brokers, factor, insync,
  like(kafka.offsets_topic_replication_factor, kafka.default_replication_factor, 'As many copies as of any topic: with fewer brokers than the default of 3 no consumer group could begin.', 'kafka.apache.org, offsets.topic.replication.factor'),
  like(kafka.transaction_state_log_replication_factor, kafka.default_replication_factor, 'As many copies as of any topic: with fewer brokers than the default of 3 no transaction could begin.', 'kafka.apache.org, transaction.state.log.replication.factor'),
  like(kafka.transaction_state_log_min_isr, kafka.min_insync_replicas, 'The same as for messages.', 'kafka.apache.org, transaction.state.log.min.isr'),
  decide(kafka.auto_create_topics_enable, false, 'A misspelled name is an error, not a new topic; the application makes its topics, with -1 as the number of partitions and copies.', 'kafka.apache.org, auto.create.topics.enable; karafka.io best practices'),
];

import { describe, expect, it } from 'vitest';
import { parseProperties } from '../../src/formats/properties-syntax.ts';
import { listenersIn } from '../../src/formats/kafka-read.ts';
import { kafkaReader } from '../../src/readers/inside/kafka.ts';
import { containerOf, factsOf, placeOf, valuesOf } from './container.ts';

const values = (said: Parameters<typeof containerOf>[0]) => valuesOf(factsOf(kafkaReader, said));

describe('what is a broker', () => {
  it.each([
    ['apache/kafka:4.3.0', []], ['confluentinc/cp-kafka:7.8.0', []], ['bitnami/kafka:3.9', []], ['registry.example.com/kafka', ['/opt/kafka/bin/kafka-server-start.sh', '/etc/kafka/server.properties']],
    ['confluentinc/cp-kafka:7.8.0', ['bash', '-c', '/tmp/update.sh && /etc/confluent/docker/run']],
  ])('%s %j', (image, command) => {
    expect(kafkaReader.recognises(containerOf({ image, command }))).toBe(true);
  });

  it.each([
    ['confluentinc/cp-kafka:7.8.0', ['kafka-topics', '--create', '--topic', 'orders', '--bootstrap-server', 'kafka:9092']],
    ['provectuslabs/kafka-ui:latest', []], ['confluentinc/cp-zookeeper:7.8.0', []], ['node:24', ['node', 'kafka.js']],
  ])('not %s %j', (image, command) => {
    expect(kafkaReader.recognises(containerOf({ image, command }))).toBe(false);
  });
});

it('reads the variables of the images of Apache and Confluent, and where they stand', () => {
  const said = {
    image: 'confluentinc/cp-kafka:7.8.0',
    environment: {
      KAFKA_LISTENERS: 'PLAINTEXT://0.0.0.0:29092,CONTROLLER://0.0.0.0:29093', KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER', KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_NUM_PARTITIONS: '12', KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false', KAFKA_LOG_RETENTION_HOURS: '24', KAFKA_HEAP_OPTS: '-Xms512m -Xmx1g',
    },
  };
  expect(values(said)).toMatchObject({
    'component.version': '3.8', 'component.port': 29092, 'container.listens[29092]': true, 'container.listens[29093]': true, 'kafka.controller_port': 29093, 'kafka.broker': true,
    'kafka.num.partitions': 12, 'kafka.auto.create.topics.enable': false, 'kafka.log.retention.ms': 86_400_000, 'jvm.Xms': 512 * 1024 ** 2, 'jvm.Xmx': 1024 ** 3,
  });
  expect(placeOf(factsOf(kafkaReader, said), 'kafka.num.partitions')).toBe('docker-compose.yml:13:5');
});

it('reads Bitnami\'s variables, and what its image states beside', () => {
  expect(values({ image: 'bitnami/kafka:3.9', environment: { KAFKA_CFG_NUM_IO_THREADS: '4', KAFKA_NUM_IO_THREADS: '16' } })).toMatchObject({ 'kafka.num.io.threads': 4, 'kafka.offsets.topic.replication.factor': 1, 'jvm.Xmx': 1024 ** 3 });
});

it('knows that the image of Apache is a single broker only while nothing is stated', () => {
  expect(values({ image: 'apache/kafka:4.3.0' })['kafka.offsets.topic.replication.factor']).toBe(1);
  expect(values({ image: 'apache/kafka:4.3.0', environment: { KAFKA_NODE_ID: '1', KAFKA_PROCESS_ROLES: 'broker,controller' } })['kafka.offsets.topic.replication.factor']).toBeUndefined();
});

it('reads the file that the command names, and then no variables; the exact unit wins', () => {
  const command = ['/opt/kafka/bin/kafka-server-start.sh', '/etc/kafka/server.properties'];
  const text = '# broker\nlog.retention.ms=3600000\nlog.retention.hours=24\nnum.network.threads = 6\nmessage.max.bytes: 2097152\nlisteners=PLAINTEXT://:9092,CONTROLLER://127.0.0.1:9093\n';
  const found = values({ image: 'apache/kafka:4.3.0', command, environment: { KAFKA_NUM_NETWORK_THREADS: '2' }, files: { '/etc/kafka/server.properties': text } });
  expect(found).toMatchObject({ 'kafka.log.retention.ms': 3_600_000, 'kafka.num.network.threads': 6, 'kafka.message.max.bytes': 2_097_152, 'component.port': 9092, 'kafka.controller_port': 9093 });
  expect(found).not.toHaveProperty('container.listens[9093]');
});

it('says what it cannot know', () => {
  const absent = factsOf(kafkaReader, { command: ['kafka-server-start.sh', '/etc/kafka/server.properties'] });
  expect(absent.unread.map(({ id }) => id)).toContain('db.kafka.num.partitions');
  const wrong = factsOf(kafkaReader, { image: 'apache/kafka:4.3.0', environment: { KAFKA_NUM_PARTITIONS: 'many', KAFKA_NUM_IO_THREADS: '${THREADS}' }, unresolved: { KAFKA_LOG_RETENTION_HOURS: 'RETENTION is not set' } });
  expect(wrong.unread.map(({ id, because }) => [id, because])).toEqual([
    ['db.kafka.num.partitions', 'Kafka does not take many: it takes a whole number of at least 1'],
    ['db.kafka.num.io.threads', '${THREADS} is only known when it runs'],
    ['db.kafka.log.retention.ms', 'RETENTION is not set'],
  ]);
});

it('reads properties as Java does', () => {
  expect(parseProperties('a=1\n! no\n  b : two words \nc three\nlong=x,\\\n   y\nempty=\n')).toEqual([
    { name: 'a', value: '1', at: { line: 1, column: 3 } }, { name: 'b', value: 'two words', at: { line: 3, column: 7 } }, { name: 'c', value: 'three', at: { line: 4, column: 3 } },
    { name: 'long', value: 'x,y', at: { line: 5, column: 6 } }, { name: 'empty', value: '', at: { line: 7, column: 7 } },
  ]);
});

it('reads listeners', () => {
  expect(listenersIn('PLAINTEXT://:9092, SSL://[::1]:9093,broken,X://h:99999')).toEqual([{ name: 'PLAINTEXT', host: '', port: 9092 }, { name: 'SSL', host: '[::1]', port: 9093 }]);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { propertiesIn } from '../../src/diff/uptake/kafka.ts';
import { valueOf } from '../../src/model/lookup.ts';
import type { Component, Stack } from '../../src/model/stack.ts';
import { kafkaReadsAtStart } from '../../src/settings/at-start.ts';
import * as kafka from '../../src/settings/kafka.ts';
import { brokerEnvironment, brokerLines, clusterId, loggingFile, propertiesFile } from '../../src/targets/kafka.ts';
import { kafkaValue } from '../../src/formats/kafka-values.ts';
import { planOf, QUEUED } from '../targets/stacks.ts';
import { describeWith } from './describe-with.ts';
import { startKafka, type RunningKafka } from './kafka.ts';

const plan: Stack = planOf(QUEUED);
const queue: Component = { name: 'queue', kind: 'kafka' };
/** Where a broker listens it can be told by itself, not all at once; its own name and role only when it starts. */
const PER_BROKER: ReadonlySet<string> = new Set(['listeners', 'advertised.listeners', 'listener.security.protocol.map']);
const variable = (name: string): string => brokerEnvironment(plan, queue).find((one) => one.name === name)?.value ?? '';

describeWith('Kafka runs the rendered server.properties under the rendered heap', 'kafka', () => {
  let running: RunningKafka | undefined;
  beforeAll(async () => {
    running = await startKafka({
      properties: propertiesFile(plan, queue).text, logging: loggingFile(plan, queue).text,
      heap: variable('KAFKA_HEAP_OPTS'), options: variable('KAFKA_OPTS'), clusterId: clusterId(plan, queue),
    });
  }, 120_000);
  const started = (): RunningKafka => running ?? expect.fail('it did not start');
  afterAll(async () => running?.stop());

  it('takes every line: none is unknown, none is refused', () => {
    const log = started().log();
    expect(log).toContain('Kafka Server started');
    expect(log.split('\n').filter((line) => /(?:WARN|ERROR|FATAL) /.test(line) && !line.includes('Performing controller activation'))).toEqual([]);
    const said = new Map([...log.matchAll(/^\t([a-z0-9.]+) = (.*)$/gm)].map(([, name = '', value = '']) => [name, value]));
    expect(brokerLines(plan, queue).map(({ name }) => [name, said.get(name)])).toEqual(brokerLines(plan, queue).map(({ name, entry }) => [name, kafkaValue(entry.value)]));
  });

  it('makes a topic with the partitions and copies of the plan, and passes messages on', async () => {
    await started().tool('TopicCommand', '--create', '--topic', 'orders');
    const described = await started().tool('TopicCommand', '--describe', '--topic', 'orders');
    expect(described).toContain(`PartitionCount: ${valueOf(plan, queue, kafka.num_partitions)}\t`);
    expect(described).toContain(`ReplicationFactor: ${valueOf(plan, queue, kafka.default_replication_factor)}\t`);
    const sent = await started().tool('ProducerPerformance', '--topic', 'orders', '--num-records', '500', '--record-size', '1024', '--throughput', '-1');
    expect(sent).toContain('500 records sent');
    const read = await started().tool('ConsumerPerformance', '--topic', 'orders', '--num-records', '500', '--timeout', '20000', '--group', 'api');
    expect(read).toMatch(/, 500, /);
  });

  it('takes up while it runs what gen diff says it takes, and refuses the rest of its file', async () => {
    const told = [...propertiesIn(propertiesFile(plan, queue).text)];
    const [fixed, dynamic] = [told.filter(([name]) => kafkaReadsAtStart(name)), told.filter(([name]) => !kafkaReadsAtStart(name))];
    const alter = (lines: typeof told): Promise<string> => started().tool('kafka.admin.ConfigCommand', '--alter', '--entity-type', 'brokers', '--entity-default', '--add-config', lines.map(([name, value]) => `${name}=[${value}]`).join(','));
    expect(dynamic.length).toBeGreaterThan(4);
    expect(await alter(dynamic)).toContain('Completed updating default config for brokers');
    const names = fixed.map(([name]) => name).filter((name) => !PER_BROKER.has(name));
    const refused = await alter(fixed.filter(([name]) => names.includes(name))).catch(String);
    const listed = /Cannot update these configs dynamically: (?:\w*[({[])?([^)\]}\n]*)/.exec(refused)?.[1] ?? refused;
    expect(listed.split(/,\s*/).sort()).toEqual(names.sort());
  });

  it('makes no topic of a name that nobody made', async () => {
    const topics = await started().tool('TopicCommand', '--list');
    expect(topics.split('\n').filter((name) => name !== '').sort()).toEqual(['__consumer_offsets', 'orders']);
  });
});

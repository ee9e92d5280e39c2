import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { GiB, MiB } from '../../src/model/value.ts';
import { composeTarget } from '../../src/targets/compose.ts';
import { clusterId, kafkaTarget } from '../../src/targets/kafka.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { renderServerConfig } from '../../src/targets/node.ts';
import { importNodeConfig } from '../servers/node-config.ts';
import { makeSandbox } from '../servers/sandbox.ts';
import { planOf, QUEUED, type Sketch } from './stacks.ts';

const CLUSTER: Sketch = { ...QUEUED, settings: { 'profile.topology': 'cluster', 'profile.ha': true, 'machine.cpu': 16_000, 'machine.memory': 64 * GiB, 'machine.platform': 'gke' } };
const queue = { name: 'queue', kind: 'kafka' };

describe('a queue on one machine', () => {
  const plan = planOf(QUEUED);

  it('is a broker that is its own controller, formatted once', async () => {
    const [compose] = await composeTarget.render(plan);
    const { services, volumes } = parse(compose?.text ?? '') as { services: Record<string, Record<string, unknown>>; volumes: object };
    const service = services['queue'] ?? {};
    expect(service['entrypoint']).toEqual(['sh', '-c', `/opt/kafka/bin/kafka-storage.sh format --standalone --ignore-formatted --cluster-id=${clusterId(plan, queue)} --config=/etc/kafka/server.properties && exec /opt/kafka/bin/kafka-server-start.sh /etc/kafka/server.properties`]);
    expect(service['environment']).toMatchObject({ EXTRA_ARGS: '-name kafkaServer', KAFKA_HEAP_OPTS: '-Xms536m -Xmx536m' });
    expect(service).toMatchObject({ read_only: true, networks: ['data'], volumes: ['queue_data:/var/lib/kafka/data'], healthcheck: { test: ['CMD', 'bash', '-c', '</dev/tcp/127.0.0.1/9092'] } });
    expect(volumes).toHaveProperty('queue_data');
    expect(services['api']).toMatchObject({ depends_on: { queue: { condition: 'service_healthy' } }, environment: { KAFKA_BOOTSTRAP_SERVERS: 'queue:9092' } });
  });

  it('has an id that stays, is made of letters, and is no one else\'s', () => {
    expect(clusterId(plan, queue)).toBe(clusterId(planOf(QUEUED), queue));
    expect(clusterId(plan, queue)).toMatch(/^[A-Za-z]{21}[AQgw]$/);
    expect(clusterId(plan, queue)).not.toBe(clusterId(plan, { name: 'events', kind: 'kafka' }));
  });

  it('keeps what it holds within its volume, and its heap within its container', () => {
    const value = (id: string): number => Number(plan.entries.get(`queue.${id}`)?.value);
    expect(value('demand.broker_partitions') * (value('kafka.log.retention.bytes') + value('kafka.log.segment.bytes'))).toBeLessThanOrEqual(0.9 * value('container.volume_size'));
    expect(value('jvm.Xmx') + 140 * MiB).toBeLessThanOrEqual(value('container.memory_limit'));
  });

  it('has a file for each of several', async () => {
    const two = planOf({ components: { ...QUEUED.components, events: 'kafka' }, links: [...(QUEUED.links ?? []), 'api -> events'] });
    expect((await kafkaTarget.render(two)).map(({ path }) => path)).toEqual(['queue/server.properties', 'queue/log4j2.yaml', 'events/server.properties', 'events/log4j2.yaml']);
  });
});

it('tells an application its queue', async () => {
  const sandbox = makeSandbox('queue');
  const file = sandbox.write('server.config.mjs', renderServerConfig(planOf(QUEUED), { name: 'api', kind: 'node' }));
  const [planned, overridden, wrong] = await Promise.all([{}, { KAFKA_BOOTSTRAP_SERVERS: 'a:9092,b:9092' }, { KAFKA_BOOTSTRAP_SERVERS: 'kafka://a' }].map((env) => importNodeConfig(file, env)));
  sandbox.remove();
  expect(planned).toMatchObject({ exports: { config: {
    kafka: {
      client: { clientId: 'api', brokers: ['queue:9092'], connectionTimeout: 3000 }, consumer: { groupId: 'api', sessionTimeout: 30_000, heartbeatInterval: 3000 },
      consumers: 1, partitionsConsumedConcurrently: 3,
    },
  } } });
  expect(overridden).toMatchObject({ exports: { config: { kafka: { client: { brokers: ['a:9092', 'b:9092'] } } } } });
  expect(wrong).toMatchObject({ error: expect.stringContaining('KAFKA_BOOTSTRAP_SERVERS: expected addresses with their ports') });
});

describe('a queue in a cluster', () => {
  it('is a Kafka of Strimzi with one pool, three copies of which two are in sync', async () => {
    const files = await kubernetesTarget.render(planOf(CLUSTER));
    const [pool, kafka, policy] = parseAllDocuments(files.find(({ path }) => path.endsWith('queue.yaml'))?.text ?? '').map((document) => document.toJS() as Record<string, unknown>);
    expect(pool).toMatchObject({ apiVersion: 'kafka.strimzi.io/v1', kind: 'KafkaNodePool', spec: { replicas: 3, roles: ['controller', 'broker'], storage: { volumes: [{ kraftMetadata: 'shared' }] } } });
    expect(kafka).toMatchObject({
      kind: 'Kafka',
      spec: {
        kafka: {
          version: '4.3.0', rack: { topologyKey: 'topology.kubernetes.io/zone' },
          listeners: [{ port: 9092, tls: false, networkPolicyPeers: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'api' } } }] }],
          config: { 'default.replication.factor': 3, 'min.insync.replicas': 2, 'offsets.topic.replication.factor': 3, 'auto.create.topics.enable': false },
        },
      },
    });
    expect(policy).toMatchObject({ kind: 'NetworkPolicy', spec: { podSelector: { matchLabels: { 'strimzi.io/cluster': 'queue' } } } });
    expect(files.find(({ path }) => path.endsWith('api.yaml'))?.text).toContain('queue-kafka-bootstrap:9092');
  });

  it('asks for no zone where nodes need not have one', async () => {
    const files = await kubernetesTarget.render(planOf({ ...CLUSTER, settings: { ...CLUSTER.settings, 'machine.platform': 'kubernetes' } }));
    expect(files.find(({ path }) => path.endsWith('queue.yaml'))?.text).not.toContain('rack:');
  });
});

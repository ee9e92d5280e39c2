import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { treeOf } from '../../src/model/source.ts';
import type { Stack } from '../../src/model/stack.ts';
import { GiB } from '../../src/model/value.ts';
import { readTree } from '../../src/read-tree.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { planOf, QUEUED } from '../targets/stacks.ts';

const plan = planOf({ ...QUEUED, settings: { 'profile.topology': 'cluster', 'profile.ha': true, 'machine.cpu': 16_000, 'machine.memory': 64 * GiB, 'machine.platform': 'gke' } });

async function readBack(): Promise<Stack> {
  const files = Object.fromEntries((await kubernetesTarget.render(plan)).map(({ path, text }) => [path, text]));
  const stack = readTree(treeOf(files)).stacks.map((one) => one.stack).find(({ components }) => components.some(({ kind }) => kind === 'kafka'));
  return stack ?? expect.fail('no Kafka is read');
}

describe('a Kafka of Strimzi', () => {
  it('is read back value by value, with its heap, disk and links', async () => {
    const read = await readBack();
    const carried = [...plan.entries.values()].filter(({ id }) => /^queue\.(?:kafka\.|jvm\.|strimzi\.rack|component\.(?:replicas|version)|container\.(?:volume_size|memory_limit|cpu_limit|tmpfs_size)|kubernetes\.termination)/.test(id));
    expect(carried.length).toBeGreaterThan(30);
    expect(Object.fromEntries(carried.map(({ id }) => [id, read.entries.get(id)?.value]))).toEqual(Object.fromEntries(carried.map(({ id, value }) => [id, value])));
    expect(read.links).toContainEqual(expect.objectContaining({ from: 'api', to: 'queue' }));
    expect(check(read).findings.filter(({ component }) => component === 'queue').map(({ check: id, message }) => `${id}: ${message}`)).toEqual([]);
  });

  it('has an unknown number of brokers where its pools are not to be seen', () => {
    const text = 'apiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata: { name: events }\nspec: { kafka: { version: 4.1.0, listeners: [{ name: plain, port: 9092, type: internal, tls: false }] } }\n';
    const [read] = readTree(treeOf({ 'kafka.yaml': text })).stacks;
    const { findings, unread } = check(read?.stack ?? expect.fail('nothing is read'));
    expect(findings.map(({ check: id }) => id)).not.toContain('replication-exceeds-brokers');
    expect(unread.map(({ check: id, missing }) => `${id}: ${missing}`)).toContain('replication-exceeds-brokers: events.component.replicas');
  });

  it('takes half of the memory for its heap where nothing is stated', () => {
    const text = [
      'apiVersion: kafka.strimzi.io/v1beta2', 'kind: Kafka', 'metadata: { name: events }', 'spec:', '  kafka:', '    replicas: 3', '    resources: { limits: { memory: 4Gi } }',
      '    storage: { type: persistent-claim, size: 20Gi }', '    listeners: [{ name: plain, port: 9092, type: internal, tls: false }]',
    ].join('\n');
    const [read] = readTree(treeOf({ 'kafka.yaml': text })).stacks;
    const value = (id: string) => read?.stack.entries.get(`events.${id}`)?.value;
    expect([value('component.replicas'), value('jvm.Xmx'), value('container.volume_size'), value('component.port')]).toEqual([3, 2 * GiB, 20 * GiB, 9092]);
  });
});

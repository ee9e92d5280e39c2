import { expect, it } from 'vitest';
import { size } from '../../src/size.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { load } from '../load/workspace.ts';
import { at, list, number, readManifests } from './kubernetes-read.ts';

const plan = size(load({ 'shop.yaml': 'name: shop\nextends: xlarge\ncomponents:\n  - { name: spare, kind: postgres }\n  - { name: api, links: [db] }\n' }));

it.each([['spare', 5432], ['cache', 6379], ['queue', 9092]])('nobody comes in to %s, to which nothing is linked, and no list of peers is empty', async (name, port) => {
  const manifests = readManifests(await kubernetesTarget.render(plan));
  const rules = list(manifests.find((one) => one.kind === 'NetworkPolicy' && one.name === name)?.data, 'spec', 'ingress');
  expect(rules.length).toBeGreaterThan(0);
  for (const rule of rules) expect(list(rule, 'from').length).toBeGreaterThan(0);
  const clients = rules.filter((rule) => list(rule, 'ports').some((one) => number(one, 'port') === port)).flatMap((rule) => list(rule, 'from').map((peer) => JSON.stringify(at(peer, 'podSelector'))));
  expect(clients.filter((peer) => peer?.includes('"app.kubernetes.io/instance":"api"'))).toEqual([]);
});

it('an operator that reads an empty list of peers as everybody is told the brokers themselves', async () => {
  const kafka = readManifests(await kubernetesTarget.render(plan)).find((one) => one.kind === 'Kafka');
  expect(at(kafka?.data, 'spec', 'kafka', 'listeners', 0, 'networkPolicyPeers')).toEqual([{ podSelector: { matchLabels: { 'strimzi.io/cluster': 'queue', 'strimzi.io/name': 'queue-kafka' } } }]);
});

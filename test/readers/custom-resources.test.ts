import { describe, expect, it } from 'vitest';
import { kubernetesObjects, type KubernetesObject } from '../../src/formats/kubernetes-object.ts';
import { definitionOf, faultsOf, otherVersionOf } from '../../src/formats/kubernetes-schema.ts';
import { loadProfile } from '../../src/load.ts';
import { builtInDirectory } from '../../src/package.ts';
import { size } from '../../src/size.ts';
import { targets } from '../../src/targets/index.ts';
import { deploymentsOf } from './kubernetes-tree.ts';

const objectsIn = (files: Readonly<Record<string, string>>): readonly KubernetesObject[] =>
  deploymentsOf(files)
    .flatMap(({ facts }) => facts.documents)
    .flatMap(({ format, content }) => (format.name === kubernetesObjects.name ? (content as readonly KubernetesObject[]) : []));

/** What is wrong with one object, as `line:column message`. */
const faultsIn = (apiVersion: string, kind: string, rest: string): readonly string[] =>
  objectsIn({ 'one.yaml': `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: one }\n${rest}\n` })
    .flatMap(faultsOf)
    .map(({ message, at }) => `${at.line}:${at.column} ${message}`);

const CNPG = 'postgresql.cnpg.io/v1';
const GATEWAY = 'gateway.networking.k8s.io/v1';
const PROMETHEUS = 'monitoring.coreos.com/v1';

describe('the strict schemas of operators', () => {
  it('take what the operators take', () => {
    expect(faultsIn(CNPG, 'Cluster', 'spec: { instances: 3, storage: { size: 10Gi }, postgresql: { parameters: { shared_buffers: 1GB } } }')).toEqual([]);
    expect(faultsIn(CNPG, 'Pooler', 'spec: { cluster: { name: db }, type: rw, pgbouncer: { poolMode: transaction, parameters: { default_pool_size: "10" } } }')).toEqual([]);
    expect(faultsIn(GATEWAY, 'HTTPRoute', 'spec: { parentRefs: [{ name: public }], rules: [{ backendRefs: [{ name: proxy, port: 80 }] }] }')).toEqual([]);
    expect(faultsIn(PROMETHEUS, 'PrometheusRule', 'spec: { groups: [{ name: a, rules: [{ alert: A, expr: up == 0, for: 5m, labels: { severity: page } }] }] }')).toEqual([]);
  });

  it('name a field that there is not, where it stands, and what was meant', () => {
    expect(faultsIn(CNPG, 'Cluster', 'spec: { instances: 3, storage: { size: 10Gi }, postgresql: { parameter: {} } }')).toEqual([
      '4:62 Cluster/one: spec.postgresql.parameter is no field of Cluster, as CloudNativePG 1.29.0 knows it; did you mean parameters?',
    ]);
    expect(faultsIn(PROMETHEUS, 'PodMonitor', 'spec: { selector: {}, podMetricsEndpoint: [] }')).toEqual([
      '4:23 PodMonitor/one: spec.podMetricsEndpoint is no field of PodMonitor, as Prometheus Operator 0.85.0 knows it; did you mean podMetricsEndpoints?',
    ]);
  });

  it('name words, types and ranges', () => {
    expect(faultsIn(CNPG, 'Pooler', 'spec: { cluster: { name: db }, instances: two, pgbouncer: { poolMode: statement, parameters: { default_pool_size: 10 } } }')).toEqual([
      '4:43 Pooler/one: spec.instances must be a whole number, found the text "two"',
      '4:71 Pooler/one: spec.pgbouncer.poolMode must be one of session, transaction, found "statement"',
      '4:115 Pooler/one: spec.pgbouncer.parameters.default_pool_size must be a text, found the number 10: put quotes around it',
    ]);
    expect(faultsIn(GATEWAY, 'HTTPRoute', 'spec: { rules: [{ backendRefs: [{ name: proxy, port: 80000 }] }] }')).toEqual(['4:54 HTTPRoute/one: spec.rules[0].backendRefs[0].port must be 65535 at most, found 80000']);
    expect(faultsIn(CNPG, 'Cluster', 'spec: { storage: { size: 10Gi } }')).toEqual([]);
    expect(faultsIn(CNPG, 'ScheduledBackup', 'spec: { cluster: { name: db } }')).toEqual(['4:7 ScheduledBackup/one: spec.schedule is required and missing']);
  });

  it('name a kind that is misspelt, and leave alone what they do not know', () => {
    expect(faultsIn(GATEWAY, 'HttpRoutes', 'spec: {}')).toEqual([`1:13 HttpRoutes/one: ${GATEWAY} has no HttpRoutes; did you mean HTTPRoute?`]);
    expect(faultsIn('cert-manager.io/v1', 'Certificate', 'spec: { dnsName: [] }')).toEqual([]);
  });

  it('tell which version they are of', () => {
    expect(otherVersionOf('kafka.strimzi.io/v1beta2', 'KafkaTopic')).toMatch(/^kafka\.strimzi\.io\/v1 of Strimzi [0-9.]+$/);
    expect(otherVersionOf('cert-manager.io/v1', 'Certificate')).toBeUndefined();
  });

  it('know every object that we render for a cluster, and find nothing wrong', async () => {
    const plan = size(loadProfile({ profile: 'xlarge', sets: [], builtInDirectory, cwd: '/' }));
    const rendered = await Promise.all(targets.filter(({ name }) => name === 'kubernetes' || name === 'monitoring').map((target) => target.render(plan)));
    const objects = objectsIn(Object.fromEntries(rendered.flat().map(({ path, text }) => [path, text])));
    expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Cluster', 'Pooler', 'HTTPRoute', 'PodMonitor', 'PrometheusRule']));
    expect(objects.filter(({ apiVersion, kind }) => definitionOf(apiVersion, kind) === undefined)).toEqual([]);
    expect(objects.flatMap(faultsOf)).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { kubernetesObjects, type KubernetesObject } from '../../src/formats/kubernetes-object.ts';
import { faultsOf } from '../../src/formats/kubernetes-schema.ts';
import { judgeCustomResources } from '../crds/schema-errors.ts';
import { describeWith } from '../servers/describe-with.ts';
import { deploymentsOf } from './kubernetes-tree.ts';

/** One object each, and whether its operator takes it. */
const OBJECTS: readonly (readonly [valid: boolean, apiVersion: string, kind: string, spec: string])[] = [
  [true, 'postgresql.cnpg.io/v1', 'Cluster', '{ instances: 3, storage: { size: 10Gi }, walStorage: { size: 2Gi }, affinity: { podAntiAffinityType: required } }'],
  [false, 'postgresql.cnpg.io/v1', 'Cluster', '{ instances: 3, storage: { size: 10Gi }, walStorge: { size: 2Gi } }'],
  [false, 'postgresql.cnpg.io/v1', 'Cluster', '{ instances: 0, storage: { size: 10Gi } }'],
  [false, 'postgresql.cnpg.io/v1', 'Cluster', '{ instances: 3, storage: { size: 10Gi }, primaryUpdateStrategy: sometimes }'],
  [true, 'postgresql.cnpg.io/v1', 'Pooler', '{ cluster: { name: db }, instances: 2, pgbouncer: { poolMode: transaction }, template: { spec: { containers: [{ name: pgbouncer, resources: { limits: { cpu: 1, memory: 128Mi } } }] } } }'],
  [false, 'postgresql.cnpg.io/v1', 'Pooler', '{ cluster: { name: db }, pgbouncer: { poolMode: transaction }, template: { spec: { containers: [{ name: pgbouncer, resource: {} }] } } }'],
  [false, 'postgresql.cnpg.io/v1', 'Pooler', '{ pgbouncer: { poolMode: transaction } }'],
  [true, 'postgresql.cnpg.io/v1', 'ScheduledBackup', '{ schedule: "0 0 0 * * *", cluster: { name: db } }'],
  [true, 'gateway.networking.k8s.io/v1', 'HTTPRoute', '{ parentRefs: [{ name: edge }], rules: [{ backendRefs: [{ name: web, port: 80 }] }] }'],
  [false, 'gateway.networking.k8s.io/v1', 'HTTPRoute', '{ parentRefs: [{ name: edge }], rules: [{ backends: [{ name: web, port: 80 }] }] }'],
  [false, 'gateway.networking.k8s.io/v1', 'HTTPRoute', '{ parentRefs: [{ name: edge }], rules: [{ backendRefs: [{ name: web, port: 0 }] }] }'],
  [false, 'gateway.networking.k8s.io/v1', 'Gateway', '{ listeners: [{ name: web, port: 80, protocol: HTTP }] }'],
  [true, 'monitoring.coreos.com/v1', 'PodMonitor', '{ selector: {}, podMetricsEndpoints: [{ port: metrics, interval: 15s }] }'],
  [false, 'monitoring.coreos.com/v1', 'PodMonitor', '{ selector: {}, podMetricsEndpoints: [{ port: metrics, scheme: ftp }] }'],
  [true, 'monitoring.coreos.com/v1', 'PrometheusRule', '{ groups: [{ name: a, rules: [{ record: "a:b", expr: up }] }] }'],
  [false, 'monitoring.coreos.com/v1', 'PrometheusRule', '{ groups: [{ name: a, rules: [{ record: "a:b" }] }] }'],
  [true, 'databases.spotahome.com/v1', 'RedisFailover', '{ redis: { replicas: 3 }, sentinel: { replicas: 3 } }'],
  [false, 'databases.spotahome.com/v1', 'RedisFailover', '{ redis: { replica: 3 } }'],
  [true, 'kafka.strimzi.io/v1', 'KafkaNodePool', '{ replicas: 3, roles: [controller, broker], storage: { type: ephemeral } }'],
  [false, 'kafka.strimzi.io/v1', 'KafkaNodePool', '{ replicas: 3, roles: [controler], storage: { type: ephemeral } }'],
  [false, 'kafka.strimzi.io/v1', 'KafkaTopic', '{ partitions: many, replicas: 3 }'],
];
const text = OBJECTS.map(([, apiVersion, kind, spec], index) => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: one-${index} }\nspec: ${spec}\n`).join('---\n');
const broken = OBJECTS.flatMap(([valid], index) => (valid ? [] : [`one-${index}`]));

describeWith('custom resources', 'crd-check', () => {
  it('are judged as an API server judges them', () => {
    const objects = deploymentsOf({ 'all.yaml': text }).flatMap(({ facts }) => facts.documents).flatMap(({ format, content }) => (format.name === kubernetesObjects.name ? (content as readonly KubernetesObject[]) : []));
    expect(objects.filter((object) => faultsOf(object).length > 0).map(({ name }) => name)).toEqual(broken);
    const { judged, errors } = judgeCustomResources(text);
    expect(judged.length).toBe(OBJECTS.length);
    expect(OBJECTS.map((_, index) => `one-${index}`).filter((name) => errors.some((error) => error.includes(`/${name}:`)))).toEqual(broken);
  });
});

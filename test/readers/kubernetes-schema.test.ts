import { describe, expect, it } from 'vitest';
import { kubernetesObjects, type KubernetesObject } from '../../src/formats/kubernetes-object.ts';
import { faultsOf } from '../../src/formats/kubernetes-schema.ts';
import { kubernetesVersions, validateManifests } from '../servers/kubernetes.ts';
import { findTool } from '../servers/tools.ts';
import { deploymentsOf } from './kubernetes-tree.ts';

const POD = 'template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: a, image: a }] } }';
const SPEC = `selector: { matchLabels: { a: b } }, ${POD}`;

/** One object each, and whether it is as Kubernetes takes it. */
const OBJECTS: readonly (readonly [valid: boolean, apiVersion: string, kind: string, rest: string])[] = [
  [true, 'apps/v1', 'Deployment', `spec: { ${SPEC} }`],
  [false, 'apps/v1', 'Deployment', `spec: { replica: 2, ${SPEC} }`],
  [false, 'apps/v1', 'Deployment', `spec: { replicas: two, ${SPEC} }`],
  [false, 'apps/v1', 'Deployment', `spec: { ${POD} }`],
  [true, 'apps/v1', 'Deployment', `spec: { strategy: { rollingUpdate: { maxSurge: 25%, maxUnavailable: 0 } }, ${SPEC} }`],
  [false, 'apps/v1', 'StatefulSet', `spec: { serviceName: [a], ${SPEC} }`],
  [true, 'v1', 'Service', 'spec: { selector: { a: b }, ports: [{ port: 80, targetPort: http }] }'],
  [false, 'v1', 'Service', 'spec: { selector: { a: b }, ports: [{ port: 80, target: http }] }'],
  [false, 'v1', 'Service', 'spec: { selector: { a: 3 }, ports: [{ port: 80 }] }'],
  [true, 'v1', 'ConfigMap', 'data: { a: "3" }'],
  [false, 'v1', 'ConfigMap', 'data: { a: 3 }'],
  [false, 'v1', 'ConfigMap', 'data: [a]'],
  [true, 'autoscaling/v2', 'HorizontalPodAutoscaler', 'spec: { maxReplicas: 3, scaleTargetRef: { kind: Deployment, name: a } }'],
  [false, 'autoscaling/v2', 'HorizontalPodAutoscaler', 'spec: { minReplicas: 3, scaleTargetRef: { kind: Deployment, name: a } }'],
  [false, 'networking.k8s.io/v1', 'NetworkPolicy', 'spec: { podSelector: {}, ingress: [{ from: { podSelector: {} } }] }'],
  [true, 'policy/v1', 'PodDisruptionBudget', 'spec: { maxUnavailable: 1, selector: {} }'],
  [false, 'batch/v1', 'CronJob', 'spec: { schedule: "* * * * *" }'],
  [false, 'v1', 'PersistentVolumeClaim', 'spec: { accessModes: ReadWriteOnce }'],
];
const text = OBJECTS.map(([, apiVersion, kind, rest], index) => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: one-${index} }\n${rest}\n`).join('---\n');
const broken = OBJECTS.flatMap(([valid], index) => (valid ? [] : [`one-${index}`]));

describe('the strict schema', () => {
  it('knows valid objects from others', () => {
    const objects = deploymentsOf({ 'all.yaml': text }).flatMap(({ facts }) => facts.documents).flatMap(({ format, content }) => (format.name === kubernetesObjects.name ? (content as readonly KubernetesObject[]) : []));
    expect(objects.filter((object) => faultsOf(object).length > 0).map(({ name }) => name)).toEqual(broken);
  });

  it.skipIf(findTool('kubernetes-validate') === undefined)('and so does kubernetes-validate', async () => {
    const findings = await validateManifests(text, [kubernetesVersions()[1]]);
    expect(OBJECTS.map((_, index) => `one-${index}`).filter((name) => findings.some(({ object }) => object.endsWith(name)))).toEqual(broken);
  });
});

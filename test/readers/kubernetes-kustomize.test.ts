import { join } from 'node:path';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { kubernetesObjects, type KubernetesObject, type Node } from '../../src/formats/kubernetes-object.ts';
import { yamlKind } from '../../src/formats/yaml-scalars.ts';
import { treeOf } from '../../src/model/source.ts';
import type { Deployment } from '../../src/readers/deployment.ts';
import { kubernetesDeployments } from '../../src/readers/kubernetes.ts';
import { buildKustomization } from '../servers/kubernetes.ts';
import { makeSandbox } from '../servers/sandbox.ts';
import { findTool } from '../servers/tools.ts';
import { deploymentOf, deploymentsOf, entry } from './kubernetes-tree.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  replicas: 1
  selector:
    matchLabels:
      app: api
  template:
    metadata:
      labels:
        app: api
    spec:
      containers:
        - name: api
          image: example/api
          env:
            - name: LEVEL
              value: info
            - name: GONE
              value: "1"
          envFrom:
            - configMapRef:
                name: settings
          ports:
            - containerPort: 3000
`;
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: api\nspec:\n  selector:\n    app: api\n  ports:\n    - port: 80\n      targetPort: 3000\n';
const BASE = { 'base/kustomization.yaml': 'resources:\n  - api.yaml\n  - service.yaml\nconfigMapGenerator:\n  - name: settings\n    literals:\n      - COLOR=blue\n', 'base/api.yaml': DEPLOYMENT, 'base/service.yaml': SERVICE };

const OVERLAYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'replicas, images, namespace and labels': {
    ...BASE,
    'top/kustomization.yaml': 'namespace: prod\nresources:\n  - ../base\nreplicas:\n  - name: api\n    count: 5\nimages:\n  - name: example/api\n    newName: registry.example.com/api\n    newTag: "2.1"\ncommonLabels:\n  team: shop\n',
  },
  'names before and after': { ...BASE, 'top/kustomization.yaml': 'namePrefix: prod-\nnameSuffix: -v2\nresources:\n  - ../base\n' },
  'a strategic merge': {
    ...BASE,
    'top/kustomization.yaml': 'resources:\n  - ../base\npatches:\n  - path: patch.yaml\n',
    'top/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          env:\n            - name: LEVEL\n              value: debug\n            - name: GONE\n              $patch: delete\n          resources:\n            limits:\n              memory: 512Mi\n        - name: sidecar\n          image: example/sidecar:1\n',
  },
  'JSON 6902 with a target': {
    ...BASE,
    'top/kustomization.yaml': 'resources:\n  - ../base\npatches:\n  - target:\n      kind: Deployment\n      name: a.*\n    patch: |-\n      - op: replace\n        path: /spec/replicas\n        value: 7\n      - op: add\n        path: /spec/template/spec/containers/0/ports/-\n        value:\n          containerPort: 9090\n      - op: remove\n        path: /spec/template/spec/containers/0/env/1\n',
  },
  'a component, labels and generators that merge': {
    ...BASE,
    'part/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n  - patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata:\n        name: api\n      spec:\n        minReadySeconds: 3\n',
    'top/kustomization.yaml': 'resources:\n  - ../base\ncomponents:\n  - ../part\nconfigMapGenerator:\n  - name: settings\n    behavior: merge\n    literals:\n      - SIZE=large\n    files:\n      - app.conf\nlabels:\n  - pairs:\n      tier: backend\n    includeTemplates: true\n',
    'top/app.conf': 'workers 4\n',
  },
};

/** A tree as plain data. */
function plain(node: Node): unknown {
  if (node.kind === 'mapping') return Object.fromEntries(node.pairs.map(({ key, value }) => [key, plain(value)]));
  if (node.kind === 'sequence') return node.items.map(plain);
  const kind = yamlKind(node);
  return kind === 'whole' || kind === 'number' ? Number(node.text) : kind === 'flag' ? node.text === 'true' : node.text;
}

/** The hash that kustomize puts behind the names of what it generates. */
const HASH = /(settings(?:-v2)?)-[a-z0-9]{10}\b/g;

const objectsOf = (deployment: Deployment | undefined): readonly KubernetesObject[] =>
  (deployment?.facts.documents ?? []).flatMap(({ format, content }) => (format.name === kubernetesObjects.name ? (content as readonly KubernetesObject[]) : []));

const sorted = (objects: readonly unknown[]): readonly unknown[] =>
  [...objects].sort((one, other) => JSON.stringify(one, ['kind', 'metadata', 'name']).localeCompare(JSON.stringify(other, ['kind', 'metadata', 'name'])));

async function expected(folder: string): Promise<readonly unknown[]> {
  const built = await buildKustomization(folder);
  // It tells of fields that are deprecated, and does what they say.
  if ('error' in built && !built.error.includes('deprecated')) throw new Error(built.error);
  return 'error' in built ? [] : parseAllDocuments(built.manifests.replace(HASH, '$1')).map((document) => document.toJS() as unknown);
}

describe.skipIf(findTool('kustomize') === undefined)('kustomize builds the same', () => {
  it.each(Object.entries(OVERLAYS))('%s', async (_, files) => {
    const sandbox = makeSandbox('kustomize');
    try {
      for (const [path, text] of Object.entries(files)) sandbox.write(path, text.replace('commonLabels:\n  team: shop\n', 'labels:\n  - pairs:\n      team: shop\n    includeSelectors: true\n'));
      const [deployment, ...others] = deploymentsOf(files);
      expect(others).toEqual([]);
      expect(deployment?.name).toBe('top');
      expect(sorted(objectsOf(deployment).map(({ tree }) => plain(tree)))).toEqual(sorted(await expected(join(sandbox.folder, 'top'))));
    } finally {
      sandbox.remove();
    }
  });

  it.each(['small', 'medium', 'large'])('the rendered profile %s', async (profile) => {
    const folder = join(import.meta.dirname, '..', '..', 'out', profile, 'kubernetes');
    const tree = treeOf(Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])));
    expect(sorted(kubernetesDeployments(tree).flatMap(objectsOf).map(({ tree: object }) => plain(object)))).toEqual(sorted(await expected(folder)));
  });
});

describe('a kustomization', () => {
  it('gives values the places where they are decided', () => {
    const deployment = deploymentOf(OVERLAYS['a strategic merge'] ?? {});
    expect(entry(deployment, 'api.container.memory_limit')).toBe('536870912 top/patch.yaml:17:23');
    expect(entry(deployment, 'api.component.replicas')).toBe('1 base/api.yaml:6:13');
    expect(deployment.containers.map(({ component }) => component)).toEqual(['api', 'api/sidecar']);
    const prod = deploymentOf(OVERLAYS['replicas, images, namespace and labels'] ?? {});
    expect(prod.containers[0]?.image).toEqual({ text: 'registry.example.com/api:2.1', at: { file: 'top/kustomization.yaml', line: 10, column: 13 } });
    expect(entry(prod, 'api.kubernetes.namespace')).toBe('prod top/kustomization.yaml:1:12');
    const merged = deploymentOf(OVERLAYS['a component, labels and generators that merge'] ?? {});
    expect([...(merged.containers[0]?.environment.keys() ?? [])]).toEqual(['COLOR', 'app.conf', 'SIZE', 'LEVEL', 'GONE']);
    expect(entry(merged, 'api.kubernetes.unversioned_config[settings]')).toBeUndefined();
  });

  it('names what it does not follow', () => {
    const [deployment] = deploymentsOf({ 'kustomization.yaml': 'resources:\n  - github.com/example/base?ref=v1\n  - gone.yaml\nreplacements:\n  - path: x.yaml\n' });
    expect(deployment?.facts.unread.map(({ what, because }) => `${what}: ${because}`)).toEqual(['github.com/example/base?ref=v1: it lies outside of the tree', 'gone.yaml: it is not in the tree', 'replacements of a kustomization: they are not followed']);
  });
});

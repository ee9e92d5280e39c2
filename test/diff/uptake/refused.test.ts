import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { Side } from '../../../src/diff/side.ts';
import { describeWith } from '../../servers/describe-with.ts';
import { makeSandbox } from '../../servers/sandbox.ts';
import { requireTool, type ToolId } from '../../servers/tools.ts';
import { replaced, sideOf, stepsBetween } from './sides.ts';

type Edit = readonly [path: string, from: string | RegExp, to: string];
const [DB, API, PROXY, NAMESPACE] = ['kubernetes/db.yaml', 'kubernetes/api.yaml', 'kubernetes/proxy.yaml', 'kubernetes/namespace.yaml'];

const changed = (side: Side, edits: readonly Edit[]): Side => edits.reduce((one, [path, ...piece]) => replaced(one, path, piece), side);

/** The components that gen diff says something is refused of. */
const refusedOf = (before: Side, after: Side): readonly string[] => [...new Set(stepsBetween(before, after).filter(({ environment, action }) => environment === 'kubernetes' && action === 'refused').map(({ component }) => component))];

const EXTRA = 'kubernetes/extra.yaml';
/** Kinds that are not rendered, and that somebody may put beside what is. */
const EXTRAS = `
apiVersion: batch/v1
kind: Job
metadata: { name: once, namespace: medium }
spec:
  completions: 1
  parallelism: 1
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: once, image: busybox:1.36 }]
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly, namespace: medium }
spec:
  schedule: 0 3 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{ name: nightly, image: busybox:1.36 }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: uploads, namespace: medium }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: slow
  resources: { requests: { storage: 10Gi } }
---
apiVersion: v1
kind: Secret
metadata: { name: token, namespace: medium }
type: Opaque
immutable: true
data: { token: c2VjcmV0 }
`;

/** What is changed in the rendered manifests of medium, and the components of which the API server takes nothing. */
const cases: readonly (readonly [what: string, edits: readonly Edit[], refused: readonly string[]])[] = [
  ['nothing', [], []],
  ['a larger claim', [[DB, 'storage: 70Gi', 'storage: 140Gi']], ['db']],
  ['a smaller claim', [[DB, 'storage: 70Gi', 'storage: 35Gi']], ['db']],
  ['another class of the claim', [[DB, 'accessModes:', 'storageClassName: fast\n        accessModes:']], ['db']],
  ['the Service of a StatefulSet', [[DB, 'serviceName: db', 'serviceName: other']], ['db']],
  ['how a StatefulSet starts its pods', [[DB, '  serviceName: db', '  podManagementPolicy: Parallel\n  serviceName: db']], ['db']],
  ['the selector of a StatefulSet', [[DB, /matchLabels:\n {6}app\.kubernetes\.io\/instance: db\n {2}serviceName/, 'matchLabels:\n      app.kubernetes.io/name: postgres\n  serviceName']], ['db']],
  ['a headless Service', [[DB, 'clusterIP: None', 'clusterIP: 10.0.0.9']], ['db']],
  ['the pods of a StatefulSet', [[DB, 'cpu: 1250m', 'cpu: 1500m']], []],
  ['the number of pods', [[DB, 'replicas: 1', 'replicas: 2']], []],
  ['how a StatefulSet is updated', [[DB, 'type: RollingUpdate', 'type: OnDelete']], []],
  ['the selector of a Deployment', [[API, /selector:\n {4}matchLabels:\n {6}app\.kubernetes\.io\/instance: api\n {2}strategy/, 'selector:\n    matchLabels:\n      app.kubernetes.io/name: node\n  strategy']], ['api']],
  ['the pods of a Deployment', [[API, 'cpu: "2"', 'cpu: "1"']], []],
  ['how a Deployment is updated', [[PROXY, 'maxSurge: 1', 'maxSurge: 2']], []],
  ['the port of a Service', [[PROXY, 'port: 8080', 'port: 8081']], []],
  ['the rank of a class', [[NAMESPACE, 'value: 2000', 'value: 3000']], ['medium-stores']],
  ['what an immutable ConfigMap holds', [[API, 'const PLANNED_WORKERS = 2;', 'const PLANNED_WORKERS = 3;']], ['api']],
  ['a quota', [[NAMESPACE, 'pods: 11', 'pods: 12']], []],
  ['what a Job runs', [[EXTRA, 'name: once, image: busybox:1.36', 'name: once, image: busybox:1.37']], ['once']],
  ['how often a Job runs', [[EXTRA, 'completions: 1', 'completions: 2']], ['once']],
  ['how much of a Job runs at once', [[EXTRA, 'parallelism: 1', 'parallelism: 2']], []],
  ['what a CronJob runs', [[EXTRA, 'name: nightly, image: busybox:1.36', 'name: nightly, image: busybox:1.37']], []],
  ['a claim that grows', [[EXTRA, 'storage: 10Gi', 'storage: 20Gi']], []],
  ['a claim that shrinks', [[EXTRA, 'storage: 10Gi', 'storage: 5Gi']], ['uploads']],
  ['the class of a claim', [[EXTRA, 'storageClassName: slow', 'storageClassName: fast']], ['uploads']],
  ['what an immutable Secret holds', [[EXTRA, 'c2VjcmV0', 'b3RoZXI=']], ['token']],
  ['that a Secret is immutable', [[EXTRA, 'immutable: true', 'immutable: false']], ['token']],
  ['the type of a Secret', [[EXTRA, 'type: Opaque', 'type: example.com/token']], ['token']],
];

describeWith('what the API server refuses is what gen diff calls refused', 'apply-check', () => {
  it.each(cases)('%s', async (_, edits, refused) => {
    const medium = await sideOf('medium');
    const before: Side = { ...medium, files: [...medium.files, { path: EXTRA, text: EXTRAS }] };
    const after = changed(before, edits);
    const { judged, faults } = verdict<{ judged: readonly string[]; faults: readonly { readonly object: string; readonly path: string }[] }>('apply-check', before, after);
    expect(judged.length).toBeGreaterThan(10);
    expect([...new Set(faults.map(({ object }) => object.replace(/^.*\//, '').replace(/-[0-9a-f]{10}$/, '')))]).toEqual(refused);
    expect(refusedOf(before, after)).toEqual(refused);
  });
});

/** The same of a Cluster of CloudNativePG, by the operator's own webhook. */
const clusters: readonly (readonly [what: string, edits: readonly Edit[], refused: boolean])[] = [
  ['nothing', [], false],
  ['larger volumes', [[DB, 'size: 350Gi', 'size: 500Gi']], false],
  ['a smaller volume', [[DB, 'size: 350Gi', 'size: 300Gi']], true],
  ['a smaller volume of the log', [[DB, 'size: 50Gi', 'size: 40Gi']], true],
  ['no volume of the log', [[DB, /walStorage:\n.*\n.*\n/, '']], true],
  ['a newer major version', [[DB, 'postgresql:18-', 'postgresql:19-']], false],
  ['an older major version', [[DB, 'postgresql:18-', 'postgresql:17-'], [DB, /\n *# [^\n]*\n *io_method: worker\n *# [^\n]*\n *io_workers: "4"/, '']], true],
  ['another image together with other parameters', [[DB, 'postgresql:18-standard-bookworm', 'postgresql:18-standard-trixie'], [DB, 'work_mem: "64MB"', 'work_mem: "32MB"']], true],
  ['another image', [[DB, 'postgresql:18-standard-bookworm', 'postgresql:18-standard-trixie']], false],
  ['other parameters', [[DB, 'work_mem: "64MB"', 'work_mem: "32MB"']], false],
  ['fewer connections', [[DB, 'max_connections: "100"', 'max_connections: "98"']], false],
  ['fewer instances', [[DB, 'instances: 3', 'instances: 2']], false],
];

describeWith("what CloudNativePG's webhook refuses is what gen diff calls refused", 'cnpg-webhook', () => {
  it.each(clusters)('%s', async (_, edits, refused) => {
    const before = await sideOf('xlarge');
    const after = changed(before, edits);
    const said = verdict<{ judged: readonly string[]; refused: readonly string[] }>('cnpg-webhook', before, after);
    expect(said.judged).toEqual(['Cluster/db']);
    expect(said.refused.length > 0, said.refused.join()).toBe(refused);
    expect(refusedOf(before, after)).toEqual(refused ? ['db'] : []);
  });
});

/** What a checker says of all manifests of two sides. */
function verdict<T>(tool: ToolId, before: Side, after: Side): T {
  const sandbox = makeSandbox('manifests');
  try {
    const [was, is] = ([['before.yaml', before], ['after.yaml', after]] as const).map(([name, { files }]) => sandbox.write(name, files.filter(({ path }) => /^kubernetes\/(?!kustomization).*\.yaml$/.test(path)).map(({ text }) => text).join('\n---\n')));
    const { status, stdout, stderr } = spawnSync(requireTool(tool).path, [was ?? '', is ?? ''], { encoding: 'utf8', timeout: 60_000 });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as T;
  } finally {
    sandbox.remove();
  }
}

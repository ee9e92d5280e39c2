import { afterAll, expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { buildKustomization, kubernetesVersions, validateKubernetes, validateManifests } from '../kubernetes.ts';
import { makeSandbox } from '../sandbox.ts';

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  replicas: 2
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec: { containers: [ { name: api, image: "node:22.1" } ] }
`;
const kustomization = `
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [ api.yaml ]
configMapGenerator: [ { name: api, literals: [ A=1 ] } ]
`;

describeWith('the harness of Kubernetes', ['kubernetes-validate', 'kustomize'], () => {
  const folders: (() => void)[] = [];
  afterAll(() => { for (const remove of folders) remove(); });

  function folderOf(files: Readonly<Record<string, string>>): string {
    const sandbox = makeSandbox('kubernetes');
    folders.push(sandbox.remove);
    for (const [name, text] of Object.entries(files)) sandbox.write(name, text);
    return sandbox.folder;
  }

  it('accepts a good manifest for the oldest and the newest version', async () => {
    expect(kubernetesVersions()).toEqual(['1.27', expect.stringMatching(/^1\.3\d$/)]);
    expect(await validateKubernetes(folderOf({ 'api.yaml': deployment, 'kustomization.yaml': kustomization }))).toEqual([]);
  });

  it('refuses per file and object', async () => {
    const folder = folderOf({
      'a.yaml': deployment.replace('replicas', 'replica'),
      'b.yaml': `${deployment}---${deployment.replace('"node:22.1"', '3').replace('name: api', 'name: web')}`,
      'c.yaml': deployment.replace('Deployment', 'Deploymint'),
    });
    const [oldest] = kubernetesVersions();
    expect(await validateKubernetes(folder, [oldest])).toEqual([
      { kubernetes: oldest, file: 'a.yaml', object: 'deployment/api', message: expect.stringContaining("'replica' was unexpected") },
      { kubernetes: oldest, file: 'b.yaml', object: 'deployment/web', message: expect.stringContaining("3 is not of type 'string'") },
      { kubernetes: oldest, file: 'c.yaml', object: '', message: expect.stringContaining("Couldn't find schema for kind Deploymint") },
    ]);
  });

  it('knows which version a field came with', async () => {
    const resized = deployment.replace('image:', 'resizePolicy: [ { resourceName: cpu, restartPolicy: NotRequired } ], image:');
    expect(await validateManifests(resized, ['1.27'])).toEqual([]);
    expect(await validateManifests(resized, ['1.26'])).toHaveLength(1);
  });

  it('refuses what is not YAML, and a folder without manifests', async () => {
    expect((await validateManifests('a: [', ['1.27']))[0]?.message).toMatch(/parse YAML/);
    await expect(validateManifests('', ['1.27'])).rejects.toThrow(/no object/);
    await expect(validateKubernetes(folderOf({ 'a.txt': '' }), ['1.27'])).rejects.toThrow(/no manifests/);
  });

  it('builds what kubectl would send', async () => {
    const built = await buildKustomization(folderOf({ 'api.yaml': deployment, 'kustomization.yaml': kustomization }));
    expect(built).toEqual({ manifests: expect.stringContaining('kind: ConfigMap') });
    expect(await validateManifests('manifests' in built ? built.manifests : '', ['1.27'])).toEqual([]);
  });

  it('refuses a kustomization that names what is not there, or an unknown key', async () => {
    expect(await buildKustomization(folderOf({ 'kustomization.yaml': kustomization }))).toEqual({ error: expect.stringMatching(/api\.yaml.*no such file/s) });
    expect(await buildKustomization(folderOf({ 'kustomization.yaml': `${kustomization}resource: []`, 'api.yaml': deployment }))).toEqual({ error: expect.stringContaining('unknown field "resource"') });
  });
});

import { basename } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RenderedFile } from '../../src/model/target.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { describeWith } from '../servers/describe-with.ts';
import { buildKustomization, validateKubernetes } from '../servers/kubernetes.ts';
import { makeSandbox, type Sandbox } from '../servers/sandbox.ts';
import { plans } from './kubernetes-plans.ts';
import { readManifests } from './kubernetes-read.ts';

describeWith('Kubernetes, strictly', ['kubernetes-validate', 'kustomize'], () => {
  const sandboxes: Sandbox[] = [];
  const rendered: (readonly [name: string, files: readonly RenderedFile[]])[] = [];
  beforeAll(async () => { for (const [name, plan] of plans) rendered.push([name, await kubernetesTarget.render(plan)]); });
  afterAll(() => { for (const sandbox of sandboxes) sandbox.remove(); });

  function sandboxOf(files: readonly RenderedFile[]): string {
    const sandbox = makeSandbox('manifests');
    sandboxes.push(sandbox);
    for (const { path, text } of files) sandbox.write(path, text);
    return sandbox.folder;
  }

  it('takes every manifest, unknown keys refused, oldest and newest version', async () => {
    const manifests = rendered.flatMap(([, files], index) => files.filter(({ path }) => basename(path) !== 'kustomization.yaml').map(({ path, text }) => ({ path: `${index}-${basename(path)}`, text })));
    expect(manifests.length).toBeGreaterThan(50);
    expect(await validateKubernetes(sandboxOf(manifests))).toEqual([]);
  });

  it('builds the kustomizations, which say what the files say', async () => {
    for (const [name, files] of rendered) {
      const built = await buildKustomization(sandboxOf(files.map(({ path, text }) => ({ path: basename(path), text }))));
      if ('error' in built) throw new Error(`${name}: ${built.error}`);
      const objects = (texts: readonly RenderedFile[]): readonly unknown[] => readManifests(texts).map(({ kind, name: object, data }) => ({ place: `${kind}/${object}`, data })).sort((a, b) => (a.place < b.place ? -1 : 1));
      expect(objects([{ path: 'built.yaml', text: built.manifests }]), name).toEqual(objects(files));
    }
  });
});

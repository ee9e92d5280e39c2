import { basename } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RenderedFile } from '../../src/model/target.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { judgeCustomResources } from '../crds/schema-errors.ts';
import { describeWith } from '../servers/describe-with.ts';
import { buildKustomization, validateKubernetes } from '../servers/kubernetes.ts';
import { makeSandbox, type Sandbox } from '../servers/sandbox.ts';
import { plans } from './kubernetes-plans.ts';
import { readManifests } from './kubernetes-read.ts';

/** Kinds that Kubernetes does not bring: test/crds judges those. */
const CUSTOM = /^apiVersion: (?:gateway\.networking\.k8s\.io|\S+\.(?:io|com)(?<!\.k8s\.io))\//m;

describeWith('Kubernetes, strictly', ['kubernetes-validate', 'kustomize', 'crd-check'], () => {
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
    const manifests = rendered.flatMap(([, files], index) => files.filter(({ path }) => path.endsWith('.yaml') && basename(path) !== 'kustomization.yaml').map(({ path, text }) => ({ path: `${index}-${basename(path)}`, text })));
    expect(manifests.length).toBeGreaterThan(50);
    const builtIn = manifests.map(({ path, text }) => ({ path, text: text.split(/^---$/m).filter((object) => !CUSTOM.test(object)).join('---') })).filter(({ text }) => /^kind:/m.test(text));
    expect(await validateKubernetes(sandboxOf(builtIn))).toEqual([]);
  });

  it('takes every custom resource, unknown keys refused', () => {
    const { judged, errors } = judgeCustomResources(rendered.flatMap(([, files]) => files.filter(({ path }) => path.endsWith('.yaml') && basename(path) !== 'kustomization.yaml').map(({ text }) => text)).join('---\n'));
    expect(errors).toEqual([]);
    expect(judged.map((object) => object.split('/')[0])).toEqual(expect.arrayContaining(['HTTPRoute', 'TLSRoute']));
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

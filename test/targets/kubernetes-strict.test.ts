import { basename } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { describeWith } from '../servers/describe-with.ts';
import { buildKustomization, validateKubernetes, validateManifests } from '../servers/kubernetes.ts';
import { makeSandbox, type Sandbox } from '../servers/sandbox.ts';
import { plans } from './kubernetes-plans.ts';

describeWith('Kubernetes, strictly', ['kubernetes-validate', 'kustomize'], () => {
  const sandboxes: Sandbox[] = [];
  afterAll(() => { for (const sandbox of sandboxes) sandbox.remove(); });

  it.each(plans)('takes every manifest and the whole kustomization, oldest and newest: %s', async (_, plan) => {
    const sandbox = makeSandbox('manifests');
    sandboxes.push(sandbox);
    for (const file of await kubernetesTarget.render(plan)) sandbox.write(basename(file.path), file.text);
    expect(await validateKubernetes(sandbox.folder)).toEqual([]);
    const built = await buildKustomization(sandbox.folder);
    expect(built).toEqual({ manifests: expect.any(String) as string });
    if ('manifests' in built) expect(await validateManifests(built.manifests)).toEqual([]);
  });
});

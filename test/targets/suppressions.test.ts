import { describe, expect, it } from 'vitest';
import type { Stack } from '../../src/model/stack.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { size } from '../../src/size.ts';
import { load } from '../load/workspace.ts';
import { at, readManifests } from './kubernetes-read.ts';

const planOf = (profile: string): Stack => size(load({ 'shop.yaml': profile }));

async function annotationsOf(profile: string, kind: string, name: string): Promise<unknown> {
  const found = readManifests(await kubernetesTarget.render(planOf(profile))).find((manifest) => manifest.kind === kind && manifest.name === name);
  return at(found?.data, 'metadata', 'annotations');
}

describe('what linters are told', () => {
  it('stands where it is meant, with its reason', async () => {
    expect(await annotationsOf('extends: small\n', 'StatefulSet', 'db')).toEqual({
      'ignore-check.kube-linter.io/minimum-three-replicas': 'a pod more would be a store of its own: copies of the data are the business of an operator',
      'checkov.io/skip1': 'CKV_K8S_43=what digest a tag has is known to registries alone; an image that the profile states with its digest keeps it',
    });
  });

  it('goes with its cause: an image with a digest, pods enough', async () => {
    const image = `image: "registry.example.com/shop@sha256:${'0'.repeat(64)}"`;
    expect(await annotationsOf(`extends: small\ncomponents: [{ name: api, ${image}, replicas: 3 }]\nsettings: { api.kubernetes.max_replicas: 3, api.container.cpu_reservation: 0.5, api.container.cpu_limit: 0.5 }\n`, 'Deployment', 'api')).toBeUndefined();
  });

  it('knows pods that an operator makes', async () => {
    expect(await annotationsOf('extends: xlarge\n', 'NetworkPolicy', 'db')).toHaveProperty(['kube-score/ignore'], 'networkpolicy-targets-pod');
    expect(await annotationsOf('extends: small\n', 'NetworkPolicy', 'db')).toBeUndefined();
  });

  it('is a file for Trivy, which reads no annotations', async () => {
    const file = (await kubernetesTarget.render(planOf('extends: small\ncomponents: [{ name: proxy, image: "nginx:1.30" }, { name: api, image: "shop:1" }]\n'))).find(({ path }) => path === 'kubernetes/.trivyignore');
    expect(file?.text.split('\n').filter((line) => line.startsWith('KSV'))).toEqual(['KSV-0039', 'KSV-0040', 'KSV-01010']);
  });
});

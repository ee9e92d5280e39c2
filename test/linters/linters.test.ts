import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { judgeCustomResources } from '../crds/schema-errors.ts';
import { describeWith } from '../servers/describe-with.ts';
import { buildKustomization } from '../servers/kubernetes.ts';
import type { Sandbox } from '../servers/sandbox.ts';
import { linters } from './all.ts';
import { manifestsOf, shown } from './finding.ts';
import { kubeconform } from './kubeconform.ts';
import { plans } from './plans.ts';
import { rendered } from './rendered.ts';
import { kubernetesReleases } from '../validate/kubernetes-schemas.ts';

let sandbox: Sandbox;
beforeAll(async () => { sandbox = await rendered(plans); });
afterAll(() => sandbox.remove());

for (const [name, needs, lint] of linters) {
  describeWith(name, needs, () => {
    it('finds nothing', async () => {
      expect((await lint(sandbox.folder)).map(shown)).toEqual([]);
    });
  });
}

describeWith('schemas', ['kubeconform', 'kubernetes-validate', 'crd-check'], () => {
  it('take every object, from Kubernetes 1.27 to the newest: kubeconform those of Kubernetes, the operators\' definitions theirs', async () => {
    const files = manifestsOf(sandbox.folder);
    const { judged, others, errors } = judgeCustomResources(files.map((file) => readFileSync(file, 'utf8')).join('---\n'));
    expect(errors).toEqual([]);
    const operated = [...new Set(judged.map((object) => object.split('/')[0] ?? ''))];
    for (const release of kubernetesReleases()) {
      const { findings, valid } = await kubeconform(files, release, operated);
      expect(findings.map(shown)).toEqual([]);
      expect(valid).toBe(others.length);
    }
  });
});

describeWith('kustomize', 'kustomize', () => {
  it.each(plans.map(({ name }) => name))('builds %s', async (name) => {
    expect(await buildKustomization(join(sandbox.folder, name))).toHaveProperty('manifests');
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { treeOf } from '../../src/model/source.ts';
import { stackOf } from '../../src/read.ts';
import { kubernetesDeployments } from '../../src/readers/kubernetes.ts';
import { expectEffort } from '../effort.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 500);
/** Yards that a handful of manifests may cost. */
const MOST = 100;
const STACKS = join(import.meta.dirname, '..', 'stacks');

const texts = ['network-policy-blocks-link', 'config-change-without-rollout', 'quota-exceeded', 'autoscale-without-request', 'manifest-invalid']
  .flatMap((id) => readdirSync(join(STACKS, id), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => [join('k8s', entry.name), readFileSync(join(entry.parentPath, entry.name), 'utf8')] as const);

/** Texts that people do not write, and some that they do. */
const ADVERSARIAL = [
  '\u0000', '&a [*a]', '&a *a', '<<: *x', '{{ .Values.x }}', '[[[[[[[[[[', '}}}}', '9'.repeat(400), '1e999999999Gi', '-1', '25%%', '$(A)$(A)$(A)', '.*.*.*.*.*.*x', '../../../etc/passwd', '__proto__', 'constructor', '\u2028', '\t', '- - - -', '? !!x',
];

const resources = ['resources: [proxy.yaml, ../k8s, ., ./, api.yaml]', 'resources: [api.yaml]\ncomponents: [.]', 'resources: [api.yaml]\npatches: [{ patch: "- op: add\\n  path: /spec/x/-\\n  value: 1", target: { kind: Deployment } }]', 'resources: [api.yaml]\nnamePrefix: a-\nimages: [{ name: "", newTag: x }]\nlabels: [{ pairs: { constructor: x }, includeSelectors: true }]'];

const garbled = fc.tuple(fc.constantFrom(...texts), fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), drop: fc.nat({ max: 60 }), put: fc.constantFrom('', '\n', ':', ' ', ...ADVERSARIAL) }), { maxLength: 5 })).map(([[path, text], edits]) =>
  [path, edits.reduce((before, { at, drop, put }) => before.slice(0, Math.floor(at * before.length)) + put + before.slice(Math.floor(at * before.length) + drop), text)] as const);

it('no manifest, whole or garbled, stops the reader or takes long', () => {
  fc.assert(
    fc.property(fc.array(garbled, { minLength: 1, maxLength: 4 }), fc.option(fc.constantFrom(...resources)), (files, kustomization) => {
      const tree = treeOf({ ...Object.fromEntries(files), ...(kustomization === null ? {} : { 'k8s/kustomization.yaml': kustomization }) });
      expectEffort(MOST, () => {
        for (const deployment of kubernetesDeployments(tree)) {
          for (const container of deployment.containers) for (const path of container.files) container.file(path);
          check(stackOf(tree, deployment).stack);
        }
      });
    }),
    { numRuns: RUNS },
  );
});

it('kustomizations that refer to each other in circles, or double with each step, end', () => {
  const circle = treeOf({ 'a/kustomization.yaml': 'resources: [../b]', 'b/kustomization.yaml': 'resources: [../a]' });
  expect(kubernetesDeployments(circle).length).toBeLessThanOrEqual(2);
  const steps = Object.fromEntries(Array.from({ length: 40 }, (_, step) => [`s${step}/kustomization.yaml`, `resources: [../s${step + 1}, ../s${step + 1}]`]));
  const doubling = treeOf({ ...steps, 's40/kustomization.yaml': 'resources: [a.yaml]', 's40/a.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\n' });
  expectEffort(MOST, () => kubernetesDeployments(doubling));
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Stack } from '../../src/model/stack.ts';
import { size } from '../../src/size.ts';
import { load } from '../load/workspace.ts';
import { describeWith } from '../servers/describe-with.ts';
import type { Sandbox } from '../servers/sandbox.ts';
import { linters } from './all.ts';
import { manifestsOf } from './finding.ts';
import { kubeconform } from './kubeconform.ts';
import { rendered } from './rendered.ts';
import { newestRelease } from './schemas.ts';

interface Spoiled {
  readonly change: (text: string) => string;
  /** The check of each linter that must see it. */
  readonly seenBy: Readonly<Record<string, string>>;
}

/** What is done to the manifests of a stack of this name. */
const SPOILED: Readonly<Record<string, Spoiled>> = {
  privileged: {
    change: (text) => text.replaceAll('privileged: false', 'privileged: true'),
    seenBy: { 'kube-score': 'container-security-context-privileged', 'kube-linter': 'privileged-container', Checkov: 'CKV_K8S_16', Trivy: 'KSV-0017' },
  },
  root: {
    change: (text) => text.replaceAll('runAsNonRoot: true', 'runAsNonRoot: false').replaceAll(/runAs(User|Group): \d+/g, 'runAs$1: 0'),
    seenBy: { 'kube-score': 'container-security-context-user-group-id', 'kube-linter': 'run-as-non-root', Checkov: 'CKV_K8S_23', Trivy: 'KSV-0012' },
  },
  unlimited: {
    change: (text) => text.replaceAll(/^( +)limits:\n(?:\1 .*\n)+/gm, ''),
    seenBy: { 'kube-score': 'container-resources', 'kube-linter': 'unset-memory-requirements', Checkov: 'CKV_K8S_13', Trivy: 'KSV-0018' },
  },
  latest: {
    change: (text) => text.replaceAll(/image: postgres:\S+/g, 'image: postgres:latest'),
    seenBy: { 'kube-score': 'container-image-tag', 'kube-linter': 'latest-tag', Checkov: 'CKV_K8S_14', Trivy: 'KSV-0013' },
  },
  writable: {
    change: (text) => text.replaceAll('readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false'),
    seenBy: { 'kube-score': 'container-security-context-readonlyrootfilesystem', 'kube-linter': 'no-read-only-root-fs', Checkov: 'CKV_K8S_22', Trivy: 'KSV-0014' },
  },
  // Trivy looks at one object at a time, and Checkov takes the policy of another namespace for one of this.
  open: {
    change: (text) => text.split(/^---\n/m).filter((object) => !/^kind: NetworkPolicy$/m.test(object)).join('---\n'),
    seenBy: { 'kube-score': 'pod-networkpolicy', 'kube-linter': 'non-isolated-pod' },
  },
  misspelt: {
    change: (text) => text.replaceAll('terminationGracePeriodSeconds', 'terminationGracePeriodSecond'),
    seenBy: { 'kube-linter': 'schema-validation-on-disk', kubeconform: 'schema' },
  },
};

let sandbox: Sandbox;
beforeAll(async () => {
  // With an image of its own nothing of it is suppressed.
  const plans: readonly Stack[] = Object.keys(SPOILED).map((name) => size(load({ 'profile.yaml': `extends: small\nname: ${name}\ncomponents: [{ name: api, image: registry.example.com/shop:1.0.0 }]\n` }, [], 'profile.yaml')));
  sandbox = await rendered(plans, (text, stack) => SPOILED[stack]?.change(text) ?? text);
});
afterAll(() => sandbox.remove());

const ofEach = [
  ...linters,
  ['kubeconform', ['kubeconform', 'kubernetes-validate'], async (folder: string) => (await kubeconform(manifestsOf(folder), newestRelease(), ['HTTPRoute'])).findings] as const,
] as const;

for (const [linter, needs, lint] of ofEach) {
  describeWith(linter, needs, () => {
    it('sees what is spoiled', async () => {
      const findings = await lint(sandbox.folder);
      for (const [stack, { seenBy }] of Object.entries(SPOILED)) {
        const seen = findings.filter(({ where }) => where.split(/[/.]/).includes(stack)).map(({ check }) => check);
        const wanted = seenBy[linter];
        if (wanted !== undefined) expect(seen, stack).toContain(wanted);
      }
    });
  });
}

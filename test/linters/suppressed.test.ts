import { afterAll, beforeAll, expect, it } from 'vitest';
import { suppressions } from '../../src/targets/kubernetes/suppressions.ts';
import { describeWith } from '../servers/describe-with.ts';
import type { Sandbox } from '../servers/sandbox.ts';
import { linters } from './all.ts';
import { plans } from './plans.ts';
import { rendered } from './rendered.ts';

/** What says to a linter that something is meant: annotations, and the lines of `.trivyignore`. */
const SAID = /^ +(?:ignore-check\.kube-linter\.io\/|kube-score\/ignore|checkov\.io\/skip).*\n|^KSV-.*\n/gm;

let sandbox: Sandbox;
beforeAll(async () => { sandbox = await rendered(plans, (text) => text.replaceAll(SAID, '')); });
afterAll(() => sandbox.remove());

for (const [name, needs, lint] of linters) {
  describeWith(name, needs, () => {
    it('finds what is suppressed, where it is not, and nothing else', async () => {
      const found = (await lint(sandbox.folder)).map(({ check }) => check);
      const suppressed = suppressions.flatMap(({ checks }) => Object.entries(checks).filter(([linter]) => linter === name.toLowerCase()).flatMap(([, ids]) => ids));
      expect([...new Set(found)].sort()).toEqual([...new Set(suppressed)].sort());
    });
  });
}

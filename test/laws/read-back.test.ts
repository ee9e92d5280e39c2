import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import type { Finding } from '../../src/model/check.ts';
import { showProblem } from '../../src/model/problem.ts';
import { treeOf } from '../../src/model/source.ts';
import { isExternal, PROFILE_PARTS, type Stack } from '../../src/model/stack.ts';
import { isPython } from '../../src/model/who.ts';
import type { StackRead } from '../../src/read.ts';
import { readTree } from '../../src/read-tree.ts';
import { render } from '../../src/render.ts';
import { isMigrated, migratedBy, migrationName } from '../../src/targets/migration.ts';
import { drafts, planOf, pythonDrafts, stackOf } from './random.ts';

const RUNS = Number(process.env.PLUMBLINE_LAW_RUNS ?? 200);
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);
const counted = { sized: 0, refused: 0, read: 0, judged: 0 };

/** The Compose project and the manifests of a plan, read back and judged against its machine and targets. */
async function readBack(plan: Stack): Promise<readonly StackRead[]> {
  const files = Object.fromEntries((await render(plan)).map(({ path, text }) => [path, text]));
  const entries = [...plan.entries.values()].filter(({ component }) => (PROFILE_PARTS as readonly string[]).includes(component));
  const { stacks } = readTree(treeOf(files), { entries });
  expect(stacks.map(({ stack }) => stack.name)).toEqual(['docker-compose.yml', 'kubernetes', 'monitoring/kubernetes']);
  // Rules and panels for operators that the cluster has: nothing of it runs by itself.
  expect(stacks.at(-1)?.stack.components).toEqual([]);
  return stacks.slice(0, -1);
}

/** What is not read of files of ours, because it is said on the machine and nowhere else. */
const NOT_SAID: readonly RegExp[] = [
  // The image of an application is named when it is deployed, or built from what lies beside the stack.
  /^image: \$\{[A-Z0-9_]+_IMAGE:\?/,
  /^build: .*: outside of what was given$/,
  /^image: .* stands for an image that is named when it is deployed$/,
  // Secrets are made on the machine.
  /^secrets\/.*\.gitignore leaves it out$/,
];

/** Components that run here, with their kinds and links, as lines that can be compared. */
function shapeOf({ components, links }: Stack, plan: Stack): readonly string[] {
  const isOurs = (name: string): boolean => !plan.components.some((component) => component.name === name && isExternal(plan, component));
  return [
    ...components.filter(({ name }) => isOurs(name)).map(({ name, kind }) => `${name}: ${kind}`),
    ...links.filter(({ from, to }) => isOurs(from) && isOurs(to)).map(({ from, to }) => `${from} > ${to}`),
  ].sort();
}

/** The migrations of a plan, as services of their own. */
const migrations = (plan: Stack): readonly string[] => plan.components.filter((one) => isMigrated(plan, one)).flatMap((one) => [
  `${migrationName(plan, one)}: ${isPython(one) ? 'python' : 'node'}`, ...migratedBy(plan, one).map(({ name }) => `${migrationName(plan, one)} > ${name}`),
]);

/** What a machine cannot meet: targets are wishes, and a plan says where they are not met. */
const WISHES: readonly string[] = ['target-exceeds-capacity', 'worker-connections-below-demand'];

/** A proxy has connections and rates for what each application answers: where one is short of its part, files do not say so. */
const BY_ANSWERS: readonly string[] = ['worker-connections-below-demand', 'rate-limit-below-target'];

const told = ({ check: id, component, message }: Finding): string => `${id} ${component}: ${message}`;

describe(`law 1: the checker finds nothing in a plan that is written to files and read back (seed ${seed})`, () => {
  afterAll(() => console.info(`law 1, read back: ${counted.sized} profiles sized, ${counted.refused} refused as too small, ${counted.read} deployments read, ${counted.judged} relations judged; seed ${seed}`));

  it('whatever the profile', { timeout: 300_000 + 200 * RUNS }, async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(drafts, pythonDrafts), async (draft) => {
      const plan = planOf(stackOf(draft));
      counted[plan === undefined ? 'refused' : 'sized'] += 1;
      if (plan === undefined) return;
      const wishes = check(plan).findings.filter((finding) => WISHES.includes(finding.check)).map(({ check: id, component }) => `${id} ${component}`);
      const isShort = wishes.some((wish) => wish.startsWith('target-exceeds-capacity '));
      for (const { stack, problems } of await readBack(plan)) {
        const report = check(stack);
        counted.read += 1;
        counted.judged += report.judged;
        expect(problems.map(showProblem)).toEqual([]);
        // In Kubernetes they run before the application, in its own pods.
        const services = stack.name === 'kubernetes' ? [] : migrations(plan);
        expect(shapeOf(stack, plan)).toEqual([...shapeOf(plan, plan), ...services].sort());
        expect((stack.unread ?? []).map(({ what, because }) => `${what}: ${because}`).filter((said) => !NOT_SAID.some((pattern) => pattern.test(said)))).toEqual([]);
        expect(report.findings.filter(({ check: id, component }) => !wishes.includes(`${id} ${component}`) && !(isShort && BY_ANSWERS.includes(id))).map(told)).toEqual([]);
      }
    }), { numRuns: RUNS, seed });
  });
});

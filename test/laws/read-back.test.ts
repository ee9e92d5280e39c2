import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import type { Finding } from '../../src/model/check.ts';
import { InputError, showProblem } from '../../src/model/problem.ts';
import { treeOf } from '../../src/model/source.ts';
import { isExternal, PROFILE_PARTS, type Stack } from '../../src/model/stack.ts';
import type { StackRead } from '../../src/read.ts';
import { readTree } from '../../src/read-tree.ts';
import { render } from '../../src/render.ts';
import { size } from '../../src/size.ts';
import { drafts, stackOf, type Draft } from './random.ts';

const RUNS = Number(process.env.PLUMBLINE_LAW_RUNS ?? 200);
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);
const counted = { sized: 0, refused: 0, read: 0, judged: 0 };

/** The plan of a draft, or `undefined` where the machine is refused as too small. */
function planOf(draft: Draft): Stack | undefined {
  try {
    return size(stackOf(draft));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return undefined;
  }
}

/** The Compose project and the manifests of a plan, read back and judged against its machine and targets. */
async function readBack(plan: Stack): Promise<readonly StackRead[]> {
  const files = Object.fromEntries((await render(plan)).map(({ path, text }) => [path, text]));
  const entries = [...plan.entries.values()].filter(({ component }) => (PROFILE_PARTS as readonly string[]).includes(component));
  const { stacks } = readTree(treeOf(files), { entries });
  expect(stacks.map(({ stack }) => stack.name)).toEqual(['docker-compose.yml', 'kubernetes']);
  return stacks;
}

/** What is not read of files of ours, because it is said on the machine and nowhere else. */
const NOT_SAID: readonly RegExp[] = [
  /^image: \$\{[A-Z0-9_]+_IMAGE:\?/, // The environment names the image of an application.
  /\.gitignore/, // Secrets are made on the machine.
];

const shapeOf = (stack: Stack, of: Stack): unknown => {
  const hosted = of.components.filter((component) => !isExternal(of, component)).map(({ name }) => name);
  const kinds = stack.components.map(({ name, kind }) => `${name}: ${kind}`).filter((_, i) => hosted.includes(stack.components[i]?.name ?? ''));
  const links = stack.links.filter(({ from, to }) => hosted.includes(from) && hosted.includes(to)).map(({ from, to }) => `${from} > ${to}`);
  return { components: kinds.sort(), links: links.sort() };
};

const told = ({ check: id, component, message }: Finding): string => `${id} ${component}: ${message}`;

describe(`law 1: the checker finds nothing in a plan that is written to files and read back (seed ${seed})`, () => {
  afterAll(() => console.info(`law 1, read back: ${counted.sized} profiles sized, ${counted.refused} refused as too small, ${counted.read} deployments read, ${counted.judged} relations judged; seed ${seed}`));

  it('whatever the profile', async () => {
    await fc.assert(fc.asyncProperty(drafts, async (draft) => {
      const plan = planOf(draft);
      counted[plan === undefined ? 'refused' : 'sized'] += 1;
      if (plan === undefined) return;
      for (const { stack, problems } of await readBack(plan)) {
        counted.read += 1;
        expect(problems.map(showProblem)).toEqual([]);
        expect(shapeOf(stack, plan)).toEqual(shapeOf(plan, plan));
        expect((stack.unread ?? []).map(({ what, because }) => `${what}: ${because}`).filter((said) => !NOT_SAID.some((pattern) => pattern.test(said)))).toEqual([]);
        const report = check(stack);
        counted.judged += report.judged;
        // Targets are wishes: a plan whose machine cannot meet them says so, and so does its stack.
        expect(report.findings.map(told)).toEqual([]);
      }
    }), { numRuns: RUNS, seed });
  });
});

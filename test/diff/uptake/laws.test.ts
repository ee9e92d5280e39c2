import fc from 'fast-check';
import { expect, it } from 'vitest';
import { check } from '../../../src/check.ts';
import type { Side } from '../../../src/diff/side.ts';
import { ACTIONS, type Step } from '../../../src/diff/uptake/step.ts';
import { render } from '../../../src/render.ts';
import { planOf, stackOf, type Draft } from '../../laws/random.ts';
import { rebuilt } from '../changed-drafts.ts';
import { stepsBetween } from './sides.ts';

const RUNS = Math.max(8, Math.ceil(Number(process.env.PLUMBLINE_LAW_RUNS ?? 800) / 100));
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);

async function sideOf(draft: Draft): Promise<Side | undefined> {
  const stack = planOf(stackOf(draft));
  return stack === undefined ? undefined : { name: stack.name, stack, report: check(stack), files: await render(stack), shown: (at) => at };
}

it(`a step is one sentence with a reason, and nothing is to do where nothing changes (seed ${seed})`, async () => {
  await fc.assert(fc.asyncProperty(rebuilt, async (drafts) => {
    const [before, after] = await Promise.all(drafts.map(sideOf));
    if (before === undefined || after === undefined) return;
    expect(stepsBetween(before, { ...before })).toEqual([]);
    const steps = stepsBetween(before, after);
    for (const step of steps) expectSentence(step);
    expect(new Set(steps.map(({ environment, component, action, message }) => [environment, component, action, message].join(' '))).size).toBe(steps.length);
    // What is restarted, rolled or refused is there, before or after.
    const names = [...before.stack.components, ...after.stack.components].map(({ name }) => name);
    for (const { environment, component } of steps) if (environment === 'anywhere') expect(names).toContain(component);
  }), { numRuns: RUNS, seed });
});

function expectSentence({ component, action, message, command, because }: Step): void {
  expect(component).not.toBe('');
  expect(ACTIONS).toContain(action);
  expect(message).toMatch(/^\S(?:.*\S)?$/);
  expect(message).not.toMatch(/undefined|NaN|Infinity|\[object| {2}|\.$|, and$|\$\{|: $/);
  expect(message.length).toBeLessThanOrEqual(400);
  expect(command ?? 'none').toMatch(/^\S.*[^\s;&|]$/);
  expect(because.length, message).toBeGreaterThan(0);
}

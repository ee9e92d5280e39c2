import { expect, test } from 'vitest';
import { budgetChanges, shortestOf, tierChanges } from '../../src/diff/headroom.ts';
import { loadProfile } from '../../src/load.ts';
import type { Stack } from '../../src/model/stack.ts';
import { GiB } from '../../src/model/value.ts';
import { builtInDirectory } from '../../src/package.ts';
import { size } from '../../src/size.ts';

const plan = (profile: string, ...sets: readonly string[]): Stack => size(loadProfile({ profile, sets, builtInDirectory, cwd: import.meta.dirname }));

test('each budget stands beside what it was', () => {
  const changes = budgetChanges(plan('medium'), plan('medium', 'machine.memory=12GiB'));
  expect(changes.map(({ name }) => name)).toEqual(['cpu', 'memory', 'db connections']);
  const memory = changes.find(({ name }) => name === 'memory');
  expect((memory?.after?.available ?? 0) - (memory?.before?.available ?? 0)).toBeGreaterThan(3.5 * GiB);
});

test('a budget that only a cluster has is missing on the machine', () => {
  const pods = budgetChanges(plan('medium'), plan('medium', 'topology=cluster')).find(({ name }) => name === 'pods');
  expect(pods?.before).toBeUndefined();
  expect(pods?.after?.used).toBeGreaterThan(0);
});

test('a tier that went has nothing after, and none before where it came', () => {
  const [all, without] = [plan('medium'), plan('medium', 'without=[cache]')];
  expect(tierChanges(all, without).find(({ component }) => component === 'cache')?.after).toBeUndefined();
  expect(tierChanges(without, all).find(({ component }) => component === 'cache')?.before).toBeUndefined();
});

test('what is short first is told of both sides, with what the autoscalers may start', () => {
  const { before, after } = shortestOf(plan('xlarge'), plan('xlarge', 'targets.rps=16000'));
  expect(before?.tier.component.name).toBe('db');
  expect(after?.tier.most).toBeGreaterThanOrEqual(after?.tier.replicas ?? Infinity);
  expect(after?.rate).toBeGreaterThan(before?.rate ?? Infinity);
});

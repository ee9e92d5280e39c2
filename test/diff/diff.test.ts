import { expect, test } from 'vitest';
import { diff, isEmpty } from '../../src/diff.ts';
import { loadProfile } from '../../src/load.ts';
import type { Stack } from '../../src/model/stack.ts';
import { builtInDirectory } from '../../src/package.ts';
import { showCarried, showDifference } from '../../src/reporters/difference.ts';
import { plain } from '../../src/reporters/style.ts';
import { size } from '../../src/size.ts';

const plan = (...sets: readonly string[]): Stack => size(loadProfile({ profile: 'small', sets, builtInDirectory, cwd: import.meta.dirname }));
const values = (stack: Stack, id: string) => stack.entries.get(id)?.value;

test('a plan does not differ from itself, also where a value is stated that was sized', () => {
  expect(isEmpty(diff(plan(), plan()))).toBe(true);
  expect(isEmpty(diff(plan(), plan(`api.node.workers=${String(values(plan(), 'api.node.workers'))}`)))).toBe(true);
  expect(showDifference(diff(plan(), plan()), plain)).toEqual(['nothing changes']);
});

test('what changed has both values, in the order of the plan', () => {
  const { changed, added, removed } = diff(plan(), plan('workload.cpu_time=2ms', 'targets.rps=300'));
  expect(changed.find(({ id }) => id === 'workload.cpu_time')).toMatchObject({ component: 'workload', before: { value: 1 }, after: { value: 2 } });
  const order = [...plan().entries.keys()];
  const places = changed.map(({ id }) => order.indexOf(id));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect([added, removed]).toEqual([[], []]);
});

test('a component that goes takes its entries with it, and comes back as new', () => {
  const without = plan('without=[cache]');
  expect(diff(plan(), without).removed.map(({ id }) => id)).toContain('cache.redis.maxmemory');
  expect(diff(without, plan()).added.map(({ id }) => id)).toContain('cache.redis.maxmemory');
  expect(showDifference(diff(without, plan()), plain)).toContainEqual(expect.stringMatching(/^ {2}cache\.redis\.maxmemory +-> {2}\S+ {2}new$/));
});

test('text: only settings, grouped by component, and what the applications carry', () => {
  const [before, after] = [plan(), plan('workload.cpu_time=2ms')];
  const lines = showDifference(diff(before, after), plain);
  expect(lines.slice(0, 2)).toEqual(['workload', expect.stringMatching(/^ {2}workload\.cpu_time +1ms {2}-> +2ms$/)]);
  expect(lines.filter((line) => !line.startsWith(' '))).toEqual(['workload', 'proxy', 'api']);
  expect(lines.join('\n')).not.toContain('demand');
  expect(showCarried(before, after)).toEqual(['api carries 700/s of 500/s, met -> 350/s of 500/s, not met']);
});

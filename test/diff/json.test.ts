import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Comparison } from '../../src/diff/comparison.ts';
import { diffJson } from '../../src/reporters/diff/json.ts';
import type { View } from '../../src/reporters/diff/view.ts';
import { changedBy, diffedOf, RESTART, under, withFiles } from './sides.ts';

const json = (comparisons: readonly Comparison[], view: View = {}, more = {}) => JSON.parse(diffJson(diffedOf(comparisons, more), view)) as { readonly [name: string]: unknown; readonly stacks: readonly Record<string, unknown>[]; readonly summary: Record<string, unknown>; readonly cut?: readonly string[] };
const file = (path: string, text: string) => ({ path, text });

test('the summary is what the scripts of a pipeline ask for', () => {
  const broken = { ...changedBy('db.postgres.max_connections=12'), steps: RESTART };
  const { before: _before, ...added } = broken;
  expect(json([broken, under('other', changedBy()), under('new', added)])).toMatchObject({
    of: 'revisions',
    before: 'main',
    after: 'topic',
    summary: { stacks: 3, changed: 1, added: 1, removed: 0, newFindings: { error: 0, warning: 2, note: 0 }, vanishedFindings: { error: 0, warning: 0, note: 0 }, stale: [], edited: [], actions: { restart: 2 } },
    notes: [],
  });
});

test('of rendered files it names the stale stacks and the edited files', () => {
  const stale = withFiles([file('a', '1\n'), file('b', '1\n')], [file('a', '2\n'), file('b', '2\n')]);
  const edited = { ...stale, before: { ...stale.before!, name: 'out/x' }, files: stale.files.map((change) => ({ ...change, edited: true as const })) };
  expect(json([under('s', stale), under('x', edited), under('same', changedBy())], {}, { of: 'output' }).summary).toMatchObject({ stacks: 3, changed: 2, stale: ['s'], edited: ['out/x/a', 'out/x/b'] });
});

test('a change has both values, what it is a matter of, and where it begins', () => {
  const [stack] = json([changedBy('machine.memory=12GiB')], { only: ['memory'] }).stacks;
  const change = (stack?.['changes'] as readonly Record<string, unknown>[]).find(({ id }) => id === 'api.container.memory_limit');
  expect(change).toMatchObject({
    id: 'api.container.memory_limit',
    component: 'api',
    before: { unit: 'bytes', origin: { from: 'rule' } },
    after: { unit: 'bytes', origin: { from: 'rule' } },
    concern: 'memory',
    weight: 'main',
    causes: [{ from: 'stated', id: 'machine.memory', before: 4 * 1024 ** 3, after: 12 * 1024 ** 3, at: { file: '--set', line: 0, column: 0 } }],
  });
});

test('only the sections that are asked for, and the summary', () => {
  const [stack] = json([changedBy('machine.memory=12GiB')], { only: ['findings'] }).stacks;
  expect(Object.keys(stack ?? {})).toEqual(['name', 'happened', 'before', 'after', 'summary', 'capacity', 'structure', 'findings', 'changes']);
  expect(stack?.['changes']).toEqual([]);
});

test('a unified diff is one text', () => {
  const [stack] = json([withFiles([file('a', 'x\n')], [file('a', 'y\n')])], { only: ['files'] }).stacks;
  expect(stack?.['files']).toEqual([{ path: 'a', happened: 'changed', added: 1, removed: 1, diff: '--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-x\n+y' }]);
});

test('whatever its length may be it is JSON, not longer than that, and says what was cut', () => {
  const files = withFiles([file('a', 'old\n'.repeat(90)), file('b', 'old\n')], [file('a', 'new\n'.repeat(90)), file('b', 'new\n')]).files;
  const changed = changedBy('targets.p95=90ms');
  const comparisons = ['one', 'two'].map((name) => under(name, { ...changed, files }));
  const whole = diffJson(diffedOf(comparisons), {});
  fc.assert(
    fc.property(fc.integer({ min: 600, max: whole.length + 100 }), (maxLength) => {
      const text = diffJson(diffedOf(comparisons), { maxLength });
      const read = JSON.parse(text) as { readonly cut?: readonly string[] };
      return Buffer.byteLength(text) <= maxLength && (text === whole) === (read.cut === undefined);
    }),
    { numRuns: 20 },
  );
  expect(json(comparisons, { maxLength: whole.length - 10 }).cut).toEqual(['1 file diff']);
});

test('every field is documented', () => {
  const { before: _before, ...added } = changedBy('db.postgres.max_connections=12');
  const files = withFiles([file('a', 'x\n')], [file('b', 'x\n'), file('plan.json', '{}\n')]).files;
  const all = json([{ ...changedBy('without=[cache]'), steps: RESTART, files }, under('new', added)]);
  const documented = readFileSync(new URL('../../docs/diff.md', import.meta.url), 'utf8');
  const names = new Set(['summary', ...Object.keys(all), ...Object.keys(all.summary), ...all.stacks.flatMap((stack) => [...Object.keys(stack), ...['structure', 'tiers', 'steps', 'budgets', 'changes', 'files'].flatMap((list) => (stack[list] as readonly object[]).flatMap((one) => Object.keys(one)))])]);
  expect([...names].filter((name) => !new RegExp(`[\`.]${name}[\`.[]`).test(documented))).toEqual([]);
});

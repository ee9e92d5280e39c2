import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/check.ts';
import { statedEntry } from '../../src/model/entry.ts';
import type { Stack } from '../../src/model/stack.ts';
import { suppressionsIn } from '../../src/readers/suppressions.ts';
import * as container from '../../src/settings/container.ts';
import { judgeSuppressions, silence } from '../../src/suppress.ts';
import { expectGrowth } from '../effort.ts';

const read = (text: string, path = 'a.yml') => suppressionsIn({ path, text });

describe('a comment', () => {
  it.each([
    ['#', 'a: 1 # plumbline-ignore x-y: why', 1], ['//', 'a() // plumbline-ignore x-y: why', 1], [';', 'a = 1 ; plumbline-ignore x-y: why', 1],
    ['--', 'SELECT 1; -- plumbline-ignore x-y: why', 1], ['<!--', '<a/> <!-- plumbline-ignore x-y: why -->', 1],
    ['alone', '# plumbline-ignore x-y: why\n\n# another\na: 1\n', 4], ['indented', '  #plumbline-ignore x-y : why\n  a: 1', 2],
  ])('with %s covers its line', (_, text, line) => {
    expect(read(text)).toMatchObject([{ ids: ['x-y'], reason: 'why', line }]);
  });

  it('may name several checks, or the whole file', () => {
    expect(read('# plumbline-ignore a-b, c-d: both, for a reason: this')[0]).toMatchObject({ ids: ['a-b', 'c-d'], reason: 'both, for a reason: this' });
    expect(read('\n# plumbline-ignore-file a-b: why')[0]).toEqual({ ids: ['a-b'], reason: 'why', at: { file: 'a.yml', line: 2, column: 1 } });
  });

  it.each(['command: echo plumbline-ignore x: y', '# plumbline-ignored x: y', 'a: "x#plumbline-ignore x: y"', '# plumbline-ignore-files x: y'])('is not %s', (text) => expect(read(text)).toEqual([]));

  it('takes as long as its length asks for', () => {
    expectGrowth((share) => `# plumbline-ignore ${'a,'.repeat(200_000 * share)}${' '.repeat(200_000 * share)}\n`.repeat(3), (text) => read(text));
  });
});

const COMPOSE = 'services:\n  # plumbline-ignore a-b: known\n  api:\n    image: x\n    mem_limit: 1g # plumbline-ignore c-d: too\n  db:\n    image: y\n';
const stack: Stack = {
  name: 'c.yml', routes: [], links: [], entries: new Map(),
  components: [{ name: 'api', kind: 'node', at: { file: 'c.yml', line: 3, column: 3 } }, { name: 'db', kind: 'postgres', at: { file: 'c.yml', line: 6, column: 3 } }],
};
const finding = (check: string, component: string, line?: number): Finding => ({
  check, component, severity: 'error', confidence: 'certain', message: '', why: '', fix: '',
  entries: line === undefined ? [] : [statedEntry(component, container.memory_limit, 1, { file: 'c.yml', line, column: 5 })],
});
const silenced = (text: string, ...findings: readonly Finding[]) => silence(stack, findings, suppressionsIn({ path: 'c.yml', text }), () => ({ text }));

describe('a suppression', () => {
  it('covers a component from the line above it, and no other', () => {
    const { findings, suppressed } = silenced(COMPOSE, finding('a-b', 'api', 4), finding('a-b', 'db', 7), finding('z-z', 'api', 4));
    expect(suppressed.map(({ finding: { component }, by }) => [component, by.reason])).toEqual([['api', 'known']]);
    expect(findings).toHaveLength(2);
  });

  it('covers a side on its line', () => expect(silenced(COMPOSE, finding('c-d', 'db', 5)).suppressed).toHaveLength(1));

  it('covers a Kubernetes document from its first line', () => {
    const text = 'apiVersion: v1\nkind: A\n---\n# plumbline-ignore a-b: known\napiVersion: v1\nkind: B\nmetadata:\n  name: api\n';
    const at = { file: 'c.yml', line: 8, column: 3 };
    const manifests: Stack = { ...stack, components: [{ name: 'api', kind: 'node', at }, { name: 'db', kind: 'node', at: { ...at, line: 1 } }] };
    const { suppressed } = silence(manifests, [finding('a-b', 'api'), finding('a-b', 'db')], suppressionsIn({ path: 'c.yml', text }), () => ({ text }));
    expect(suppressed.map((one) => one.finding.component)).toEqual(['api']);
  });

  it('without a reason silences nothing, and is told', () => {
    const text = COMPOSE.replace(': known', '');
    expect(silenced(text, finding('a-b', 'api', 4)).findings).toHaveLength(1);
    expect(judgeSuppressions(suppressionsIn({ path: 'c.yml', text }), new Set(), ['a-b', 'c-d'], new Set(['a-b'])).map(({ check, at }) => [check, at?.line])).toEqual([['suppression-without-reason', 2]]);
  });

  it('that silences nothing is told, unless its check did not judge', () => {
    const all = suppressionsIn({ path: 'c.yml', text: `${COMPOSE}# plumbline-ignore c-e: typo\n` });
    const told = judgeSuppressions(all, new Set(['c.yml:2:3 a-b']), ['a-b', 'c-d'], new Set(['a-b']));
    expect(told.map(({ check, message, fix }) => [check, message, fix])).toEqual([['suppression-unused', 'there is no check "c-e"', 'correct the id, probably c-d.']]);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, type Comparison } from '../../src/diff/comparison.ts';
import type { Side } from '../../src/diff/side.ts';
import { renamedStack } from '../../src/diff/theirs/renamed.ts';
import type { Section, View } from '../../src/reporters/diff/view.ts';
import { diffText } from '../../src/reporters/diff/text.ts';
import { plain } from '../../src/reporters/style.ts';
import { changedBy, diffedOf, RESTART, sideWith, under, withFiles } from './sides.ts';

const file = (path: string, text: string) => ({ path, text });
const text = (comparison: Comparison, view: View = {}): readonly string[] => diffText(diffedOf([comparison]), view, plain);
const only = (...sections: readonly Section[]): View => ({ only: sections });

test('a change that was stated says where, and what follows from it says because of what', () => {
  const lines = text({ ...changedBy('db.postgres.max_connections=40'), steps: RESTART }, only('connections', 'restart'));
  expect(lines.slice(0, 6)).toEqual([
    'main -> topic',
    '',
    expect.stringMatching(/^small: db restarts, \d+ settings, capacity stays 700\/s \(api first\)$/),
    '',
    'to take it up: the servers',
    '  db  restart  PostgreSQL reads max_connections only when it starts',
  ]);
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}db\.postgres\.max_connections +25 +-> +40 {2}stated in --set$/));
});

test('capacity leads where it moves, or where the target is met no more', () => {
  expect(text(changedBy('workload.cpu_time=2ms'), only('capacity'))[2]).toMatch(/^small: capacity 700\/s -> \d+\/s \(api first/);
  expect(text(changedBy('targets.rps=900'), only('capacity'))[2]).toMatch(/^small: capacity \S+ .*target not met/);
});

test('values of the two sides stand in columns', () => {
  const lines = text(changedBy('machine.memory=12GiB'), only('memory'));
  const first = lines.findIndex((line) => line.startsWith('memory'));
  const rows = lines.slice(first + 1, lines.indexOf('', first));
  expect(rows.length).toBeGreaterThan(10);
  expect(new Set(rows.map((row) => row.indexOf('->'))).size).toBe(1);
});

test('a cause that a group shares is said beside its name, and every other one in its line', () => {
  const lines = text(changedBy('machine.memory=12GiB', 'db.postgres.work_mem=9MiB'), only('memory'));
  expect(lines).toContain('memory  because machine.memory 4GiB -> 12GiB, --set');
  expect(lines).toContainEqual(expect.stringMatching(/db\.postgres\.work_mem +\S+ +-> +9MiB {2}stated in --set$/));
  expect(lines).toContainEqual(expect.stringMatching(/db\.postgres\.shared_buffers +\S+ +-> +\S+$/));
});

test('a new finding is told whole, one that is gone in a line', () => {
  const broken = changedBy('db.postgres.max_connections=12');
  const lines = text(broken, only('findings'));
  expect(lines).toContain('new findings');
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}warning {2}\S+-connections$/));
  expect(lines).toContainEqual(expect.stringMatching(/^ {4}fix: /));
  const gone = text({ ...broken, findings: { appeared: [], vanished: broken.findings.appeared, stayed: [] } }, only('findings'));
  expect(gone).toContain('findings gone');
  expect(gone).not.toContainEqual(expect.stringMatching(/fix: /));
});

test('a component that went is told once; its settings are only counted', () => {
  const lines = text(changedBy('without=[cache]'));
  expect(lines[2]).toMatch(/^small: cache removed, .*, capacity stays /);
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}removed {2}component {2}cache +redis/));
  expect(lines).toContainEqual(expect.stringMatching(/^\d+ settings of what came or went: .*cache.* \(--format json has them\)$/));
  expect(lines.filter((line) => line.includes('cache.redis'))).toEqual([]);
});

test('files are listed, and their lines are told to who asks for files', () => {
  const files = withFiles([file('nginx/nginx.conf', 'keepalive_timeout 60s;\n')], [file('nginx/nginx.conf', 'keepalive_timeout 65s;\n'), file('plan.json', '{}\n')]);
  expect(text(files).slice(-5)).toEqual(['', 'files', '  nginx/nginx.conf  +1 -1', '  plan.json            +1  added, follows from the others', '  (--only files shows their lines)']);
  expect(text(files, only('files')).slice(-7)).toEqual(['  plan.json            +1  added, follows from the others', '', '--- a/nginx/nginx.conf', '+++ b/nginx/nginx.conf', '@@ -1,1 +1,1 @@', '-keepalive_timeout 60s;', '+keepalive_timeout 65s;']);
});

test('rendered files: stale, edited by hand, missing, or as they should be', () => {
  const said = (comparison: Comparison): readonly string[] => diffText(diffedOf([comparison], { of: 'output', before: 'out', after: 'the profiles' }), {}, plain);
  const [old, now] = [[file('a', '1\n'), file('b', '1\n'), file('c', '1\n')], [file('a', '2\n'), file('b', '2\n'), file('c', '1\n')]];
  const stale = withFiles(old, now);
  const named = (comparison: Comparison): Comparison => ({ ...comparison, before: { ...comparison.before!, name: 'out/small' }, after: { ...comparison.after!, name: 'profiles/small.yaml' } });
  expect(said(named(stale))).toContain('small: out/small is stale: 2 of 3 files differ from what profiles/small.yaml renders now; run gen --all');
  const edited = named({ ...stale, files: stale.files.map((change) => ({ ...change, ...(change.path === 'a' ? { edited: true } : {}) })) });
  expect(said(edited)).toContain('small: out/small is stale: 1 of 3 files differs from what profiles/small.yaml renders now; run gen --all');
  expect(said(edited)).toContain('  edited by hand: out/small/a (gen refuses; --force overwrites it)');
  const { before: _before, ...missing } = named(stale);
  expect(said(missing)).toContain('small: out/small is missing: profiles/small.yaml renders 3 files; run gen --all');
  expect(said(named(withFiles(now, now)))).toEqual(['out is what the profile renders']);
});

test("a stranger's value stands with its place beside the plan's with its reason", () => {
  const side = sideWith([]);
  const theirs = { ...side, stack: { ...side.stack, entries: new Map([...side.stack.entries].map(([id, entry]) => [id, id === 'db.postgres.max_connections' ? { ...entry, value: 100, origin: { from: 'stated' as const, at: { file: 'postgresql.conf', line: 3, column: 19 } } } : entry])) } };
  const comparison = { ...changedBy('db.postgres.max_connections=40'), before: theirs, after: side };
  const changes = comparison.changes.filter(({ id }) => id === 'db.postgres.max_connections').map((change) => ({ ...change, before: theirs.stack.entries.get(change.id)!, after: side.stack.entries.get(change.id)! }));
  expect(diffText(diffedOf([{ ...comparison, changes }], { of: 'stack' }), only('connections'), plain).at(-1)).toMatch(/^ {2}db\.postgres\.max_connections {2}100, postgresql\.conf:3:19 {2}25 {2}sized/);
});

test('of many stacks each has a line; what differs in nothing is not among them', () => {
  const [same, other] = [changedBy(), changedBy('machine.memory=12GiB')];
  const lines = diffText(diffedOf([under('a', other), under('b', same), under('c', other)]), {}, plain);
  expect(lines[0]).toBe('main -> topic: 2 of 3 stacks differ');
  expect(lines.slice(1, 4).map((line) => line.split(/ +/)[0])).toEqual(['stack', 'a', 'c']);
  expect(lines).toContainEqual(expect.stringMatching(/^a \(and the same in c\): .*, capacity stays/));
});

test('of many stacks with the same line one line is told of all, and what is different stands out', () => {
  const [other, own] = [changedBy('machine.memory=12GiB'), changedBy('machine.memory=12GiB', 'targets.rps=3000')];
  const lines = diffText(diffedOf([...['a', 'b', 'c', 'd', 'e'].map((name) => under(name, other)), under('odd', own)]), {}, plain);
  expect(lines.slice(2, 5).map((line) => line.split(/ {2,}/)[0])).toEqual(['a, b, c and 2 more', 'odd', '']);
});

test('names that a plan.json or a file of others brings steer no terminal', () => {
  const named = (sets: readonly string[]): Side => { const side = sideWith(sets); return { ...side, stack: renamedStack(side.stack, (name) => `${name}\u001b[2J`) }; };
  const lines = text(compare(named([]), named(['machine.memory=12GiB', 'targets.rps=5000', 'without=[cache]'])));
  expect(lines.join('\n')).toContain('db\\u001b[2J');
  expect(lines.filter((line) => line.includes('\u001b'))).toEqual([]);
});

test('no text is longer than it may be', () => {
  const comparison = changedBy('machine.memory=12GiB', 'db.postgres.max_connections=12');
  const whole = text(comparison).join('\n').length;
  fc.assert(fc.property(fc.integer({ min: 600, max: whole + 100 }), (maxLength) => Buffer.byteLength(`${text(comparison, { maxLength }).join('\n')}\n`) <= maxLength), { numRuns: 50 });
});

test('a long sentence is wrapped in its column, and a command stands below it', () => {
  const step = { environment: 'compose', component: 'db', action: 'by hand', message: 'the roles that are there stay as they are until the file is run again, and then connections that begin after it have them', command: 'docker compose exec -T db psql < postgres/roles.sql', because: [] } as const;
  expect(text({ ...changedBy(), changes: changedBy('targets.p95=90ms').changes, steps: [step] }, only('restart')).slice(-3)).toEqual([
    '  db  by hand  the roles that are there stay as they are until the file is run again, and then',
    '               connections that begin after it have them',
    '               $ docker compose exec -T db psql < postgres/roles.sql',
  ]);
});

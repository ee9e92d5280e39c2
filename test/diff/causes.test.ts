import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { check } from '../../src/check.ts';
import { placeOf, type Cause } from '../../src/diff/cause.ts';
import { compare, type Comparison } from '../../src/diff/comparison.ts';
import type { Side } from '../../src/diff/side.ts';
import { loadProfile } from '../../src/load.ts';
import { showPosition } from '../../src/model/entry.ts';
import type { Stack } from '../../src/model/stack.ts';
import { builtInDirectory } from '../../src/package.ts';
import { shown } from '../../src/reporters/entry.ts';
import { size } from '../../src/size.ts';

const cwd = mkdtempSync(join(tmpdir(), 'plumbline-causes-'));
afterAll(() => rmSync(cwd, { recursive: true }));

const sideOf = (stack: Stack): Side => ({ name: stack.name, stack, report: check(stack), files: [], shown: (at) => at });
const sized = (profile: string, ...sets: readonly string[]): Stack => size(loadProfile({ profile, sets, builtInDirectory, cwd }));

/** The stack of a profile of these lines. */
function written(file: string, ...lines: readonly string[]): Stack {
  writeFileSync(join(cwd, file), `${lines.join('\n')}\n`);
  return sized(`./${file}`);
}

const compared = (before: Stack, after: Stack): Comparison => compare(sideOf(before), sideOf(after));

/** A cause as a reader would say it: `machine.memory 8GiB -> 12GiB, shop.yaml:2:20`. */
function told(cause: Cause, comparison: Comparison): string {
  const place = placeOf(cause, comparison);
  const at = place === undefined ? '' : `, ${showPosition(place)}`;
  if (cause.from === 'structure') return `${cause.what} ${cause.name} ${cause.happened}${at}`;
  if (cause.from === 'program') return `program ${cause.rule}`;
  return `${cause.id} ${cause.before === undefined ? 'none' : shown(cause.before)} -> ${cause.after === undefined ? 'none' : shown(cause.after)}${at}`;
}

/** What a value is told to be because of. */
function because(comparison: Comparison, id: string): readonly string[] {
  const change = comparison.changes.find((each) => each.id === id);
  if (change === undefined) throw new Error(`${id} does not differ`);
  return change.causes.map((cause) => told(cause, comparison));
}

test('a value follows from the line of the profile that moved', () => {
  const comparison = compared(written('shop.yaml', 'extends: medium', 'machine: { memory: 8GiB }'), written('shop.yaml', 'extends: medium', 'machine: { memory: 12GiB }'));
  expect(because(comparison, 'db.postgres.work_mem')).toEqual(['machine.memory 8GiB -> 12GiB, shop.yaml:2:20']);
  expect(new Set(comparison.changes.flatMap(({ causes }) => causes.map((cause) => told(cause, comparison)))).size).toBe(1);
});

test('a value that is stated now is its own cause, and that of what follows from it', () => {
  const comparison = compared(written('shop.yaml', 'extends: medium'), written('shop.yaml', 'extends: medium', 'settings: { db.postgres.max_connections: 200 }'));
  expect(because(comparison, 'db.postgres.max_connections')).toEqual(['db.postgres.max_connections 35 -> 200, shop.yaml:2:42']);
  expect(because(comparison, 'db.container.pids_limit')).toEqual(['db.postgres.max_connections 35 -> 200, shop.yaml:2:42']);
});

test('a value that is no longer stated is told with the line that stated it', () => {
  const comparison = compared(written('old.yaml', 'extends: medium', 'settings: { db.postgres.max_connections: 200 }'), written('new.yaml', 'extends: medium'));
  expect(because(comparison, 'db.postgres.max_connections')).toEqual(['db.postgres.max_connections 200 -> 35, old.yaml:2:42']);
});

test('another base moves values in the file of that base', () => {
  writeFileSync(join(cwd, 'eight.yaml'), 'extends: medium\nmachine: { memory: 8GiB }\n');
  writeFileSync(join(cwd, 'twelve.yaml'), '# Larger.\nextends: medium\nmachine: { memory: 12GiB }\n');
  const comparison = compared(written('shop.yaml', 'extends: ./eight.yaml'), written('shop.yaml', 'extends: ./twelve.yaml'));
  expect(because(comparison, 'db.postgres.shared_buffers')).toEqual(['machine.memory 8GiB -> 12GiB, twelve.yaml:3:20']);
});

test('--set is a place like any other', () => {
  const comparison = compared(sized('medium'), sized('medium', 'machine.memory=12GiB'));
  expect(because(comparison, 'db.postgres.shared_buffers')).toEqual(['machine.memory 8GiB -> 12GiB, --set']);
});

test('of several causes each value is told its own, and what moves it most comes first', () => {
  const comparison = compared(sized('medium'), sized('medium', 'machine.memory=12GiB', 'machine.cpu=6', 'targets.rps=1010'));
  expect(because(comparison, 'db.postgres.shared_buffers')).toEqual(['machine.memory 8GiB -> 12GiB, --set']);
  expect(because(comparison, 'api.node.workers')).toEqual(['machine.cpu 4 -> 6, --set']);
  expect(because(comparison, 'db.demand.capacity')).toEqual(['machine.cpu 4 -> 6, --set', 'targets.rps 1000/s -> 1010/s, --set']);
});

test('a pooler that the sizing adds is there because of what fills the connections', () => {
  const comparison = compared(sized('small'), sized('small', 'api.node.workers=9', 'api.node.pool_max=9'));
  const pooler = comparison.structure.find(({ name }) => name === 'pooler');
  expect(pooler).toMatchObject({ what: 'component', happened: 'added', after: 'pgbouncer', links: ['api -> pooler', 'pooler -> db'] });
  expect(pooler?.causes.map((cause) => told(cause, comparison)).sort()).toEqual([expect.stringMatching(/^api\.node\.pool_max \d+ -> 9, --set$/), expect.stringMatching(/^api\.node\.workers \d+ -> 9, --set$/)]);
  expect(because(comparison, 'pooler.pgbouncer.default_pool_size')).toEqual(pooler?.causes.map((cause) => told(cause, comparison)));
  expect(comparison.structure.map(({ what }) => what)).toEqual(['component']);
});

test('a component that is left out is gone because the profile says so, and so is what it took', () => {
  const comparison = compared(written('shop.yaml', 'extends: medium'), written('shop.yaml', 'extends: medium', 'without: [cache]'));
  const reason = 'profile.without none -> [cache], shop.yaml:2:10';
  expect(comparison.structure).toMatchObject([{ what: 'component', name: 'cache', happened: 'removed', links: ['api -> cache'] }]);
  expect(comparison.structure[0]?.causes.map((cause) => told(cause, comparison))).toEqual([reason]);
  expect(because(comparison, 'cache.redis.maxmemory')).toEqual([reason]);
  expect(because(comparison, 'db.postgres.shared_buffers')).toEqual([reason]);
});

test('a component that is listed now is a cause of its own, with its place', () => {
  const comparison = compared(written('shop.yaml', 'extends: medium'), written('shop.yaml', 'extends: medium', 'components:', '  - { name: queue }'));
  expect(because(comparison, 'queue.kafka.num.partitions')).toEqual(['component queue added, shop.yaml:3:13']);
  expect(because(comparison, 'db.container.memory_limit')).toEqual(['component queue added, shop.yaml:3:13']);
});

test('a route that came brings its values with it', () => {
  const routes = (...more: readonly string[]): readonly string[] => ['extends: medium', 'components:', '  - name: api', '    routes:', '      - path: /', ...more];
  const comparison = compared(written('shop.yaml', ...routes()), written('shop.yaml', ...routes('      - { path: /feed, cache: short }')));
  expect(comparison.structure).toMatchObject([{ what: 'route', name: '/feed', happened: 'added', after: 'to api, cache short' }]);
  expect(because(comparison, 'proxy.nginx.proxy_cache_valid[/feed]')).toEqual(['route /feed added, shop.yaml:6:17']);
});

test('a route whose answers are kept longer is told once, with what follows from it', () => {
  const routes = (cache: string): readonly string[] => ['extends: medium', 'components:', '  - name: api', '    routes:', '      - path: /', `      - { path: /feed, cache: ${cache} }`];
  const comparison = compared(written('shop.yaml', ...routes('short')), written('shop.yaml', ...routes('long')));
  expect(comparison.structure).toMatchObject([{ what: 'route', name: '/feed', happened: 'changed', before: 'to api, cache short', after: 'to api, cache long' }]);
  expect(because(comparison, 'proxy.nginx.proxy_cache_valid[/feed]')).toEqual(['route /feed changed, shop.yaml:6:17']);
});

test('what a newer server does by itself is because of its version', () => {
  const comparison = compared(sized('medium', 'components.db.version=17'), sized('medium', 'components.db.version=18'));
  expect(because(comparison, 'db.postgres.io_method')).toEqual(['db.component.version 17 -> 18, --set']);
});

test('on a cluster what differs in kind is because of the topology', () => {
  const comparison = compared(sized('medium'), sized('medium', 'topology=cluster'));
  expect(because(comparison, 'cluster.nodes')).toEqual(['profile.topology none -> cluster, --set']);
  expect(because(comparison, 'pooler.pgbouncer.default_pool_size')).toEqual(['profile.topology none -> cluster, --set']);
});

test('where nothing that a value was computed from changed, the program did', () => {
  const plan = sized('medium');
  const older: Stack = { ...plan, entries: new Map([...plan.entries].map(([id, entry]) => [id, id === 'db.postgres.random_page_cost' ? { ...entry, value: 1.5 } : entry])) };
  const comparison = compared(older, plan);
  expect(because(comparison, 'db.postgres.random_page_cost')).toEqual(['program postgres.random_page_cost']);
});

test('a program that computes otherwise is told beside the statement that moved', () => {
  const plan = sized('medium');
  const older: Stack = { ...plan, entries: new Map([...plan.entries].map(([id, entry]) => [id, id === 'db.postgres.random_page_cost' ? { ...entry, value: 1.5 } : entry])) };
  const comparison = compared(older, sized('medium', 'machine.memory=12GiB'));
  expect(because(comparison, 'db.postgres.random_page_cost')).toEqual(['program postgres.random_page_cost']);
  expect(because(comparison, 'db.postgres.shared_buffers')).toEqual(['machine.memory 8GiB -> 12GiB, --set']);
});

test('a stack that is new as a whole needs no other reason', () => {
  const comparison = compare(undefined, sideOf(sized('small')));
  expect(comparison.changes.length).toBeGreaterThan(100);
  expect(comparison.changes.flatMap(({ causes }) => causes)).toEqual([]);
  expect(comparison.structure.map(({ happened }) => happened)).not.toContain('removed');
});

test('what belongs to one route stands together, after all others', () => {
  const { changes } = compare(undefined, sideOf(sized('medium')));
  const routes = changes.map(({ after }) => (after?.setting.per === 'route' ? after.subject : undefined));
  const first = routes.findIndex((route) => route !== undefined);
  expect(routes.slice(first)).not.toContain(undefined);
  expect(routes.slice(first).filter((route, i, all) => route !== all[i - 1])).toEqual([...new Set(routes.slice(first))]);
});

test('a new finding is because of what moved on one of its sides', () => {
  const comparison = compared(sized('medium'), sized('medium', 'targets.rps=5000', 'workload.response_size=17KiB'));
  const finding = comparison.findings.appeared.find(({ check, component }) => check === 'target-exceeds-capacity' && component === 'api');
  expect(finding?.causes.map((cause) => told(cause, comparison))).toEqual(['targets.rps 1000/s -> 5000/s, --set']);
});

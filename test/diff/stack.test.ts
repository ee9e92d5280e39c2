import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diffStack } from '../../src/commands/diff/stack.ts';
import { counterparts } from '../../src/diff/theirs/counterparts.ts';
import type { Diffed } from '../../src/diff/diffed.ts';
import type { Stack } from '../../src/model/stack.ts';
import { builtInDirectory } from '../../src/package.ts';

const stackOf = (kinds: Readonly<Record<string, string>>): Stack => ({ name: 'x', components: Object.entries(kinds).map(([name, kind]) => ({ name, kind })), links: [], routes: [], entries: new Map() });

test('components are compared by role: the same name first, then the same kind, then in order', () => {
  const plan = stackOf({ proxy: 'nginx', api: 'node', db: 'postgres', cache: 'redis' });
  expect([...counterparts(stackOf({ db: 'postgres', web: 'node', front: 'traefik' }), plan)]).toEqual([['db', 'db'], ['web', 'api'], ['front', 'proxy']]);
  expect([...counterparts(stackOf({ one: 'gunicorn', two: 'node', three: 'node' }), plan)]).toEqual([['two', 'api']]);
  expect([...counterparts(stackOf({ backend: 'gunicorn' }), plan)]).toEqual([['backend', 'api']]);
  expect([...counterparts(stackOf({ web: 'next', search: 'service' }), plan)]).toEqual([]);
});

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'plumbline-stack-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const COMPOSE = `services:
  front:
    image: nginx:1.30
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
    ports: ["80:80"]
    depends_on: [backend]
  backend:
    image: python:3.13
    command: gunicorn app:app --workers 4 --bind 0.0.0.0:8000
    environment: { DATABASE_URL: "postgresql://shop@database/shop" }
  database:
    image: postgres:18
    command: postgres -c work_mem=4MB
    deploy: { resources: { limits: { memory: 1G } } }
  cron:
    image: busybox
`;
const NGINX = `events { worker_connections 512; }
http { upstream app { server backend:8000; } server { listen 80; location / { proxy_pass http://app; } } }
`;

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};
const against = (profile: string, ...words: readonly string[]): Promise<Diffed> => diffStack(words, { profile, sets: [], builtInDirectory, cwd: folder });

test('their values stand beside the plan, under its names, each with its place or as a default', async () => {
  write({ 'their/compose.yaml': COMPOSE, 'their/nginx.conf': NGINX });
  const { of, comparisons: [found] } = await against('medium', 'their');
  expect(of).toBe('stack');
  const change = (id: string) => found?.changes.find((one) => one.id === id);
  expect(change('db.postgres.work_mem')).toMatchObject({ before: { value: 4 * 1024 ** 2, origin: { from: 'stated', at: { line: 13 } } }, after: { value: 33_664 * 1024 } });
  expect(change('db.postgres.max_connections')).toMatchObject({ before: { value: 100, origin: { from: 'default', of: 'postgres 18' } }, after: { value: 35 } });
  expect(change('db.container.memory_limit')).toMatchObject({ before: { value: 1024 ** 3 } });
  expect(change('proxy.nginx.worker_connections')?.before?.origin).toMatchObject({ from: 'stated', at: { file: 'nginx.conf', line: 1 } });
  expect(change('proxy.container.memory_limit')).toMatchObject({ after: {} });
  expect(change('proxy.container.memory_limit')?.before).toBeUndefined();
  expect(found?.before?.shown({ file: 'nginx.conf', line: 1, column: 1 })).toEqual({ file: 'their/nginx.conf', line: 1, column: 1 });
});

test('no change has a cause, and nothing restarts: the plan did not come of their stack', async () => {
  write({ 'compose.yaml': COMPOSE, 'nginx.conf': NGINX });
  const { comparisons: [found] } = await against('medium', '.');
  expect(found?.changes.length).toBeGreaterThan(50);
  expect(found?.changes.flatMap(({ causes }) => causes)).toEqual([]);
  expect(found?.steps).toEqual([]);
});

test('a pool under the names of their own is that of the plan, and the image of PostgreSQL listens everywhere', async () => {
  write({ 'compose.yaml': 'services:\n  app:\n    image: node:24\n    command: node server.js\n    environment: { DB_POOL_MAX: 50, DATABASE_URL: "postgres://app@db/app" }\n  db: { image: "postgres:16" }\n' });
  const { comparisons: [found] } = await against('medium', '.');
  const before = (id: string) => found?.changes.find((one) => one.id === id)?.before;
  expect(before('api.node.pool_max')).toMatchObject({ value: 50, origin: { from: 'stated', at: { file: 'compose.yaml', line: 5 } } });
  expect(before('db.postgres.listen_addresses')).toBeUndefined();
  expect(before('db.postgres.max_connections')).toMatchObject({ value: 100 });
});

test('what is theirs alone, and what only the plan has, is structure', async () => {
  write({ 'compose.yaml': COMPOSE, 'nginx.conf': NGINX });
  const { comparisons: [found] } = await against('medium', '.');
  expect(found?.structure.filter(({ what }) => what === 'component').map(({ name, happened, before, after }) => [name, happened, before, after])).toEqual([
    ['api', 'changed', 'gunicorn', 'node'],
    ['cache', 'added', undefined, 'redis'],
    ['cron', 'removed', 'service', undefined],
  ]);
});

test('its findings vanish, and are told of the components that stand for theirs', async () => {
  write({ 'compose.yaml': COMPOSE, 'nginx.conf': NGINX });
  const { comparisons: [found], notes } = await against('medium', '.');
  expect(found?.findings.vanished.map(({ check, component }) => `${check} ${component}`)).toEqual(expect.arrayContaining(['worker-connections-below-demand proxy', 'proxy-not-trusted api', 'cache-size-exceeds-limit db']));
  expect(found?.findings.appeared).toEqual([]);
  expect(notes).toContain('front is compared with proxy, backend is compared with api, database is compared with db');
});

test('files are compared with those of the same name, and no others', async () => {
  write({ 'compose.yaml': COMPOSE, 'nginx.conf': NGINX });
  const { comparisons: [found] } = await against('medium', '.');
  expect(found?.files.map(({ path, happened }) => [path, happened])).toEqual([['docker-compose.yml', 'changed'], ['nginx/nginx.conf', 'changed']]);
});

test('what Plumbline rendered differs from its plan in nothing that its files say', async () => {
  const { render } = await import('../../src/render.ts');
  const { size } = await import('../../src/size.ts');
  const { loadProfile } = await import('../../src/load.ts');
  const files = await render(size(loadProfile({ profile: 'medium', sets: [], builtInDirectory, cwd: folder })), ['compose', 'nginx', 'postgres', 'redis', 'node', 'env']);
  write(Object.fromEntries(files.map(({ path, text }) => [path, text])));
  const { comparisons: [found] } = await against('medium', '.');
  expect(found?.changes.filter(({ before }) => before !== undefined).map(({ id }) => id)).toEqual([]);
  expect(found?.structure).toEqual([]);
});

test('a folder without a stack is told', async () => {
  write({ 'readme.md': '# nothing' });
  await expect(against('medium', '.')).rejects.toThrow('there is no stack in "."');
});

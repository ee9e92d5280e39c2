import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { adopt } from '../../src/adopt.ts';
import { SAYABLE } from '../../src/adopt/statement.ts';
import { machineEntries } from '../../src/commands/validate/machine.ts';
import { sourceTree } from '../../src/host/source-tree.ts';
import { loadProfile, loadText } from '../../src/load.ts';
import { treeOf, type SourceTree } from '../../src/model/source.ts';
import type { Stack } from '../../src/model/stack.ts';
import { readTree } from '../../src/read-tree.ts';
import { render } from '../../src/render.ts';
import { size } from '../../src/size.ts';

const builtInDirectory = fileURLToPath(new URL('../../profiles', import.meta.url));
const guides = fileURLToPath(new URL('../stacks/guides', import.meta.url));

/** The profile of the first stack of a tree whose name ends so. */
function adopted(tree: SourceTree, ending: string, machine: string): string {
  const { stacks } = readTree(tree, { entries: machineEntries(machine) });
  const stack = stacks.find((read) => read.stack.name.endsWith(ending))?.stack;
  if (stack === undefined) throw new Error(`no ${ending} among ${stacks.map((read) => read.stack.name).join(', ')}`);
  return adopt(stack, { from: 'here', name: 'adopted', shown: (path) => path });
}

/** The plan of a profile's text. */
function planOf(text: string): Stack {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-adopt-'));
  try {
    writeFileSync(join(folder, 'profile.yaml'), text);
    return size(loadProfile({ profile: './profile.yaml', sets: [], builtInDirectory, cwd: folder }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const MACHINES = { small: '2cpu/4GiB/50GiB', medium: '4cpu/8GiB/100GiB', large: '8cpu/16GiB/200GiB' } as const;

describe.each(['docker-compose.yml', 'kubernetes'])('our own %s', (ending) => {
  it.each(Object.entries(MACHINES))('of %s gives a profile that says the same', async (profile, machine) => {
    const plan = size(loadProfile({ profile, sets: [], builtInDirectory, cwd: '/' }));
    const files = Object.fromEntries((await render(plan)).map(({ path, text }) => [path, text]));
    const again = planOf(adopted(treeOf(files), ending, machine));
    const stated = [...again.entries.values()].filter((entry) => entry.origin.from === 'stated' && entry.component !== 'machine');
    expect(stated.length).toBeGreaterThan(150);
    const different = stated.filter((entry) => plan.entries.has(entry.id) && JSON.stringify(plan.entries.get(entry.id)?.value) !== JSON.stringify(entry.value));
    expect(different.map((entry) => `${entry.id}: ${String(entry.value)}, planned ${String(plan.entries.get(entry.id)?.value)}`)).toEqual([]);
    const sorted = (stack: Stack): readonly string[] => stack.links.map(({ from, to }) => `${from} ${to}`).sort();
    expect(sorted(again)).toEqual(sorted(plan));
  });
});

it.each(['docker-compose.yml', 'kubernetes'])('our own %s of Python and Next.js gives a profile that says the same', async (ending) => {
  const plan = size(loadText(`name: shop
machine: { cpu: 8, memory: 16GiB, disk: { size: 200GiB } }
components:
  - { name: proxy, links: [api, feed, web] }
  - { name: api, kind: gunicorn, links: [db, cache], routes: [{ path: /api }] }
  - { name: feed, kind: uvicorn, links: [db, queue], routes: [{ path: /feed }] }
  - { name: worker, kind: python, command: [python, -m, shop.worker], links: [db, queue] }
  - { name: web, routes: [{ path: / }] }
  - { name: db }
  - { name: cache }
  - { name: queue }
`, 'shop.yaml'));
  const files = Object.fromEntries((await render(plan)).map(({ path, text }) => [path, text]));
  const again = planOf(adopted(treeOf(files), ending, MACHINES.large));
  const stated = [...again.entries.values()].filter((entry) => entry.origin.from === 'stated' && entry.component !== 'machine');
  const kinds = new Set(stated.map(({ setting }) => setting.kind));
  expect(['gunicorn', 'uvicorn', 'python', 'sqlalchemy', 'redis_py', 'kafka_python', 'node'].filter((kind) => !kinds.has(kind))).toEqual([]);
  const different = stated.filter((entry) => plan.entries.has(entry.id) && JSON.stringify(plan.entries.get(entry.id)?.value) !== JSON.stringify(entry.value));
  expect(different.map((entry) => `${entry.id}: ${String(entry.value)}, planned ${String(plan.entries.get(entry.id)?.value)}`)).toEqual([]);
  const shape = (stack: Stack): readonly string[] => [...stack.components.map(({ name, kind }) => `${name}: ${kind}`), ...stack.links.map(({ from, to }) => `${from} > ${to}`)].sort();
  expect(shape(again)).toEqual(shape(plan));
});

describe('stacks of others', () => {
  it('every value has its place, and what a profile cannot say is a comment', () => {
    const text = adopted(sourceTree(join(guides, 'bahamm')), 'docker-compose.yml', '4cpu/8GiB');
    expect(text).toContain('database.postgres.work_mem: 2621KiB # docker-compose.yml:81:9');
    expect(text).toContain('  backend.gunicorn.workers: 4 # docker-compose.yml:25:68');
    expect(text).toContain('  backend.sqlalchemy.max_overflow: 20 # docker-compose.yml:30:24');
    const plan = planOf(text);
    expect(plan.components.filter(({ name }) => name !== 'pooler').map(({ name, kind }) => `${name}: ${kind}`)).toEqual(['nginx: nginx', 'backend: gunicorn', 'frontend: next', 'database: postgres']);
    expect(plan.entries.get('database.postgres.work_mem')?.value).toBe(2621 * 1024);
  });

  it('a proxy whose applications a profile cannot say stays outside', () => {
    const tree = treeOf({
      'docker-compose.yml': 'services:\n  web:\n    image: nginx:1.28\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]\n  shop:\n    image: eclipse-temurin:21\n    command: java -jar shop.jar\n  db:\n    image: postgres:17\n',
      'nginx.conf': 'events {}\nhttp { server { listen 80; location / { proxy_pass http://shop:8080; } } }\n',
    });
    expect(planOf(adopted(tree, 'docker-compose.yml', '4cpu/8GiB')).components.map(({ name }) => name)).toEqual(['db']);
  });

  it('a Python application says what its guide says of it: workers, class, pool and their places', () => {
    const text = adopted(sourceTree(join(guides, 'jewgo')), 'docker-compose.yml', '4cpu/8GiB');
    const plan = planOf(text);
    const values = Object.fromEntries(['gunicorn.workers', 'gunicorn.worker_class', 'gunicorn.worker_connections', 'gunicorn.keepalive', 'sqlalchemy.pool_size', 'sqlalchemy.max_overflow', 'sqlalchemy.pool_timeout'].map((name) => [name, plan.entries.get(`backend.${name}`)?.value]));
    expect(values).toEqual({ 'gunicorn.workers': 8, 'gunicorn.worker_class': 'gevent', 'gunicorn.worker_connections': 2000, 'gunicorn.keepalive': 5000, 'sqlalchemy.pool_size': 10, 'sqlalchemy.max_overflow': 20, 'sqlalchemy.pool_timeout': 60_000 });
  });

  it('a stack of which a profile can say nothing is refused', () => {
    const tree = treeOf({ 'docker-compose.yml': 'services:\n  shop:\n    image: eclipse-temurin:21\n    command: java -jar shop.jar\n' });
    expect(() => adopted(tree, 'docker-compose.yml', '4cpu/8GiB')).toThrow(/nothing that a profile can say/);
  });

  it('no text of a file can leave its line', () => {
    const tree = treeOf({ 'compose.yaml': 'services:\n  "db\\nname: evil":\n    image: "postgres:16\\nname: evil"\n    environment: { POSTGRES_PASSWORD: "a\\nb" }\n  db:\n    image: postgres:16\n    command: ["postgres", "-c", "log_line_prefix=x\\nname: evil"]\n' });
    const text = adopted(tree, 'compose.yaml', '4cpu/8GiB');
    expect(text.split('\n').filter((line) => /^\s*name: evil/.test(line))).toEqual([]);
    expect(planOf(text).components.some(({ kind }) => kind === 'postgres')).toBe(true);
  });
});

describe('what gen adopt writes can always be rendered', () => {
  const test = fileURLToPath(new URL('..', import.meta.url));
  const inside = (folder: string): readonly string[] => readdirSync(join(test, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  const folders = [...inside('corpus/awesome-compose'), ...inside('stacks/guides'), ...inside('stacks').filter((folder) => !folder.endsWith('guides')).map((folder) => join(folder, 'fires'))];

  it('without a machine too', () => {
    let said = 0;
    for (const folder of folders) {
      for (const { stack, problems } of readTree(sourceTree(join(test, folder))).stacks) {
        if (problems.length > 0 || !stack.components.some(({ kind }) => kind !== 'nginx' && SAYABLE.includes(kind))) continue;
        const text = adopt(stack, { from: folder, name: 'adopted', shown: (path) => path });
        expect(() => size(loadText(text, 'adopted.yaml')), `${folder}\n${text}`).not.toThrow();
        said += 1;
      }
    }
    expect(said).toBeGreaterThan(80);
  }, 60_000);

  it('what a profile refuses is a comment with the reason', () => {
    const tree = treeOf({ 'compose.yaml': 'services:\n  web:\n    image: node:18\n    mem_limit: 1g\n    deploy: { replicas: 2 }\n    environment: { DATABASE_URL: "postgres://db/x?connection_limit=20&pool_timeout=5" }\n  db:\n    image: postgres:9.6\n    mem_limit: 1g\n    deploy: { replicas: 3 }\n' });
    const [read] = readTree(tree).stacks;
    const text = adopt(read?.stack as Stack, { from: 'here', name: 'adopted', shown: (path) => path });
    expect(text).toContain('    # version: "18" # compose.yaml:3:12: web.component.version: expected one of Node 20 to 26, found 18');
    expect(text).toMatch(/^ {4}# image: "postgres:9\.6" .*expected one of PostgreSQL 13 to 18/m);
    expect(text).toMatch(/^ {4}# replicas: 3 .*3 replicas of postgres/m);
    expect(text).toContain('  web.node.pool_max: 20 # compose.yaml:6:');
    expect(text).toMatch(/^ {2}# web\.prisma\.connection_limit: 20 # compose\.yaml:6:/m);
    expect(text).toContain('memory: 7GiB # no machine is named: the limits add up to 5120MiB');
    expect(planOf(text).entries.get('web.node.pool_max')?.value).toBe(20);
  });
});

describe('a migration', () => {
  const compose = (command: string, image = 'shop/api:1.4'): string => adopted(treeOf({
    'docker-compose.yml': `services:
  api-migrate:
    image: ${image}
    command: ${command}
    environment: { DB_HOST: db }
  api:
    image: shop/api:1.4
    command: node server.js
    environment: { DB_HOST: db }
    depends_on: { api-migrate: { condition: service_completed_successfully } }
  db:
    image: postgres:17
`,
  }), 'docker-compose.yml', '4cpu/8GiB');

  it('becomes a line of its application', () => {
    const text = compose('[node, migrate.js]');
    expect(text).toContain('    migrate: ["node", "migrate.js"] # docker-compose.yml:4:15');
    expect(planOf(text).components.map(({ name }) => name)).toEqual(['api', 'db']);
  });

  it('stays a comment where the words or the image are not those of the application', () => {
    for (const text of [compose('sh -c "node a.js && node b.js"'), compose('node migrate.js', 'shop/tools:1.0')]) {
      expect(text).not.toContain('migrate: [');
      expect(text).toContain('# api-migrate (node), docker-compose.yml:2:3: a profile cannot say what runs to its end, but for the migration of an application. What its files say:');
    }
  });
});

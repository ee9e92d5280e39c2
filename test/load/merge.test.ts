import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Stack } from '../../src/model/stack.ts';
import { builtInProfiles, loadProfile } from '../../src/load.ts';
import { builtInDirectory, complaintsOf, inFolder, load, shown } from './workspace.ts';

const entry = (stack: Stack, id: string): string => shown(stack.entries.get(id));
const names = (stack: Stack): readonly string[] => stack.components.map(({ name, kind }) => `${name}:${kind}`);
const links = (stack: Stack): readonly string[] => stack.links.map(({ from, to }) => `${from}>${to}`);
const routes = (stack: Stack): readonly string[] => stack.routes.map(({ path, to }) => `${path}>${to}`);

describe('the built-in profiles', () => {
  const loaded = (profile: string): Stack => loadProfile({ profile, sets: [], builtInDirectory, cwd: '/' });

  test.each([
    ['small', '2', '4GiB', '50GiB', '500/s', '50ms', '200ms', '100', undefined],
    ['medium', '4', '8GiB', '100GiB', '1000/s', '40ms', '150ms', '250', undefined],
    ['large', '8', '16GiB', '200GiB', '2000/s', '30ms', '100ms', '500', true],
  ] as const)('%s', (name, cpu, memory, disk, rps, p50, p95, users, ha) => {
    const stack = loaded(name);
    const value = (id: string): string => entry(stack, id).replace(/ .*/, '');
    expect(stack.name).toBe(name);
    expect(['machine.cpu', 'machine.memory', 'machine.disk.size', 'targets.rps', 'targets.p50', 'targets.p95', 'targets.users'].map(value)).toEqual([cpu, memory, disk, rps, p50, p95, users]);
    expect(stack.entries.get('profile.ha')?.value).toBe(ha);
    expect(value('targets.success')).toBe('0.999');
    expect(names(stack)).toEqual(['proxy:nginx', 'api:node', 'db:postgres', 'cache:redis']);
    expect(links(stack)).toEqual(['proxy>api', 'api>db', 'api>cache']);
    expect(routes(stack)).toEqual(['/>api', '/feed>api', '/search>api', '/login>api', '/upload>api', '/assets/>api']);
    expect([...stack.entries.values()].every(({ origin }) => origin.from === 'stated' && /^profiles\/(small|medium|large)\.yaml$/.test(origin.at.file))).toBe(true);
  });

  test('begin with the line that editors look for', () => {
    for (const name of builtInProfiles(builtInDirectory)) expect(readFileSync(join(builtInDirectory, `${name}.yaml`), 'utf8')).toMatch(/^# yaml-language-server: \$schema=\.\/profile\.schema\.json\n/);
  });
});

test('the profile of the issue', () => {
  const stack = load({
    'shop.yaml': [
      '# yaml-language-server: $schema=./profile.schema.json', 'extends: medium', 'name: shop',
      'machine: { cpu: 4, memory: 16GiB, disk: { kind: nvme, size: 200GiB } }', 'domain: shop.example.com', 'settings: { db.postgres.max_connections: 200 }',
    ].join('\n'),
  });
  expect(stack.name).toBe('shop');
  expect(entry(stack, 'machine.memory')).toBe('16GiB (shop.yaml:4:28)');
  expect(entry(stack, 'machine.disk.kind')).toBe('nvme (shop.yaml:4:49)');
  expect(entry(stack, 'profile.domain')).toBe('shop.example.com (shop.yaml:5:9)');
  expect(entry(stack, 'db.postgres.max_connections')).toBe('200 (shop.yaml:6:42)');
  expect(entry(stack, 'targets.rps')).toBe('1000/s (profiles/medium.yaml:5:17)');
  expect(entry(stack, 'workload.cpu_time')).toBe('1ms (profiles/small.yaml:9:13)');
});

test('every field becomes an entry under its own id, with the place of its value', () => {
  const stack = load({
    'shop.yaml': `
machine: { cpu: 500m, memory: 1.5GiB, platform: gke, max_pods: 58 }
targets: { rps: 30/min, success: 99.9% }
workload: { wait_time: 0, cpu_time: 0.5ms, requests_per_page: 3, request_timeout: 20s }
tls: true
published_address: 0.0.0.0
session_cookies:
  - sid
components:
  - name: proxy
    version: 1.30
    published_port: 80
  - name: api
    image: shop/api:1
    share: 0.7
    workload: { cpu_time: 2ms, queries_per_request: 1.5 }
    routes:
      - { path: /feed, cache: short, cache_lifetime: 30s, auth: false, rate_limit: 30/min, burst: 10, body_limit: 50MiB, timeout: 60s, stream: none, immutable: true }
  - { name: sql, kind: postgres, external: "db.example.com:5432" }
settings:
  api.node.workers: 3
  proxy.nginx.proxy_cache_valid[/feed]: 1h
  proxy.nginx.upstream.keepalive[api]: 16
  sql.postgres.statement_timeout[api]: 5s
  sql.postgres.jit: off
  sql.postgres.work_mem: 4096
  sql.postgres.temp_file_limit: -1
`,
  });
  expect(Object.fromEntries([...stack.entries.keys()].map((id) => [id, entry(stack, id)]))).toEqual({
    'machine.cpu': '0.5 (shop.yaml:2:17)', 'machine.memory': '1.5GiB (shop.yaml:2:31)', 'machine.platform': 'gke (shop.yaml:2:49)', 'machine.max_pods': '58 (shop.yaml:2:64)',
    'targets.rps': '30/min (shop.yaml:3:17)', 'targets.success': '0.999 (shop.yaml:3:34)',
    'workload.wait_time': '0 (shop.yaml:4:24)', 'workload.cpu_time': '0.5ms (shop.yaml:4:37)', 'workload.requests_per_page': '3 (shop.yaml:4:63)', 'workload.request_timeout': '20s (shop.yaml:4:83)',
    'profile.tls': 'on (shop.yaml:5:6)', 'profile.published_address': '0.0.0.0 (shop.yaml:6:20)', 'profile.session_cookies': '[sid] (shop.yaml:8:3)',
    'proxy.component.version': '1.30 (shop.yaml:11:14)', 'proxy.component.published_port': '80 (shop.yaml:12:21)',
    'api.component.image': 'shop/api:1 (shop.yaml:14:12)', 'api.component.share': '0.7 (shop.yaml:15:12)',
    'api.workload.cpu_time': '2ms (shop.yaml:16:27)', 'api.workload.queries_per_request': '1.5 (shop.yaml:16:53)',
    'api.route.cache_lifetime[/feed]': '30s (shop.yaml:18:54)', 'api.route.rate_limit[/feed]': '30/min (shop.yaml:18:84)', 'api.route.burst[/feed]': '10 (shop.yaml:18:99)',
    'api.route.body_limit[/feed]': '50MiB (shop.yaml:18:115)', 'api.route.timeout[/feed]': '1min (shop.yaml:18:131)',
    'sql.component.external': 'db.example.com:5432 (shop.yaml:19:44)',
    'api.node.workers': '3 (shop.yaml:21:21)', 'proxy.nginx.proxy_cache_valid[/feed]': '1h (shop.yaml:22:41)', 'proxy.nginx.upstream.keepalive[api]': '16 (shop.yaml:23:40)',
    'sql.postgres.statement_timeout[api]': '5s (shop.yaml:24:40)', 'sql.postgres.jit': 'off (shop.yaml:25:21)', 'sql.postgres.work_mem': '4MiB (shop.yaml:26:26)', 'sql.postgres.temp_file_limit': '-1 (shop.yaml:27:33)',
  });
  expect(stack.routes).toEqual([{ path: '/feed', to: 'api', cache: 'short', auth: false, stream: 'none', immutable: true, at: { file: 'shop.yaml', line: 18, column: 17 } }]);
  expect(stack.components.map(({ at }) => at?.line)).toEqual([10, 13, 19]);
});

test('a route may ask who calls, and may stream', () => {
  const { routes: stated } = load({ 'shop.yaml': 'extends: medium\ncomponents:\n  - name: api\n    routes: [{ path: /live, auth: true, stream: sse }]\n' });
  expect(stated).toEqual([{ path: '/live', to: 'api', cache: 'none', auth: true, stream: 'sse', immutable: false, at: { file: 'shop.yaml', line: 4, column: 22 } }]);
});

test('JSON is a profile too', () => {
  const stack = load({ 'shop.json': '{ "$schema": "./profile.schema.json", "extends": "small",\n  "machine": { "cpu": 4, "memory": "8GiB" } }' }, [], 'shop.json');
  expect([stack.name, entry(stack, 'machine.cpu'), entry(stack, 'machine.memory')]).toEqual(['shop', '4 (shop.json:2:23)', '8GiB (shop.json:2:36)']);
});

test('a byte order mark and Windows line ends change nothing', () => {
  expect(entry(load({ 'shop.yaml': '\ufeffextends: medium\r\nmachine:\r\n  memory: 16GiB\r\n' }), 'machine.memory')).toBe('16GiB (shop.yaml:3:11)');
});

test('anchors and aliases may be used; the place is where the alias stands', () => {
  expect(entry(load({ 'shop.yaml': 'extends: medium\nsettings:\n  db.postgres.work_mem: &m 8MB\n  db.postgres.temp_buffers: *m\n' }), 'db.postgres.temp_buffers')).toBe('8MiB (shop.yaml:4:29)');
});

describe('components', () => {
  const base = 'machine: { cpu: 2, memory: 4GiB }\n';

  test('without base and list: the built-in four', () => {
    const stack = load({ 'shop.yaml': base });
    expect(names(stack)).toEqual(['proxy:nginx', 'api:node', 'db:postgres', 'cache:redis']);
    expect(routes(stack)).toEqual(['/>api']);
  });
  test('a list without base is the whole stack', () => {
    expect(names(load({ 'shop.yaml': `${base}components: [{ name: api }, { name: db }]` }))).toEqual(['api:node', 'db:postgres']);
  });
  test('a list on top of a base that lists none is merged over the built-in four', () => {
    expect(names(load({ 'shop.yaml': 'extends: ./b.yaml\ncomponents: [{ name: web, kind: node }]', 'b.yaml': base }))).toEqual(['proxy:nginx', 'api:node', 'db:postgres', 'cache:redis', 'web:node']);
  });
  test('two applications on one database are linked and routed', () => {
    const stack = load({ 'shop.yaml': 'extends: medium\ncomponents: [{ name: admin, kind: node }]' });
    expect(links(stack)).toEqual(['proxy>api', 'proxy>admin', 'api>db', 'api>cache', 'admin>db', 'admin>cache']);
    expect(routes(stack).slice(-1)).toEqual(['/admin/>admin']);
  });
  test('of several applications without routes the first answers /', () => {
    expect(routes(load({ 'shop.yaml': `${base}components: [{ name: proxy }, { name: a, kind: node }, { name: b, kind: node }]` }))).toEqual(['/>a', '/b/>b']);
  });
  test('an application that no proxy links to, or that states an empty list, is not opened to the world', () => {
    const stack = load({ 'shop.yaml': `${base}components:\n  - { name: proxy, links: [a, c] }\n  - { name: a, kind: node, links: [b] }\n  - { name: b, kind: node }\n  - { name: c, kind: node, routes: [] }` });
    expect(routes(stack)).toEqual(['/>a']);
    expect(links(stack)).toEqual(['proxy>a', 'proxy>c', 'a>b']);
  });
  test('a pooler stands between applications and databases', () => {
    expect(links(load({ 'shop.yaml': 'extends: medium\ncomponents: [{ name: pooler }]' }))).toEqual(['proxy>api', 'api>pooler', 'api>cache', 'pooler>db']);
  });
  test('what is left out takes its links and entries along', () => {
    const stack = load({
      'shop.yaml': 'extends: ./b.yaml\nwithout: [cache, pooler]',
      'b.yaml': 'extends: medium\ncomponents: [{ name: api, links: [db, cache] }]\nsettings: { cache.redis.databases: 4, db.postgres.work_mem: 8MB }',
    });
    expect(names(stack)).toEqual(['proxy:nginx', 'api:node', 'db:postgres']);
    expect(links(stack)).toEqual(['proxy>api', 'api>db']);
    expect(entry(stack, 'cache.redis.databases')).toBe('not stated');
    expect(entry(stack, 'db.postgres.work_mem')).toBe('8MiB (b.yaml:3:61)');
    expect(entry(stack, 'profile.without')).toBe('[cache, pooler] (shop.yaml:2:10)');
  });
  test('what is left out stays out, unless it is declared anew', () => {
    const stack = load({ 'shop.yaml': 'extends: ./b.yaml\nwithout: [pooler]\ncomponents: [{ name: cache, kind: redis }]', 'b.yaml': 'extends: medium\nwithout: [cache]' });
    expect(names(stack)).toEqual(['proxy:nginx', 'api:node', 'db:postgres', 'cache:redis']);
    expect(entry(stack, 'profile.without')).toBe('[pooler] (shop.yaml:2:10)');
  });
  test('a component is replaced by leaving out the base\'s', () => {
    const stack = load({ 'shop.yaml': 'extends: ./b.yaml\nwithout: [db]\ncomponents: [{ name: db, kind: redis }]', 'b.yaml': 'extends: medium\nsettings: { db.postgres.work_mem: 8MB, "db.postgres.statement_timeout[api]": 5s }' });
    expect(names(stack)).toEqual(['proxy:nginx', 'api:node', 'cache:redis', 'db:redis']);
    expect([...stack.entries.keys()].filter((id) => id.startsWith('db.'))).toEqual([]);
  });
  test('routes stated anew replace those of the base and their numbers', () => {
    const stack = load({ 'shop.yaml': 'extends: ./b.yaml\ncomponents: [{ name: api, routes: [{ path: / }, { path: /login }] }]', 'b.yaml': 'extends: medium\nsettings: { "proxy.nginx.proxy_cache_valid[/feed]": 1h, "proxy.nginx.proxy_cache_valid[/login]": 2h }' });
    expect(routes(stack)).toEqual(['/>api', '/login>api']);
    expect(entry(stack, 'api.route.rate_limit[/login]')).toBe('not stated');
    expect(entry(stack, 'proxy.nginx.proxy_cache_valid[/feed]')).toBe('not stated');
    expect(entry(stack, 'proxy.nginx.proxy_cache_valid[/login]')).toBe('2h (b.yaml:2:98)');
  });
  test('a component named like its kind has short ids', () => {
    const stack = load({ 'shop.yaml': `${base}components: [{ name: nginx, kind: nginx }, { name: api }]\nsettings: { nginx.worker_connections: 900, nginx.container.pids_limit: 50 }` });
    expect([entry(stack, 'nginx.worker_connections'), entry(stack, 'nginx.container.pids_limit')]).toEqual(['900 (shop.yaml:3:39)', '50 (shop.yaml:3:72)']);
  });
  test('a path of two components names the file of the other', () => {
    const complaints = complaintsOf(() => load({ 'shop.yaml': 'extends: ./b.yaml\ncomponents: [{ name: web, kind: node, routes: [{ path: /a }] }]', 'b.yaml': `${base}components:\n  - name: proxy\n  - name: api\n    routes: [{ path: /a }]` }));
    expect(complaints[0]).toBe('shop.yaml:2:56: components.web.routes: /a already leads to api (b.yaml:5)\n  give it another path, or state the routes of api without it');
  });
});

describe('one thing stated twice', () => {
  test.each([
    ['machine: { memory: 8GiB }\nsettings: { machine.memory: 4GiB }', 'shop.yaml:3:29: machine.memory is stated twice with different values: 8GiB in line 2, 4GiB here'],
    ['settings: { machine.memory: 4GiB }\nmachine: { memory: 8GiB }', 'shop.yaml:3:20: machine.memory is stated twice with different values: 4GiB in line 2, 8GiB here'],
    ['ha: true\nsettings: { profile.ha: false }', 'shop.yaml:3:25: profile.ha is stated twice with different values: on in line 2, off here'],
    ['components: [{ name: db, version: 17 }]\nsettings: { db.component.version: 18 }', 'shop.yaml:3:35: db.component.version is stated twice with different values: 17 in line 2, 18 here'],
    ['components: [{ name: api, routes: [{ path: /a, timeout: 30s }] }]\nsettings: { "api.route.timeout[/a]": 40s }', 'shop.yaml:3:38: api.route.timeout[/a] is stated twice with different values: 30s in line 2, 40s here'],
  ])('with different values is refused: %j', (lines, expected) => {
    expect(complaintsOf(() => load({ 'shop.yaml': `extends: medium\n${lines}` }))[0]?.split('\n')[0]).toBe(expected);
  });
  test('with the same value is fine, whatever its spelling', () => {
    expect(entry(load({ 'shop.yaml': 'extends: medium\nmachine: { memory: 8GiB }\nsettings: { machine.memory: 8192MiB }' }), 'machine.memory')).toBe('8GiB (shop.yaml:2:20)');
  });
  test('in base and profile is no conflict: the profile beats its base', () => {
    expect(entry(load({ 'shop.yaml': 'extends: ./b.yaml\nsettings: { machine.memory: 4GiB }', 'b.yaml': 'extends: medium\nmachine: { memory: 9GiB }' }), 'machine.memory')).toBe('4GiB (shop.yaml:2:29)');
  });
  test('a setting of the base that the version of the profile lacks is told with both places', () => {
    const complaints = complaintsOf(() => load({ 'shop.yaml': 'extends: ./b.yaml\ncomponents: [{ name: db, version: 16 }]', 'b.yaml': 'extends: medium\nsettings: { db.postgres.io_method: worker }' }));
    expect(complaints).toEqual(['b.yaml:2:36: db.postgres.io_method came with postgres 18, and db is 16 (shop.yaml:2)\n  take it out, or state another version']);
  });
});

describe('names of files', () => {
  const shop = 'extends: ../base/x.yaml';
  const files = { 'a/shop.yaml': shop, 'base/x.yaml': 'extends: medium\nmachine: { memory: 9GiB }\nha: true' };

  test('entries do not depend on where the program was started; messages lead there', () => {
    inFolder(files, (folder) => {
      const labels = [['a/shop.yaml', folder], ['./shop.yaml', join(folder, 'a')], [join(folder, 'a/shop.yaml'), '/']].map(([profile = '', cwd = '']) => entry(loadProfile({ profile, sets: [], builtInDirectory, cwd }), 'machine.memory'));
      expect(labels).toEqual(Array(3).fill('9GiB (../base/x.yaml:2:20)'));
    });
    inFolder({ ...files, 'base/x.yaml': 'machine: { memory: 9 }' }, (cwd) => {
      expect(complaintsOf(() => loadProfile({ profile: 'a/shop.yaml', sets: [], builtInDirectory, cwd }))[0]).toMatch(/^base\/x\.yaml:1:20: /);
    });
  });
  test('built-in profiles are called so even by their path', () => {
    const stack = loadProfile({ profile: './medium.yaml', sets: [], builtInDirectory, cwd: builtInDirectory });
    expect(entry(stack, 'machine.memory')).toBe('8GiB (profiles/medium.yaml:4:28)');
  });
  test('a plain name is built-in first, then a profile of ./profiles, then a neighbour', () => {
    inFolder({ 'profiles/mine.yaml': 'extends: other', 'profiles/other.yaml': 'extends: small', 'profiles/medium.yaml': 'name: wrong' }, (cwd) => {
      expect(loadProfile({ profile: 'mine', sets: [], builtInDirectory, cwd }).name).toBe('mine');
      expect(loadProfile({ profile: 'medium', sets: [], builtInDirectory, cwd }).name).toBe('medium');
    });
  });
  test.runIf(existsSync('/dev/null'))('a symbolic link to a profile is a profile; a circle is seen through links', () => {
    inFolder({ 'real/shop.yaml': 'extends: medium', 'real/round.yaml': 'extends: ../link/round.yaml' }, (cwd) => {
      symlinkSync('real', join(cwd, 'link'));
      mkdirSync(join(cwd, 'there'));
      symlinkSync('../real/shop.yaml', join(cwd, 'there/linked.yaml'));
      expect(loadProfile({ profile: 'there/linked.yaml', sets: [], builtInDirectory, cwd }).name).toBe('linked');
      expect(complaintsOf(() => loadProfile({ profile: 'real/round.yaml', sets: [], builtInDirectory, cwd }))[0]).toMatch(/extends goes round in a circle/);
    });
  });
});

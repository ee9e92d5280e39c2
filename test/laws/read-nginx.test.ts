import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryId, type Entry } from '../../src/model/entry.ts';
import type { Stack } from '../../src/model/stack.ts';
import { treeOf } from '../../src/model/source.ts';
import type { Value } from '../../src/model/value.ts';
import { atLeast } from '../../src/model/version.ts';
import { nginxReader } from '../../src/readers/inside/nginx.ts';
import * as component from '../../src/settings/component.ts';
import * as nginx from '../../src/settings/nginx.ts';
import { size } from '../../src/size.ts';
import { renderNginxConf } from '../../src/targets/nginx/conf.ts';
import { running } from '../readers/containers.ts';
import { profileOf } from '../targets/profile-stack.ts';
import { drafts, planOf, stackOf } from './random.ts';

const RUNS = Number(process.env.PLUMBLINE_READ_RUNS ?? 300);
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);

/** Entries of a plan that its nginx.conf does not carry, and why. */
const NOT_CARRIED: readonly { readonly names: readonly string[]; readonly when: (plan: Stack, entry: Entry) => boolean; readonly because: string }[] = [
  { names: names(nginx.cache_max_size, nginx.cache_min_free, nginx.cache_keys_zone, nginx.cache_inactive, nginx.cache_lock_timeout, nginx.cache_lock_age, nginx.cache_valid_404), when: (plan) => !plan.routes.some(({ cache, auth, stream }) => cache !== 'none' && !auth && stream === 'none'), because: 'no route is cached' },
  { names: names(nginx.cache_valid), when: (plan, { subject }) => plan.routes.some(({ path, auth, stream }) => path === subject && (auth || stream !== 'none')), because: 'answers that depend on the caller are not cached' },
  { names: names(nginx.expires_immutable), when: (plan) => !plan.routes.some(({ immutable, auth }) => immutable && !auth), because: 'no files are immutable' },
  { names: names(nginx.http2, nginx.tls_port, nginx.ssl_session_cache, nginx.ssl_session_timeout, nginx.hsts_max_age), when: (plan) => valueOf(plan, 'profile.tls') !== true, because: 'TLS ends elsewhere' },
  { names: names(nginx.resolver_valid, nginx.resolver_timeout, nginx.resolve), when: (plan) => valueOf(plan, 'proxy.nginx.upstream.resolve') !== true, because: 'names are looked up once' },
  { names: names(nginx.upstream_keepalive, nginx.upstream_keepalive_timeout, nginx.upstream_keepalive_requests), when: (plan, { subject }) => valueOf(plan, `proxy.nginx.upstream.keepalive[${subject ?? ''}]`) === 0, because: 'no pool is kept' },
  { names: names(nginx.route_body), when: (plan, { value }) => value === valueOf(plan, 'proxy.nginx.client_max_body_size'), because: 'the usual value holds for the route' },
  { names: names(nginx.route_read_timeout), when: (plan, { value }) => value === valueOf(plan, 'proxy.nginx.proxy_read_timeout'), because: 'the usual value holds for the route' },
  { names: names(nginx.cache_bypass), when: (plan, { value }) => value === false || !plan.routes.some(({ cache, auth, stream }) => cache !== 'none' && !auth && stream === 'none'), because: 'silence lets everybody in, and no route is cached' },
  { names: names(nginx.cache_valid_404), when: (plan) => !plan.routes.some(({ cache, immutable, auth, stream }) => cache !== 'none' && !immutable && !auth && stream === 'none'), because: 'of files that do not change it is not kept that one is missing' },
  { names: names(nginx.http2), when: (_, { value }) => value === false, because: 'silence is off' },
];

function names(...settings: readonly { readonly name: string }[]): readonly string[] {
  return settings.map(({ name }) => name);
}

const valueOf = (plan: Stack, id: string): Value | undefined => plan.entries.get(id)?.value;

/** What random profiles never state: rates and bodies of single routes, immutable files. */
const STATED = profileOf({
  routes: [{ path: '/' }, { path: '/login' }, { path: '/upload' }, { path: '/assets/', cache: 'long', immutable: true }, { path: '/live', stream: 'websocket' }, { path: '/events', stream: 'sse' }, { path: '/me', auth: true, cache: 'short' }, { path: '/feed', cache: 'short' }],
  settings: { 'api.route.rate_limit[/login]': 1, 'api.route.burst[/login]': 5, 'api.route.body_limit[/upload]': 50 * 1024 ** 2, 'api.route.connections[/login]': 3, 'api.route.allow_origins[/login]': ['https://shop.example.com'],
    'proxy.nginx.use': 'epoll', 'proxy.nginx.multi_accept': true, 'proxy.nginx.output_buffers.size': 65_536, 'profile.tls': true, 'profile.domain': 'shop.example.com', 'monitoring.exporters': true },
});

/** What a reader finds in the nginx.conf of a plan; the upstreams are named by their hosts. */
function readBack(plan: Stack): { readonly entries: ReadonlyMap<string, Entry>; readonly paths: readonly string[]; readonly trouble: readonly unknown[] } {
  const proxy = plan.components.find(({ name }) => name === 'proxy');
  if (proxy === undefined) throw new Error('a plan without a proxy');
  const text = renderNginxConf(plan, proxy, { platform: 'compose' });
  const container = { ...running({ image: `nginxinc/nginx-unprivileged:${String(valueOf(plan, 'proxy.component.version'))}`, files: { '/etc/nginx/nginx.conf': text } }), component: 'proxy' };
  const facts = nginxReader.read(container, { tree: treeOf({}) });
  const upstream = facts.connections.flatMap(({ entries = [], host }) => entries.map((entry) => ({ ...entry, subject: host, id: entryId({ name: 'proxy' }, entry.setting, host) })));
  return {
    entries: new Map([...facts.entries, ...upstream].toReversed().map((entry) => [entry.id, entry])),
    paths: facts.connections.flatMap(({ routes = [] }) => routes.map(({ path }) => path)),
    trouble: [...facts.problems, ...facts.unread],
  };
}

/** The route `/api/` stands in two locations, as does `/api`: they read alike. */
const plain = (subject: string): string => (subject === '/' ? subject : subject.replace(/\/$/, ''));

/** Every entry that nginx.conf carries is read with the same value; gives the names of their settings. */
function expectSame(plan: Stack): readonly string[] {
  const { entries, paths, trouble } = readBack(plan);
  expect(trouble).toEqual([]);
  expect(paths.toSorted()).toEqual(plan.routes.map(({ path }) => plain(path)).toSorted());
  const carried = [...plan.entries.values()].filter((entry) => entry.component === 'proxy' && entry.setting.kind === 'nginx' && !NOT_CARRIED.some((one) => one.names.includes(entry.setting.name) && one.when(plan, entry)));
  for (const entry of carried) {
    const id = entryId({ name: 'proxy' }, entry.setting, entry.subject === undefined ? undefined : plain(entry.subject));
    expect([id, entries.get(id)?.value]).toEqual([id, entry.value]);
  }
  return carried.map(({ setting }) => setting.name);
}

describe(`read(render(plan)) gives nginx back (seed ${seed})`, () => {
  it('every entry of the proxy has the same value', () => {
    const carried = new Set<string>();
    fc.assert(fc.property(drafts, (draft) => {
      const plan = planOf(stackOf(draft));
      if (plan === undefined) return;
      for (const name of expectSame(plan)) carried.add(name);
    }), { numRuns: RUNS, seed });
    for (const name of expectSame(size(STATED))) carried.add(name);
    const known = Object.values(nginx).filter((one) => typeof one === 'object' && 'unit' in one).map(({ name }) => name);
    expect(known.filter((name) => !carried.has(name))).toEqual([]);
  });

  it('nothing is read that the plan does not say', () => {
    fc.assert(fc.property(drafts, (draft) => {
      const plan = planOf(stackOf(draft));
      if (plan === undefined) return;
      const stated = [...readBack(plan).entries.values()].filter(({ setting }) => setting.kind === 'nginx');
      const said = new Map([...plan.entries.values()].map((entry) => [entryId({ name: entry.component }, entry.setting, entry.subject === undefined ? undefined : plain(entry.subject)), entry.value]));
      for (const { id, value } of stated) expect([id, value]).toEqual([id, said.get(id) ?? 'nothing']);
    }), { numRuns: Math.ceil(RUNS / 3), seed });
  });

  it('the version and the port are read', () => {
    fc.assert(fc.property(drafts, (draft) => {
      const plan = planOf(stackOf(draft));
      if (plan === undefined) return;
      const { entries } = readBack(plan);
      expect(entries.get('proxy.component.version')?.value).toBe(valueOf(plan, 'proxy.component.version'));
      if (valueOf(plan, 'profile.tls') !== true) expect(entries.get(entryId({ name: 'proxy' }, component.port))?.value).toBe(valueOf(plan, 'proxy.component.port'));
      expect(atLeast(draft.nginx, '1.22')).toBe(true);
    }), { numRuns: 30, seed });
  });
});

import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { loadText } from '../../src/load.ts';
import { treeOf } from '../../src/model/source.ts';
import { PROFILE_PARTS } from '../../src/model/stack.ts';
import { readTree } from '../../src/read-tree.ts';
import { render } from '../../src/render.ts';
import { size } from '../../src/size.ts';

/** An application of each kind that Python or Next.js runs. */
const PROFILE = `name: shop
machine: { cpu: 8, memory: 16GiB }
targets: { rps: 200, p95: 300ms }
components:
  - { name: proxy, links: [api, feed, web] }
  - { name: api, kind: gunicorn, links: [db, cache], routes: [{ path: /api/ }] }
  - { name: feed, kind: uvicorn, links: [db, queue], routes: [{ path: /feed/ }] }
  - { name: worker, kind: python, command: [python, -m, shop.worker], links: [db, queue] }
  - { name: web, routes: [{ path: / }] }
  - { name: db }
  - { name: cache }
  - { name: queue }
`;

/** What a user may state on top of it, by the check that it breaks: exactly these relations, in the plan and in its files. */
const stated: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'nothing': {},
  'keepalive-race': { 'api.gunicorn.keepalive': '5s' },
  'keepalive-race of uvicorn': { 'feed.uvicorn.timeout_keep_alive': '5s' },
  'keepalive-race of Next.js': { 'web.node.keepAliveTimeout': '5s' },
  'request-outlives-proxy': { 'api.gunicorn.timeout': '120s', 'api.gunicorn.graceful_timeout': '20s' },
  'pool-wait-outlives-proxy, statement-outlives-request': { 'api.sqlalchemy.pool_timeout': '60s' },
  'statement-outlives-request': { 'feed.python.statement_timeout': '60s' },
  'max-requests-without-jitter': { 'api.gunicorn.workers': '2', 'api.gunicorn.max_requests': '1000', 'api.gunicorn.max_requests_jitter': '0' },
  'proxy-not-trusted': { 'api.gunicorn.forwarded_allow_ips': '127.0.0.1' },
  'drain-exceeds-grace': { 'api.container.stop_grace_period': '10s' },
  'setting-without-effect': { 'api.gunicorn.worker_class': 'gevent', 'api.gunicorn.threads': '4' },
  'workers-exceed-cpu, workers-exceed-memory': { 'api.gunicorn.workers': '24', 'api.container.memory_limit': '512MiB', 'api.sqlalchemy.pool_size': '1' },
  'heap-exceeds-limit': { 'web.node.max_old_space_size': '8GiB' },
  'consumers-exceed-partitions': { 'queue.kafka.num.partitions': '1', 'worker.python.kafka_consumers': '4' },
};

/** The checks that find something in a stack. */
const ids = (findings: readonly { readonly check: string }[]): readonly string[] => [...new Set(findings.map((finding) => finding.check))].sort();

/** What is found in the plan of a profile, and what in its Compose project. */
async function found(profile: string): Promise<{ readonly plan: readonly string[]; readonly files: readonly string[] }> {
  const plan = size(loadText(profile, 'shop.yaml'));
  const files = Object.fromEntries((await render(plan)).map(({ path, text }) => [path, text]));
  const entries = [...plan.entries.values()].filter(({ component }) => (PROFILE_PARTS as readonly string[]).includes(component));
  const [compose] = readTree(treeOf(files), { entries }).stacks;
  return { plan: ids(check(plan).findings), files: compose === undefined ? [] : ids(check(compose.stack).findings) };
}

describe('one statement breaks one relation of a Python application', () => {
  it.each(Object.entries(stated))('%s', async (name, settings) => {
    const lines = Object.entries(settings).map(([key, value]) => `  ${key}: ${value}\n`).join('');
    const expected = name === 'nothing' ? [] : name.replace(/ of .*/, '').split(', ');
    expect(await found(`${PROFILE}${lines === '' ? '' : `settings:\n${lines}`}`)).toEqual({ plan: expected, files: expected });
  });
});

describe('greenlets that keep documents in a MongoDB elsewhere', () => {
  const profile = (...more: readonly string[]): string =>
    ['name: shop', 'machine: { cpu: 4, memory: 8GiB }', 'targets: { rps: 500, p95: 200ms }', 'components:', '  - { name: api, kind: gunicorn, links: [mongo] }', '  - { name: mongo, external: "mongo.example.com:27017" }', 'settings:', '  api.gunicorn.worker_class: gevent', ...more, ''].join('\n');

  it('are as many as its connections', async () => {
    expect(await found(profile())).toEqual({ plan: [], files: [] });
  });

  it('share them where a profile states more, and both sides say so', async () => {
    expect(await found(profile('  api.gunicorn.worker_connections: 2000'))).toEqual({ plan: ['pool-below-threads'], files: ['pool-below-threads'] });
  });
});

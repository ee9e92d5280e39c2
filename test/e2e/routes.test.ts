import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { stackTools } from '../live/tools.ts';
import { ask, type Answer } from './ask.ts';
import { byForm } from './form.ts';
import { startItems, type Running } from './items.ts';
import { crowd, mixed } from './load.ts';
import { note, printTable, showCounts } from './table.ts';

const MiB = 2 ** 20;
const SECURITY = ['x-content-type-options', 'x-frame-options', 'content-security-policy', 'referrer-policy', 'permissions-policy', 'cross-origin-opener-policy', 'x-request-id'];

/** Another client each time, from addresses that are kept for documentation (RFC 5737). */
let clients = 0;
const someone = (): string => `203.0.${Math.floor(clients / 250) + 113}.${(clients++ % 250) + 1}`;

async function* chunks(bytes: number): AsyncGenerator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  for (let left = bytes; left > 0; left -= chunk.length) yield left < chunk.length ? chunk.subarray(0, left) : chunk;
}

describeWith('the routes of a running stack', stackTools, () => {
  let stack: Running;
  let direct: string;
  beforeAll(async () => {
    stack = await startItems('small');
    const [api] = stack.processes('api');
    direct = `http://${api?.host}:${api?.port}`;
  }, 120_000);
  afterAll(async () => {
    await stack.stop();
    printTable();
  });

  const get = (path: string, more: Parameters<typeof ask>[1] = {}): Promise<Answer> => ask(`${stack.url}${path}`, { client: someone(), ...more });
  const logIn = async (name: string): Promise<string> => {
    const answer = await get('/login', { method: 'POST', body: { name, password: 'password' } });
    return answer.header('set-cookie')?.split(';')[0] ?? '';
  };

  it('answer through the proxy, each with the security headers', async () => {
    const style = /\/assets\/[^"]+/.exec((await get('/')).text)?.[0] ?? '';
    const cookie = await logIn('user1');
    const item = { name: 'lamp', category: 'e2e', price_cents: 100 };
    const asked: readonly (readonly [status: number, path: string, more?: Parameters<typeof ask>[1]])[] = [
      [200, '/'], [200, '/items/1'], [200, '/items?after=10'], [201, '/items', { method: 'POST', body: item }], [400, '/items', { method: 'POST', body: { name: 1 } }],
      [200, '/feed'], [200, '/search?q=lamp'], [401, '/me'], [200, '/me', { headers: { cookie } }], [401, '/login', { method: 'POST', body: { name: 'user1', password: 'wrong' } }],
      [201, '/upload', { method: 'POST', body: Buffer.alloc(1000) }], [200, style], [404, '/assets/none.css'], [404, '/nowhere'], [404, '/items/2000000000'], [404, '/readyz'], [404, '/livez'],
    ];
    const answers = await Promise.all(asked.map(async ([status, path, more]) => ({ status, path, answer: await get(path, more) })));
    expect(answers.map(({ path, answer }) => [path, answer.status])).toEqual(answers.map(({ path, status }) => [path, status]));
    const without = answers.flatMap(({ path, answer }) => SECURITY.filter((name) => answer.header(name) === undefined).map((name) => `${path}: ${name}`));
    expect(without).toEqual([]);
    expect((await get('/healthz')).text).toBe('ok\n');
    note({ shown: 'every route through the proxy, with its security headers', requests: asked.length + 2, failed: 0, said: showCounts(countBy(answers.map(({ answer }) => answer.status))) });
  });

  it('keep in the cache what is everybody\'s, and nothing of anybody', async () => {
    const cacheOf = async (path: string, more?: Parameters<typeof ask>[1]): Promise<string | undefined> => (await get(path, more)).header('x-cache-status');
    const cookie = await logIn('user1');
    expect(await cacheOf('/feed?limit=3')).toBe('MISS');
    expect(await cacheOf('/feed?limit=3')).toBe('HIT');
    expect(await cacheOf('/feed?limit=3', { method: 'HEAD' })).toBe('HIT');
    expect(await cacheOf('/feed?limit=3', { headers: { cookie } })).toBe('BYPASS');
    expect(await cacheOf('/feed?limit=3', { headers: { authorization: 'Bearer a' } })).toBe('BYPASS');
    // What was answered to somebody in particular is not kept for the next.
    expect(await cacheOf('/feed?limit=4', { headers: { cookie } })).toBe('BYPASS');
    expect(await cacheOf('/feed?limit=5', { headers: { authorization: 'Bearer a' } })).toBe('BYPASS');
    expect(await cacheOf('/feed?limit=4')).toBe('MISS');
    expect(await cacheOf('/feed?limit=5')).toBe('MISS');
    expect(await cacheOf('/me', { headers: { cookie } })).toBeUndefined();
    note({ shown: 'MISS, HIT, BYPASS of the proxy\'s cache', requests: 10, failed: 0, said: 'a cookie and an Authorization pass the cache by, and leave nothing in it' });
  });

  it('answer each of two users with his own', async () => {
    const users = await Promise.all(['user1', 'user2'].map(async (name) => ({ name, cookie: await logIn(name) })));
    const answers: { readonly name: string; readonly answer: Answer }[] = [];
    for (let round = 0; round < byForm(5, 50); round += 1) {
      // Slower than the rate that the proxy allows to all clients together.
      await sleep(100);
      const path = round % 2 === 0 ? '/me' : `/me?round=${round % 7}`;
      answers.push(...await Promise.all(Array.from({ length: 10 }, () => users).flat().map(async ({ name, cookie }) => ({ name, answer: await get(path, { headers: { cookie } }) }))));
    }
    const wrong = answers.filter(({ name, answer }) => answer.status !== 200 || JSON.parse(answer.text).name !== name || answer.header('cache-control') !== 'private, no-store');
    expect(wrong).toEqual([]);
    note({ shown: 'two users ask for /me in turn', requests: answers.length, failed: wrong.length, said: 'each saw his own; private, no-store' });
  });

  it('refuse one client above its rate, and no other', async () => {
    const limits = [
      { path: '/items/1', rate: stack.planned('proxy.nginx.limit_req_zone.rate'), burst: stack.planned('proxy.nginx.limit_req.burst') },
      { path: '/search?q=lamp', rate: stack.planned('proxy.nginx.limit_req_zone.route_rate[/search]'), burst: stack.planned('proxy.nginx.limit_req.route_burst[/search]') },
    ];
    for (const { path, rate, burst } of limits) {
      const client = someone();
      const begun = Date.now();
      const answers = await Promise.all(Array.from({ length: 4 * burst }, () => get(path, { client })));
      const passed = answers.filter(({ status }) => status === 200).length;
      const refused = answers.filter(({ status }) => status === 429);
      expect(passed + refused.length).toBe(answers.length);
      expect(passed).toBeGreaterThan(burst);
      expect(passed).toBeLessThanOrEqual(1 + burst + Math.ceil((rate * (Date.now() - begun)) / 1000));
      expect(refused.map((answer) => [answer.header('retry-after'), answer.header('content-type'), answer.header('x-frame-options')])).toEqual(refused.map(() => ['1', 'application/json', 'SAMEORIGIN']));
      expect((await get(path)).status).toBe(200);
      note({ shown: `${4 * burst} at once of one client to ${path}`, requests: answers.length + 1, failed: 0, said: `${passed} passed (${rate}/s, burst ${burst}), ${refused.length} x 429 with Retry-After; another client passed` });
    }
  });

  it('refuse too large a body at the proxy and in the application', async () => {
    const limits = [{ path: '/items', limit: stack.planned('proxy.nginx.client_max_body_size') }, { path: '/upload', limit: 50 * MiB }];
    expect(limits[0]?.limit).toBe(MiB);
    for (const { path, limit } of limits) {
      for (const [side, url] of [['proxy', stack.url], ['application', direct]] as const) {
        const send = (bytes: number, sent: 'whole' | 'chunked'): Promise<Answer> =>
          ask(`${url}${path}`, { method: 'POST', client: someone(), headers: { 'content-type': 'application/json' }, body: sent === 'whole' ? Buffer.alloc(bytes, 'x') : chunks(bytes) });
        const statuses = [(await send(limit + 1, 'whole')).status, (await send(limit + 1, 'chunked')).status, (await send(limit, 'whole')).status];
        expect([side, path, ...statuses]).toEqual([side, path, 413, 413, path === '/upload' ? 201 : 400]);
        note({ shown: `a body of ${limit / MiB} MiB and a byte to ${path}, ${side}`, requests: 3, failed: 0, said: `${statuses[0]} with a length, ${statuses[1]} without; ${limit / MiB} MiB: ${statuses[2]}` });
      }
    }
  });

  it('open no more connections to the database than were planned', async () => {
    const seen = new Map<string, number>();
    let samples = 0;
    let total = 0;
    const load = crowd(stack.url, 100, byForm(5, 30), mixed);
    let loading = true;
    void load.finally(() => { loading = false; });
    while (loading) {
      const rows = await stack.query<{ role: string; count: number }>(`SELECT usename AS role, count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend' GROUP BY usename`);
      for (const { role, count } of rows) seen.set(role, Math.max(seen.get(role) ?? 0, count));
      total = Math.max(total, rows.reduce((sum, { count }) => sum + count, 0));
      samples += 1;
    }
    const { counts } = await load;
    const pools = stack.planned('api.node.workers') * stack.planned('api.node.pool_max');
    const most = stack.planned('db.postgres.max_connections');
    expect(samples).toBeGreaterThan(5);
    expect(seen.get('api')).toBeGreaterThan(0);
    expect(seen.get('api')).toBeLessThanOrEqual(pools);
    expect(seen.get('api')).toBeLessThanOrEqual(stack.planned('db.postgres.connection_limit[api]'));
    expect(total).toBeLessThanOrEqual(most);
    expect(stack.processes('db')[0]?.log()).not.toMatch(/too many (clients|connections)|remaining connection slots/);
    expect(counts.failed).toBe(0);
    note({ shown: 'connections to the database under 100 clients at once', requests: counts.sent, failed: counts.failed, said: `at most ${seen.get('api')} of ${pools} by api, ${total} of ${most} in all, in ${samples} looks (${showCounts(counts.statuses)})` });
  });
});

const countBy = (values: readonly number[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

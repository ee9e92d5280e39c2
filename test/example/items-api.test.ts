import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { psql } from '../servers/psql.ts';
import { example, ITEMS, startExample, type RunningExample } from './stack.ts';

it('names its files by their content', () => {
  const folder = join(example, 'assets');
  for (const name of readdirSync(folder)) expect(name).toContain(`.${createHash('sha256').update(readFileSync(join(folder, name))).digest('hex').slice(0, 8)}.`);
});

describeWith('examples/items-api in the rendered stack', ['postgres-18', 'psql', 'redis-8', 'redis-cli'], () => {
  let running: RunningExample;
  beforeAll(async () => { running = await startExample(); });
  afterAll(() => running.stop());

  const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${running.url}${path}`, { ...init, redirect: 'manual' });
  const json = async (path: string, init: RequestInit = {}): Promise<any> => (await ask(path, init)).json();
  const post = (path: string, body: unknown): Promise<Response> => ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const item = { name: 'Green tea pot', category: 'kitchen', description: 'Holds a litre.', price_cents: 2450 };

  it('migrates twice, and changes nothing the second time', async () => {
    expect((await running.migrate()).code).toBe(0);
    const { stdout } = await psql({ port: running.postgres.port, user: 'api', database: 'small' }, ['-c', 'SELECT count(*), min(id), max(id) FROM items']);
    expect(stdout).toBe(`${ITEMS}\t1\t${ITEMS}\n`);
  });

  it('keeps the schema from the application', async () => {
    const { stderr } = await psql({ port: running.postgres.port, user: 'api', database: 'small' }, ['-c', 'DROP TABLE items']);
    expect(stderr).toContain('must be owner of table items');
  });

  it('answers with an item, from the database and then from the cache', async () => {
    const first = await json('/items/7');
    expect(first).toMatchObject({ id: 7, category: 'home', rating: 371, price_cents: 55_533 });
    await expect.poll(() => running.redis.command('EXISTS', 'item:7')).toBe('1');
    expect(await json('/items/7')).toEqual(first);
    expect((await ask('/items/1000000')).status).toBe(404);
    expect((await ask('/items/seven')).status).toBe(400);
  });

  it('pages through the items by key', async () => {
    const first = await json('/items?limit=3');
    expect(first).toMatchObject({ items: [{ id: 1 }, { id: 2 }, { id: 3 }], next: 3 });
    expect(await json('/items?after=1999')).toMatchObject({ items: [{ id: 2000 }], next: null });
  });

  it('takes new items and finds them', async () => {
    const made = await post('/items', item);
    expect(made.status).toBe(201);
    const path = made.headers.get('location') ?? '';
    expect(await json(path)).toMatchObject(item);
    expect((await json('/search?q=tea%20litre')).items).toMatchObject([item]);
    expect((await post('/items', { ...item, price_cents: -1 })).status).toBe(400);
  });

  it('calls a text that PostgreSQL cannot hold a mistake of the client', async () => {
    const answers = [await post('/items', { ...item, name: 'a\0' }), await post('/login', { name: '\0', password: 'x' }), await ask('/search?q=%00'), await ask('/feed?category=a%00')];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  });

  it('ranks the feed and lets the proxy keep it', async () => {
    const answer = await ask('/feed?limit=5');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=0, s-maxage=300');
    const { items } = await answer.json() as { items: { rating: number }[] };
    expect(items.map(({ rating }) => rating)).toEqual([1000, 1000, 999, 999, 998]);
    expect((await json('/feed?category=garden&limit=2')).items).toMatchObject([{ category: 'garden' }, { category: 'garden' }]);
  });

  it('logs in by a session that no cache keeps', async () => {
    expect((await post('/login', { name: 'user1', password: 'guess' })).status).toBe(401);
    expect((await post('/login', { name: 'nobody', password: 'password' })).status).toBe(401);
    const answer = await post('/login', { name: 'user1', password: 'password' });
    expect(answer.status).toBe(200);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^sid=[\w-]{43}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Lax$/);
    const me = await ask('/me', { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(await me.json()).toEqual({ name: 'user1' });
    expect(me.headers.get('cache-control')).toBe('private, no-store');
    expect((await ask('/me')).status).toBe(401);
    expect((await ask('/me', { headers: { cookie: `sid=${'x'.repeat(43)}` } })).status).toBe(401);
  });

  it('counts and hashes an upload beyond the limit of other routes', async () => {
    const body = Buffer.alloc(8 * 1024 ** 2, 'plumb');
    const answer = await ask('/upload', { method: 'POST', body });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') });
    expect((await ask('/items', { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status).toBe(413);
  });

  it('serves its page and the style sheet that it names', async () => {
    const page = await (await ask('/')).text();
    const [, path = ''] = /href="(\/assets\/[^"]+)"/.exec(page) ?? [];
    const style = await ask(path);
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(style.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await style.text()).toContain('body {');
    expect((await ask('/assets/..%2fserver.mjs')).status).toBe(404);
    expect((await ask('/nowhere')).status).toBe(404);
  });

  it('goes on without its cache, and then without its database says so', async () => {
    await running.redis.stop();
    expect(await json('/items/7')).toMatchObject({ id: 7 });
    expect(await json('/items/8')).toMatchObject({ id: 8 });
    expect((await ask('/feed')).status).toBe(200);
    const me = await ask('/me', { headers: { cookie: `sid=${'x'.repeat(43)}` } });
    expect([me.status, me.headers.get('retry-after')]).toEqual([503, '5']);
    await running.postgres.stop();
    const gone = await ask('/items/9');
    expect([gone.status, gone.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await ask('/')).status).toBe(200);
    expect((await ask('/livez')).status).toBe(200);
  });
});

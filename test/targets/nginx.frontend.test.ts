import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { startProxy, VERSIONS, type RunningProxy } from './running-proxy.ts';
import type { Said } from './profile-stack.ts';

/** A frontend of Next.js with the routes that it has when it states none, beside an API. */
const SHOP: Said = {
  components: [{ name: 'proxy', kind: 'nginx' }, { name: 'web', kind: 'next' }, { name: 'api', kind: 'node' }, { name: 'db', kind: 'postgres' }],
  links: [{ from: 'proxy', to: 'web' }, { from: 'proxy', to: 'api' }, { from: 'api', to: 'db' }],
  routes: [
    { path: '/', to: 'web' }, { path: '/_next/static/', to: 'web', cache: 'long', immutable: true }, { path: '/_next/image', to: 'web', cache: 'long' },
    { path: '/api/', to: 'api', cache: 'short' }, { path: '/api/hourly', to: 'api', cache: 'long' }, { path: '/api/login', to: 'api' },
  ],
};

let proxy: RunningProxy | undefined;
afterEach(async () => {
  await proxy?.stop();
  proxy = undefined;
});

for (const tool of Object.keys(VERSIONS) as (keyof typeof VERSIONS)[]) {
  const start = async (said: Said, answer: Parameters<typeof startProxy>[2] = (_, response, of) => void response.end(of)): Promise<RunningProxy> => {
    proxy = await startProxy(tool, { ...SHOP, ...said }, answer);
    return proxy;
  };

  describeWith(`a frontend and an API behind a rendered ${tool}`, tool, () => {
    it('answer on their own paths', async () => {
      const { ask } = await start({});
      const bodies = await Promise.all(['/', '/about', '/_next/image?w=1', '/api/', '/api/items', '/apis'].map(async (path) => (await ask(path)).body));
      expect(bodies).toEqual(['web', 'web', 'web', 'api', 'api', 'web']);
    });

    it('keeps pictures for everybody, by query and by format, however short Next.js itself would', async () => {
      const { ask, reached } = await start({}, (request, response) => {
        response.setHeader('cache-control', 'public, max-age=1, must-revalidate');
        response.setHeader('vary', 'Accept');
        response.end(`${request.url} ${request.headers.accept}`);
      });
      const status = async (path: string, headers = {}) => (await ask(path, { headers: { accept: 'image/webp', ...headers } })).headers['x-cache-status'];
      expect([await status('/_next/image?w=640'), await status('/_next/image?w=640')]).toEqual(['MISS', 'HIT']);
      expect([await status('/_next/image?w=640', { cookie: 'theme=dark' }), await status('/_next/image?w=640', { authorization: 'Bearer a' })]).toEqual(['HIT', 'HIT']);
      expect([await status('/_next/image?w=1080'), await status('/_next/image?w=640', { accept: 'image/png' })]).toEqual(['MISS', 'MISS']);
      expect((await ask('/_next/image?w=640', { headers: { accept: 'image/webp' } })).body).toBe('/_next/image?w=640 image/webp');
      await sleep(2100);
      expect(await status('/_next/image?w=640')).toBe('HIT');
      expect(reached.length).toBe(3);
    });

    it('keeps no picture that is marked private or brings a cookie', async () => {
      const { ask } = await start({}, (request, response) => {
        if (request.url === '/_next/image?private') response.setHeader('cache-control', 'private, max-age=60');
        if (request.url === '/_next/image?cookie') response.setHeader('set-cookie', 'a=1');
        response.end('x');
      });
      const status = async (path: string) => (await ask(path)).headers['x-cache-status'];
      for (const path of ['/_next/image?private', '/_next/image?cookie']) expect([path, await status(path), await status(path)]).toEqual([path, 'MISS', 'MISS']);
    });

    it('keeps files that never change, and not that one is missing', async () => {
      let there = false;
      const { ask } = await start({}, (_, response) => {
        response.statusCode = there ? 200 : 404;
        response.end('x');
      });
      const of = async (path: string) => {
        const { status, headers } = await ask(path, { headers: { cookie: 'a=b' } });
        return [status, headers['x-cache-status'], headers['cache-control']];
      };
      expect([await of('/_next/static/a.js'), await of('/_next/static/a.js')]).toEqual([[404, 'MISS', undefined], [404, 'MISS', undefined]]);
      there = true;
      const control = 'public, max-age=31536000, immutable';
      expect([await of('/_next/static/a.js'), await of('/_next/static/a.js')]).toEqual([[200, 'MISS', control], [200, 'HIT', control]]);
    });

    it('keeps each kind of data for its own time', async () => {
      const { ask } = await start({ settings: { 'workload.cache_lifetimes.short': 1000, 'workload.cache_lifetimes.long': 60_000 } });
      const statuses = async () => Promise.all(['/api/items', '/api/hourly', '/api/login'].map(async (path) => (await ask(path)).headers['x-cache-status']));
      expect(await statuses()).toEqual(['MISS', 'MISS', undefined]);
      expect(await statuses()).toEqual(['HIT', 'HIT', undefined]);
      await sleep(2100);
      // An answer that is too old is sent once more while a new one is fetched.
      expect(await statuses()).toEqual(['STALE', 'HIT', undefined]);
    });

    it('lets everybody into the cache only where that is stated', async () => {
      const answer: Parameters<typeof startProxy>[2] = (request, response) => void response.end(`for ${request.headers.authorization ?? 'anybody'}`);
      const asked = { headers: { authorization: 'Bearer alice' } };
      const guarded = await start({}, answer);
      expect([(await guarded.ask('/api/me', asked)).headers['x-cache-status'], (await guarded.ask('/api/me')).body]).toEqual(['BYPASS', 'for anybody']);
      await guarded.stop();
      const open = await start({ settings: { 'proxy.nginx.proxy_cache_bypass': false } }, answer);
      expect([(await open.ask('/api/me', asked)).headers['x-cache-status'], (await open.ask('/api/me')).body]).toEqual(['MISS', 'for Bearer alice']);
    });

    it('limits rates and connections of each route by themselves', async () => {
      const { ask } = await start({
        settings: {
          'api.route.rate_limit[/api/login]': 0.1, 'api.route.burst[/api/login]': 1, 'api.route.connections[/api/]': 1, 'web.route.connections[/]': 2,
          'proxy.nginx.limit_conn': 3,
        },
      }, (_, response) => void setTimeout(() => response.end('ok'), 300));
      const statuses = async (...paths: readonly string[]) => (await Promise.all(paths.map(async (path) => (await ask(path, { method: 'POST' })).status))).sort();
      expect(await statuses('/api/a', '/api/b')).toEqual([200, 429]);
      expect(await statuses('/a', '/b', '/c')).toEqual([200, 200, 429]);
      expect(await statuses('/api/a', '/b', '/c', '/_next/image')).toEqual([200, 200, 200, 429]);
      expect([await ask('/api/login'), await ask('/api/login'), await ask('/api/login'), await ask('/api/hourly')].map(({ status }) => status)).toEqual([200, 200, 429, 200]);
    });

    it('tells nobody outside how its applications are, unless a route says so', async () => {
      const { ask, reached } = await start({});
      expect(await Promise.all(['/livez', '/readyz'].map(async (path) => (await ask(path)).status))).toEqual([404, 404]);
      expect(await ask('/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
      expect(reached).toEqual([]);
      await proxy?.stop();
      const stated = await start({ routes: [...(SHOP.routes ?? []), { path: '/readyz', to: 'api' }] });
      expect([(await stated.ask('/readyz')).body, (await stated.ask('/livez')).status]).toEqual(['api', 404]);
    });

    it('sends the stated headers with every answer, those of the application before them', async () => {
      const policy = "default-src 'self'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
      const { ask } = await start({
        settings: {
          'headers.content_security_policy': policy, 'headers.cross_origin_embedder_policy': 'require-corp', 'headers.cross_origin_resource_policy': 'same-origin',
          'headers.cross_origin_opener_policy': 'same-origin', 'headers.x_frame_options': 'DENY', 'headers.permissions_policy': 'camera=(), geolocation=(self "https://maps.example.com")', 'headers.referrer_policy': 'false',
        },
      }, (request, response, of) => {
        if (request.url === '/own') response.setHeader('content-security-policy', "default-src 'none'").setHeader('cross-origin-embedder-policy', 'unsafe-none');
        response.statusCode = request.url === '/broken' ? 500 : 200;
        response.end(of);
      });
      const expected = {
        'content-security-policy': policy, 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-resource-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin',
        'x-frame-options': 'DENY', 'permissions-policy': 'camera=(), geolocation=(self "https://maps.example.com")', 'x-content-type-options': 'nosniff',
      };
      for (const path of ['/', '/broken', '/healthz', '/livez', '/_next/static/a.js', '/api/items', '/nginx_status/x']) expect((await ask(path)).headers).toMatchObject(expected);
      expect((await ask('/')).headers).not.toHaveProperty('referrer-policy');
      expect((await ask('/own')).headers).toMatchObject({ ...expected, 'content-security-policy': "default-src 'none'", 'cross-origin-embedder-policy': 'unsafe-none' });
    });

    it('lets pages of the named sites call a route, and answers their preflights', async () => {
      const { ask, reached, log } = await start({ settings: { 'api.route.allow_origins[/api/]': ['https://admin.example.com', 'http://localhost:5173'], 'api.route.allow_origins[/api/hourly]': ['*'], 'api.route.rate_limit[/api/login]': 0.1, 'api.route.burst[/api/login]': 0, 'api.route.allow_origins[/api/login]': ['https://admin.example.com'] } }, (request, response) => {
        if (request.url === '/api/own') response.setHeader('access-control-allow-origin', 'https://its.example.com');
        response.end('x');
      });
      const preflight = async (path: string, origin: string) => {
        const { status, headers } = await ask(path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization, x-odd' } });
        return [status, headers['access-control-allow-origin'], headers['access-control-allow-headers'], headers['access-control-max-age'], headers['access-control-allow-credentials']];
      };
      const admin = 'https://admin.example.com';
      expect(await preflight('/api/items', admin)).toEqual([204, admin, 'authorization, x-odd', '7200', 'true']);
      expect(await preflight('/api/items', 'http://localhost:5173')).toEqual([204, 'http://localhost:5173', 'authorization, x-odd', '7200', 'true']);
      expect(await preflight('/api/items', 'https://evil.example.com')).toEqual([204, undefined, undefined, undefined, undefined]);
      expect(await preflight('/api/hourly', 'https://evil.example.com')).toEqual([204, '*', 'authorization, x-odd', '7200', undefined]);
      expect(reached).toEqual([]);
      const from = async (path: string, origin: string) => (await ask(path, { headers: { origin } })).headers;
      expect(await from('/api/items', admin)).toMatchObject({ 'access-control-allow-origin': admin, vary: 'Origin', 'x-frame-options': 'SAMEORIGIN' });
      expect(await from('/api/items', 'https://evil.example.com')).not.toHaveProperty('access-control-allow-origin');
      expect((await from('/api/own', admin))['access-control-allow-origin']).toBe('https://its.example.com');
      expect(await from('/', admin)).not.toHaveProperty('access-control-allow-origin');
      // A page is told that it was refused.
      await ask('/api/login');
      expect(await ask('/api/login', { headers: { origin: admin } })).toMatchObject({ status: 429, headers: { 'access-control-allow-origin': admin, 'retry-after': '1' } });
      // An OPTIONS that is no preflight is the application's, as are all of other routes.
      await ask('/api/items', { method: 'OPTIONS' });
      expect(await preflight('/', admin)).toEqual([200, undefined, undefined, undefined, undefined]);
      expect(reached.slice(-2).map(({ url }) => url)).toEqual(['/api/items', '/']);
      await ask('/', { headers: { 'x-large': 'x'.repeat(9000) } });
      expect(log()).not.toContain('uninitialized');
    });

    it('says what a profile states of events, buffers and accepting', async () => {
      const { ask } = await start({ settings: { 'proxy.nginx.use': 'epoll', 'proxy.nginx.multi_accept': true, 'proxy.nginx.output_buffers.number': 1, 'proxy.nginx.client_body_buffer_size': 131_072 } });
      expect((await ask('/')).status).toBe(200);
    });
  });
}

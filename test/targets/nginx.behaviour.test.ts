import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { startProxy, VERSIONS, type Answer, type RunningProxy } from './running-proxy.ts';
import type { Said } from './profile-stack.ts';

const SECURITY = ['x-content-type-options', 'x-frame-options', 'content-security-policy', 'referrer-policy', 'permissions-policy', 'cross-origin-opener-policy', 'x-request-id'];
const missing = (answer: Answer): readonly string[] => SECURITY.filter((name) => answer.headers[name] === undefined);
/** How often a header stands in an answer: `headers` joins or drops repetitions. */
const times = (answer: Answer, name: string): number => answer.raw.filter((text, at) => at % 2 === 0 && text.toLowerCase() === name).length;

const ROUTES = [
  { path: '/' },
  { path: '/feed', cache: 'short' },
  { path: '/private', cache: 'short', auth: true },
  { path: '/live', stream: 'websocket' },
  { path: '/events', stream: 'sse' },
  { path: '/assets/', immutable: true },
  { path: '/upload' },
] as const;

let proxy: RunningProxy | undefined;
afterEach(async () => {
  await proxy?.stop();
  proxy = undefined;
});

for (const tool of Object.keys(VERSIONS) as (keyof typeof VERSIONS)[]) {
  const start = async (said: Said, answer: Parameters<typeof startProxy>[2] = (_, response) => void response.end('ok')): Promise<RunningProxy> => {
    proxy = await startProxy(tool, { routes: ROUTES, ...said }, answer);
    return proxy;
  };

  describeWith(`a rendered ${tool}`, tool, () => {
    it('sends the security headers with every answer, its own errors included', async () => {
      const { ask } = await start({ settings: { 'api.route.body_limit[/upload]': 1024 } }, (request, response) => {
        if (request.url === '/broken') return void request.socket.destroy();
        response.statusCode = request.url === '/missing' ? 404 : 200;
        response.end('ok');
      });
      const seen = await Promise.all([
        ...['/', '/feed', '/feed/today', '/private', '/live', '/events', '/assets/a.js', '/missing', '/broken', '/healthz'].map((path) => ask(path)),
        ask('/upload', { method: 'POST', body: 'x'.repeat(1025) }),
        ask('/', { headers: { 'x-large': 'x'.repeat(9000) } }),
      ]);
      expect(seen.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 200, 404, 502, 200, 413, 400]);
      expect(seen.map(missing)).toEqual(seen.map(() => []));
      expect(seen.filter((answer) => answer.headers['strict-transport-security'] !== undefined)).toEqual([]);
    });

    it('lets the headers of the application win, and sends each once', async () => {
      const its = { 'x-content-type-options': 'its', 'x-frame-options': 'DENY', 'content-security-policy': "default-src 'self'", 'referrer-policy': 'no-referrer', 'permissions-policy': 'usb=()', 'cross-origin-opener-policy': 'unsafe-none' };
      const { ask } = await start({}, (request, response) => {
        response.writeHead(200, { ...(request.url === '/framed' ? { 'x-frame-options': 'DENY' } : its), 'x-powered-by': 'it', 'x-request-id': 'its-own', 'cache-control': 'max-age=60' });
        response.end(request.url);
      });
      const first = await ask('/feed');
      const second = await ask('/feed');
      expect([first, second].map(({ headers }) => headers['x-cache-status'])).toEqual(['MISS', 'HIT']);
      for (const answer of [first, second]) {
        expect(answer.headers).toMatchObject(its);
        expect([...SECURITY, 'x-powered-by'].map((name) => [name, times(answer, name)]).filter(([, count]) => count !== 1)).toEqual([['x-powered-by', 0]]);
        expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
      }
      expect(first.headers['x-request-id']).not.toBe(second.headers['x-request-id']);
      // A policy of ours would weaken its X-Frame-Options.
      expect((await ask('/framed')).headers).not.toHaveProperty('content-security-policy');
    });

    it('caches what is public, and nothing else', async () => {
      const { ask, reached } = await start({}, (request, response) => {
        if (request.url === '/feed?cookie') response.setHeader('set-cookie', 'sid=1');
        if (request.url === '/feed?private') response.setHeader('cache-control', 'private');
        response.end(`for ${request.headers.authorization ?? request.headers.cookie ?? 'anybody'} ${reached.length}`);
      });
      const status = async (path: string, asked?: Parameters<typeof ask>[1]) => (await ask(path, asked)).headers['x-cache-status'];
      expect((await ask('/feed', { headers: { authorization: 'Bearer alice' } })).body).toBe('for Bearer alice 1');
      expect((await ask('/feed', { headers: { cookie: 'sid=bob' } })).body).toBe('for sid=bob 2');
      expect((await ask('/feed')).body).toBe('for anybody 3');
      expect(await ask('/feed')).toMatchObject({ body: 'for anybody 3', headers: { 'x-cache-status': 'HIT' } });
      expect(await status('/feed', { headers: { authorization: 'Bearer alice' } })).toBe('BYPASS');
      expect(await status('/feed', { headers: { cookie: 'anything=1' } })).toBe('BYPASS');
      expect((await ask('/feed')).body).toBe('for anybody 3');
      expect(await status('/feed', { method: 'HEAD' })).toBe('HIT');
      expect(await status('/feed', { headers: { host: 'other.example.com' } })).toBe('MISS');
      for (const path of ['/feed?cookie', '/feed?private']) expect([await status(path), await status(path)]).toEqual(['MISS', 'MISS']);
      for (const path of ['/', '/private', '/private/x', '/feedback', '/live', '/assets/a.js']) expect([path, await status(path), await status(path)]).toEqual([path, undefined, undefined]);
      expect((await ask('/feed', { method: 'POST', body: 'x' })).body).toMatch(/^for anybody (?!3$)/);
      expect([await status('/feed/today'), await status('/feed/today')]).toEqual(['MISS', 'HIT']);
    });

    it('keeps out the sessions of the named cookies alone', async () => {
      const { ask } = await start({ settings: { 'profile.session_cookies': ['sid', '__Host-shop.id'] } });
      const status = async (cookie: string) => (await ask('/feed', { headers: { cookie } })).headers['x-cache-status'];
      expect([await status('theme=dark'), await status('theme=dark')]).toEqual(['MISS', 'HIT']);
      expect([await status('sid=1'), await status('theme=dark; sid=1'), await status('__Host-shop.id=1'), await status('a=b; __Host-shop.id=1')]).toEqual(['BYPASS', 'BYPASS', 'BYPASS', 'BYPASS']);
      expect([await status('__Host-shopXid=1'), await status('xsid=1')]).toEqual(['HIT', 'HIT']);
    });

    it('fills the cache once for many, and serves stale answers while the application fails', async () => {
      let failing = false;
      const { ask, reached } = await start({ settings: { 'api.route.cache_lifetime[/feed]': 1000 } }, async (_, response) => {
        await sleep(200);
        response.statusCode = failing ? 503 : 200;
        response.end('news');
      });
      const many = await Promise.all(Array.from({ length: 20 }, () => ask('/feed')));
      expect(many.map(({ body }) => body)).toEqual(many.map(() => 'news'));
      expect(reached.length).toBe(1);
      failing = true;
      await sleep(2100);
      expect(await ask('/feed')).toMatchObject({ status: 200, body: 'news' });
      expect((await ask('/feed')).headers['x-cache-status']).toMatch(/^(STALE|UPDATING)$/);
      failing = false;
      await expect.poll(async () => (await ask('/feed')).headers['x-cache-status'], { timeout: 5000 }).toBe('HIT');
    });

    it('refuses a client beyond its rate, tells it when to come back, and spares others and its health', async () => {
      const { ask, log } = await start({
        settings: { 'proxy.nginx.limit_req_zone.rate': 1, 'proxy.nginx.limit_req.burst': 3, 'profile.trusted_proxies': ['127.0.0.0/8'] },
      });
      const from = (client: string) => ask('/', { headers: { 'x-forwarded-for': client } });
      const answers = await Promise.all(Array.from({ length: 10 }, () => from('192.0.2.1')));
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused.length).toBe(6);
      expect(answers.filter(({ status }) => status === 200).length).toBe(4);
      for (const answer of refused) {
        expect(answer.headers).toMatchObject({ 'retry-after': '1', 'content-type': 'application/json' });
        expect(missing(answer)).toEqual([]);
        expect(JSON.parse(answer.body)).toEqual({ error: 'too many requests' });
      }
      expect((await from('192.0.2.2')).status).toBe(200);
      const checks = await Promise.all(Array.from({ length: 20 }, () => ask('/healthz', { headers: { 'x-forwarded-for': '192.0.2.1' } })));
      expect(checks.map(({ status }) => status)).toEqual(checks.map(() => 200));
      await expect.poll(log, { timeout: 5000 }).toContain('"limited":"REJECTED"');
      expect(log()).not.toContain('healthz');
    });

    it('counts against the applications only what reaches them', async () => {
      const { ask } = await start({ settings: { 'proxy.nginx.limit_req_zone.server_rate': 1, 'proxy.nginx.limit_req.server_burst': 3 } });
      const statuses = async (path: string, headers = {}) => (await Promise.all(Array.from({ length: 8 }, () => ask(path, { headers })))).map(({ status }) => status).sort();
      expect(await statuses('/feed')).toEqual(Array(8).fill(200));
      expect((await statuses('/feed', { cookie: 'sid=1' })).filter((status) => status === 429).length).toBeGreaterThanOrEqual(4);
      expect(await statuses('/feed')).toEqual(Array(8).fill(200));
      expect((await ask('/')).status).toBe(429);
      expect((await ask('/nginx_status')).body).toMatch(/^Active connections: /);
    });

    it('holds a route to its own rate and size, and a client to its connections', async () => {
      const { ask } = await start({
        routes: [...ROUTES, { path: '/login' }, { path: '/slow' }],
        settings: { 'api.route.rate_limit[/login]': 0.5, 'api.route.burst[/login]': 1, 'api.route.body_limit[/upload]': 4096, 'proxy.nginx.limit_conn': 2 },
      }, (request, response) => void setTimeout(() => response.end('ok'), request.url === '/slow' ? 300 : 0));
      const login = [await ask('/login', { method: 'POST' }), await ask('/login', { method: 'POST' }), await ask('/login', { method: 'POST' })];
      expect(login.map(({ status }) => status)).toEqual([200, 200, 429]);
      expect((await ask('/upload', { method: 'POST', body: 'x'.repeat(4096) })).status).toBe(200);
      expect((await ask('/upload/a', { method: 'POST', body: 'x'.repeat(4097) })).status).toBe(413);
      expect((await ask('/', { method: 'POST', body: 'x'.repeat(4097) })).status).toBe(200);
      const slow = await Promise.all([ask('/slow'), ask('/slow'), ask('/slow')]);
      expect(slow.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
      expect(slow.find(({ status }) => status === 429)?.headers['retry-after']).toBe('1');
    });

    it('keeps its connections to the application, whatever clients say of theirs', async () => {
      const { ask, connections } = await start({});
      for (const connection of ['close', 'keep-alive']) for (const path of ['/', '/live', '/feed?x', '/events', '/assets/a']) for (let i = 0; i < 5; i++) await ask(path, { headers: { connection, cookie: 'a=b' } });
      expect(connections()).toBe(0);
    });

    it('upgrades WebSocket on its routes alone', async () => {
      const { ask, reached } = await start({});
      const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'eA==', 'sec-websocket-version': '13' };
      expect(await ask('/live/chat', { headers })).toMatchObject({ status: 101, headers: { upgrade: 'websocket' } });
      expect(reached.at(-1)?.headers).toMatchObject({ upgrade: 'websocket', connection: 'upgrade', 'x-forwarded-for': '127.0.0.1' });
      expect((await ask('/', { headers })).status).toBe(200);
      expect(reached.at(-1)?.headers).not.toHaveProperty('upgrade');
      expect((await ask('/live', { headers: { ...headers, upgrade: 'h2c' } })).status).toBe(200);
      expect(reached.at(-1)?.headers).not.toHaveProperty('upgrade');
    });

    it('passes events on as they come', async () => {
      const { port } = await start({}, (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: first\n\n');
        const later = setTimeout(() => response.end('data: last\n\n'), 10_000);
        response.once('close', () => clearTimeout(later));
      });
      const socket = connect(port(), '127.0.0.1');
      socket.write('GET /events HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n');
      let text = '';
      for await (const piece of socket) if ((text += String(piece)).includes('first')) break;
      expect(text).not.toContain('last');
      socket.destroy();
    });

    it('tells the application who the client is, and believes nobody else', async () => {
      const { ask, reached, port } = await start({});
      await ask('/', { headers: { host: 'shop.example.com:8088', 'x-forwarded-for': '192.0.2.9', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example.com', 'x-real-ip': '192.0.2.9', forwarded: 'for=192.0.2.9', 'x-request-id': 'forged' } });
      expect(reached.at(-1)?.headers).toMatchObject({ host: 'shop.example.com:8088', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http', 'x-forwarded-host': 'shop.example.com:8088', 'x-real-ip': '127.0.0.1' });
      expect(reached.at(-1)?.headers).not.toHaveProperty('forwarded');
      expect(reached.at(-1)?.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
      await ask('/');
      expect(reached.at(-1)?.headers.host).toBe(`127.0.0.1:${port()}`);
    });

    it('believes the trusted proxies in front, and them alone', async () => {
      const { ask, reached, log } = await start({ settings: { 'profile.trusted_proxies': ['127.0.0.0/8', '198.51.100.0/24'] } });
      await ask('/', { headers: { 'x-forwarded-for': '203.0.113.66, 192.0.2.9, 198.51.100.7', 'x-forwarded-proto': 'https' } });
      expect(reached.at(-1)?.headers).toMatchObject({ 'x-forwarded-for': '192.0.2.9', 'x-real-ip': '192.0.2.9', 'x-forwarded-proto': 'https' });
      await ask('/', { headers: { 'x-forwarded-proto': 'gopher' } });
      expect(reached.at(-1)?.headers['x-forwarded-proto']).toBe('http');
      expect((await ask('/nginx_status', { headers: { 'x-forwarded-for': '192.0.2.9' } })).status).toBe(403);
      await expect.poll(log, { timeout: 5000 }).toContain('"client":"192.0.2.9","peer":"127.0.0.1"');
    });

    it('calls only files that are there immutable', async () => {
      const { ask } = await start({}, (request, response) => {
        response.statusCode = request.url === '/assets/gone.js' ? 404 : request.url === '/assets/moved.js' ? 302 : 200;
        response.setHeader('cache-control', 'no-cache');
        response.end('x');
      });
      const control = async (path: string) => (await ask(path)).headers['cache-control'];
      expect(await control('/assets/a.js')).toBe('public, max-age=31536000, immutable');
      expect([await control('/assets/gone.js'), await control('/assets/moved.js'), await control('/assetsx'), await control('/a.js')]).toEqual(Array(4).fill('no-cache'));
    });

    it('calls them immutable from the cache too', async () => {
      const { ask } = await start({ routes: [{ path: '/' }, { path: '/assets/', cache: 'long', immutable: true }] });
      for (const status of ['MISS', 'HIT']) {
        const answer = await ask('/assets/a.js');
        expect(answer.headers).toMatchObject({ 'x-cache-status': status, 'cache-control': 'public, max-age=31536000, immutable' });
        expect(missing(answer)).toEqual([]);
      }
    });

    it('compresses texts, once, and says that answers vary', async () => {
      const { ask } = await start({}, (request, response) => {
        response.setHeader('content-type', 'application/json');
        if (request.url === '/done') response.setHeader('content-encoding', 'br');
        response.end('x'.repeat(request.url === '/short' ? 100 : 5000));
      });
      const coding = async (path: string) => (await ask(path, { headers: { 'accept-encoding': 'gzip, br' } })).headers;
      expect(await coding('/long')).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
      expect((await coding('/done'))['content-encoding']).toBe('br');
      expect(await coding('/short')).not.toHaveProperty('content-encoding');
    });

    it('asks again for a GET that met a closed connection, never for a POST', async () => {
      const seen: string[] = [];
      const { ask } = await start({}, (request, response) => {
        seen.push(request.method ?? '');
        if (seen.length % 2 === 0) return void request.socket.destroy();
        response.end('ok');
      });
      expect([(await ask('/')).status, (await ask('/')).status]).toEqual([200, 200]);
      expect(seen).toEqual(['GET', 'GET', 'GET']);
      expect((await ask('/', { method: 'POST', body: 'x' })).status).toBe(502);
      expect(seen).toEqual(['GET', 'GET', 'GET', 'POST']);
    });

    it('asks once more for a GET that met a dying process on a new connection, never for a POST', async () => {
      const seen: string[] = [];
      const { ask } = await start({}, (request, response) => {
        seen.push(request.method ?? '');
        if (seen.length === 1 || request.url === '/gone' || request.method === 'POST') return void request.socket.destroy();
        response.end('ok');
      });
      expect((await ask('/')).status).toBe(200);
      expect(seen).toEqual(['GET', 'GET']);
      // The first of its attempts was on a kept connection.
      expect((await ask('/gone')).status).toBe(502);
      expect(seen.slice(2)).toEqual(['GET', 'GET', 'GET']);
      expect((await ask('/', { method: 'POST', body: 'x' })).status).toBe(502);
      expect(seen.slice(5)).toEqual(['POST']);
    });

    it('asks nothing again that has a time of its own, or stays open: the second attempt would have neither its time nor its buffers', async () => {
      const { ask, reached } = await start({ settings: { 'api.route.timeout[/upload]': 61_000 } }, (request) => void request.socket.destroy());
      // The first finds a kept connection, a new one, and is asked once more.
      for (const path of ['/', '/upload', '/events', '/live', '/']) expect((await ask(path)).status).toBe(502);
      expect(reached.map(({ url }) => url)).toEqual(['/', '/', '/', '/upload', '/events', '/live', '/', '/']);
    });

    it('answers for its own domain alone, and for health checks by any name', async () => {
      const { ask, reached } = await start({ settings: { 'profile.domain': 'shop.example.com' } });
      const status = async (path: string, host: string) => (await ask(path, { headers: { host } })).status;
      expect(await status('/', 'shop.example.com')).toBe(200);
      expect(await status('/', 'SHOP.example.com:8080')).toBe(200);
      expect(await status('/', 'evil.example.com')).toBe(0);
      expect(await status('/', '10.0.0.7')).toBe(0);
      expect([await status('/healthz', '10.0.0.7'), await status('/healthz', 'shop.example.com')]).toEqual([200, 200]);
      expect(reached.length).toBe(2);
    });

    it('ends TLS, speaks HTTP/2, insists on both, and stays open for health checks', async () => {
      const { ask, port, reached } = await start({ settings: { 'profile.tls': true, 'profile.domain': 'shop.example.com', 'proxy.component.published_tls_port': 443 } });
      const redirect = await ask('/feed?x=1', { headers: { host: 'shop.example.com' } });
      expect(redirect).toMatchObject({ status: 308, headers: { location: 'https://shop.example.com/feed?x=1' } });
      expect([missing(redirect), redirect.headers['strict-transport-security']]).toEqual([[], undefined]);
      expect((await ask('/healthz')).status).toBe(200);
      const session = connectHttp2(`https://127.0.0.1:${port(8443)}`, { rejectUnauthorized: false, servername: 'shop.example.com' });
      const stream = session.request({ ':path': '/', ':authority': 'shop.example.com' });
      const [headers] = (await once(stream, 'response')) as [Record<string, string>];
      expect(headers).toMatchObject({ ':status': 200, 'strict-transport-security': 'max-age=63072000', 'x-frame-options': 'SAMEORIGIN' });
      expect(reached.at(-1)?.headers).toMatchObject({ 'x-forwarded-proto': 'https', host: 'shop.example.com' });
      session.destroy();
      const stranger = httpsRequest({ host: '127.0.0.1', port: port(8443), servername: 'evil.example.com', rejectUnauthorized: false });
      stranger.end();
      const [refusal] = (await once(stranger, 'error')) as [NodeJS.ErrnoException];
      expect(refusal.message).toMatch(/unrecognized[_ ]name/i);
    });

    it('logs each request as one line of JSON', async () => {
      const { ask, log } = await start({});
      await ask('/a"b\\c?q=1', { headers: { 'user-agent': 'quote " and \\ and \u00e9', referer: 'x"y' } });
      await ask('/', { headers: { 'x-large': 'x'.repeat(9000) } });
      const lines = () => log().split('\n').filter((line) => line.startsWith('{') && !line.includes('/is-it-there')).map((line) => JSON.parse(line) as Record<string, unknown>);
      await expect.poll(() => lines().length, { timeout: 5000 }).toBe(2);
      expect(lines()[0]).toMatchObject({ method: 'GET', status: '200', client: '127.0.0.1', cache: '', upstream_status: '200' });
      expect(lines()[0]).toMatchObject({ request_id: expect.stringMatching(/^[0-9a-f]{32}$/), seconds: expect.any(Number), bytes: 2 });
      expect(log()).not.toMatch(/\[(alert|crit|emerg)\]/);
    });
  });
}

import http, { type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { eventually, launched, logged, type RunningServer } from './runtime.ts';

const READ_BODY = "let size = 0; for await (const piece of request) size += piece.length; response.end(String(size));";
const READER = `return async (request, response) => { ${READ_BODY} };`;

interface Answer { readonly status: number | undefined; readonly headers: IncomingHttpHeaders; readonly body: string }

/** A request whose body is sent in pieces, without a length. */
const sendChunked = (server: RunningServer, path: string, pieces: readonly Buffer[]): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = http.request(`${server.url}${path}`, { method: 'POST' }, async (response) => {
      let body = '';
      for await (const piece of response.setEncoding('utf8')) body += piece;
      resolve({ status: response.statusCode, headers: response.headers, body });
    });
    request.on('error', reject);
    for (const piece of pieces) request.write(piece);
    request.end();
  });

/** A connection on which nothing has been asked yet. */
async function opened(server: RunningServer): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1').setEncoding('utf8');
  onTestFinished(() => { socket.destroy(); });
  await once(socket, 'connect');
  return socket;
}
const firstText = async (socket: Socket): Promise<string> => String((await once(socket, 'data'))[0]);

const post = async (server: RunningServer, path: string, size: number) => {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', body: Buffer.alloc(size) });
  return [response.status, await response.text()];
};
const tooLarge = (limit: number) => JSON.stringify({ statusCode: 413, error: 'Payload Too Large', message: `the body is larger than ${limit} bytes` });

it('refuses bodies that say to be too large', async () => {
  const server = await launched(READER);
  expect(await post(server, '/', 1000)).toEqual([200, '1000']);
  expect(await post(server, '/', 1001)).toEqual([413, tooLarge(1000)]);
});

it('refuses bodies that turn out to be too large, while the client still sends', async () => {
  const server = await launched(READER);
  expect(await sendChunked(server, '/', [Buffer.alloc(600), Buffer.alloc(400)])).toMatchObject({ status: 200, body: '1000' });
  const megabyte = Array.from({ length: 16 }, () => Buffer.alloc(65_536));
  expect(await sendChunked(server, '/', megabyte)).toMatchObject({ status: 413, headers: { connection: 'close' }, body: tooLarge(1000) });
  expect(await post(server, '/', 10)).toEqual([200, '10']);
});

it('has other limits for other routes', async () => {
  const server = await launched(READER, { changes: { routes: [{ path: '/upload', bodyLimit: 3000, stream: 'none' }] } });
  expect(await post(server, '/upload/a', 3000)).toEqual([200, '3000']);
  expect(await post(server, '/upload/a', 3001)).toEqual([413, tooLarge(3000)]);
  expect(await sendChunked(server, '/upload', [Buffer.alloc(3001)])).toMatchObject({ status: 413 });
});

it('does not ask for a body that it would refuse', async () => {
  const server = await launched(READER);
  const ask = async (length: number) => {
    const socket = await opened(server);
    socket.write(`POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`);
    return (await firstText(socket)).slice(0, 12);
  };
  expect([await ask(1001), await ask(1000)]).toEqual(['HTTP/1.1 413', 'HTTP/1.1 100']);
});

it('answers for a handler that takes too long, and tells it', async () => {
  const server = await launched(`return async (request, response) => {
    if (request.url === '/fast') return response.end('fast');
    signalOf(request).addEventListener('abort', () => { context.log.info('aborted: ' + signalOf(request).reason.message); });
    await new Promise((resolve) => setTimeout(resolve, 400));
    response.writeHead(200, { 'x-late': 'yes' });
    response.write('late');
    response.end();
    context.log.info('too late');
  };`, { changes: { http: { handlerTimeout: 100 }, routes: [{ path: '/patient', timeout: 5000, stream: 'none' }] } });
  const slow = await fetch(`${server.url}/slow`);
  expect([slow.status, await slow.json()]).toEqual([503, { statusCode: 503, error: 'Service Unavailable', message: 'no answer within 100 ms' }]);
  await logged(server, 'aborted: no answer within 100 ms');
  await logged(server, 'too late');
  expect(await (await fetch(`${server.url}/patient`)).text()).toBe('late');
  expect(await (await fetch(`${server.url}/fast`)).text()).toBe('fast');
  expect(server.log().filter(({ level }) => level >= 40)).toEqual([]);
});

it('tells a handler when the client has gone', async () => {
  const server = await launched(`return (request, response) => {
    context.log.info('begun');
    signalOf(request).addEventListener('abort', () => { context.log.info('aborted'); });
  };`);
  const client = http.get(server.url).on('error', () => undefined);
  await logged(server, 'begun');
  client.destroy();
  await logged(server, 'aborted');
});

it('sheds what comes while too many requests are in work, but not health', async () => {
  const server = await launched(`const waiting = [];
    return (request, response) => {
      if (request.url === '/go') { for (const each of waiting) each.end('done'); return response.end('gone'); }
      waiting.push(response);
      context.log.info('waiting');
    };`, { changes: { pressure: { maxInFlight: 3, retryAfter: 7 }, routes: [{ path: '/stream', stream: 'sse' }] } });
  const open = ['/stream', '/a', '/b'].map((path) => fetch(`${server.url}${path}`));
  await eventually(() => server.log().filter(({ msg }) => msg === 'waiting').length === 3, () => 'requests did not arrive');
  // The stream does not count.
  const third = fetch(`${server.url}/c`);
  await eventually(() => server.log().filter(({ msg }) => msg === 'waiting').length === 4, () => 'a stream was counted');
  const shed = await fetch(`${server.url}/d`);
  expect([shed.status, shed.headers.get('retry-after'), await shed.json()]).toEqual([503, '7', { statusCode: 503, error: 'Service Unavailable', message: 'the server is busy' }]);
  expect(await Promise.all(['/livez', '/readyz', '/health', '/healthz'].map(async (path) => (await fetch(`${server.url}${path}`)).status))).toEqual([200, 200, 200, 200]);
  for (const socket of [...open, third]) socket.catch(() => undefined);
});

it('sheds a share of the requests while the event loop is full', async () => {
  const server = await launched(`let busy = false;
    return (request, response) => {
      response.end('ok');
      if (request.url !== '/block' || busy) return;
      busy = true;
      const end = Date.now() + 8000;
      const work = () => { const until = Date.now() + 20; while (Date.now() < until); if (Date.now() < end) setImmediate(work); };
      work();
    };`, { changes: { pressure: { maxEventLoopUtilization: 0.9, sampleInterval: 100 } } });
  expect((await fetch(`${server.url}/block`)).status).toBe(200);
  const statuses = new Set<number>();
  await eventually(async () => {
    statuses.add((await fetch(server.url)).status);
    return statuses.has(503);
  }, () => 'nothing was shed');
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  // Some are always let through.
  await eventually(async () => (await fetch(server.url)).status === 200, () => 'everything was shed');
});

it('answers 500 for a handler that throws, and goes on', async () => {
  const server = await launched(`return async (request, response) => {
    if (request.url === '/away') throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    if (request.url === '/half') { response.write('half'); throw new Error('in the middle'); }
    throw new Error('a mistake');
  };`);
  const mistake = await fetch(server.url);
  expect([mistake.status, await mistake.json()]).toEqual([500, { statusCode: 500, error: 'Internal Server Error', message: 'the request failed' }]);
  const away = await fetch(`${server.url}/away`);
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
  await expect(fetch(`${server.url}/half`).then((response) => response.text())).rejects.toThrow();
  await logged(server, 'a request failed', ({ err }) => err?.message === 'a mistake');
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
});

it('takes no more connections than the configuration allows', async () => {
  const server = await launched("return (request, response) => { response.end('ok'); };", { changes: { http: { maxConnections: 2 } } });
  const [first, second] = await Promise.all([opened(server), opened(server)]);
  let answered = false;
  const third = fetch(server.url).then(() => { answered = true; });
  await sleep(200);
  expect(answered).toBe(false);
  first.destroy();
  second.destroy();
  await third;
});

it('has the limits of the configuration on headers', async () => {
  const server = await launched("return (request, response) => { response.end('ok'); };", { changes: { http: { maxHeaderSize: 1024, requestTimeout: 300, headersTimeout: 300, connectionsCheckingInterval: 50 } } });
  expect((await fetch(server.url, { headers: { 'x-long': 'x'.repeat(2000) } })).status).toBe(431);
  const slow = await opened(server);
  slow.write('GET / HTTP/1.1\r\n');
  expect(await firstText(slow)).toMatch(/^HTTP\/1\.1 408 /);
});

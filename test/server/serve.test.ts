import { expect, it } from 'vitest';
import { HANDLER_WITH_PID, launched } from './runtime.ts';

it('serves a function of node:http', async () => {
  const server = await launched("return (request, response) => { response.end(`${request.method} ${request.url}`); };");
  const response = await fetch(`${server.url}/items?page=2`);
  expect([response.status, await response.text()]).toEqual([200, 'GET /items?page=2']);
});

it('answers health', async () => {
  const server = await launched(HANDLER_WITH_PID);
  const answers = await Promise.all(['/livez', '/readyz', '/health', '/healthz'].map(async (path) => {
    const response = await fetch(`${server.url}${path}`);
    return [path, response.status, ((await response.json()) as { readonly status: string }).status];
  }));
  expect(answers).toEqual([['/livez', 200, 'ok'], ['/readyz', 200, 'ok'], ['/health', 200, 'ok'], ['/healthz', 200, 'ok']]);
});

it('runs each worker with the flags and the thread pool of the configuration', async () => {
  const server = await launched("return (request, response) => { response.end(JSON.stringify([process.execArgv, process.env.UV_THREADPOOL_SIZE, context.worker])); };");
  expect(await (await fetch(server.url)).json()).toEqual([['--max-old-space-size=128', '--max-semi-space-size=8'], '3', 1]);
});

it('ends with 0 after SIGTERM, step by step', async () => {
  const server = await launched(`return { handle: (request, response) => { response.end('ok'); }, close: () => { context.log.info('the application closes'); } };`);
  server.signal('SIGTERM');
  expect(await server.ended).toEqual({ code: 0, signal: null });
  expect(server.log().map(({ msg }) => msg).filter((msg) => msg !== 'listening')).toEqual([
    'SIGTERM: stopping',
    'leaving: not ready any more, still serving',
    'draining: nothing new is accepted, running requests finish',
    'closing the application and its pools',
    'the application closes',
    'stopped',
  ]);
});

it('asks the application whether it is ready, and never for its life', async () => {
  const server = await launched("let ready = false; return { ready: () => ready, handle: (request, response) => { ready = true; response.end(); } };");
  const statuses = async () => Promise.all(['/readyz', '/health', '/livez'].map(async (path) => (await fetch(`${server.url}${path}`)).status));
  expect(await statuses()).toEqual([503, 503, 200]);
  await fetch(server.url);
  expect(await statuses()).toEqual([200, 200, 200]);
});

it('is not ready when the application cannot say so', async () => {
  const server = await launched("return { ready: () => { throw new Error('no idea'); }, handle: (request, response) => { response.end(); } };");
  expect([(await fetch(`${server.url}/readyz`)).status, (await fetch(`${server.url}/livez`)).status]).toEqual([503, 200]);
});

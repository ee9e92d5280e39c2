import http from 'node:http';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { eventually, HANDLER_WITH_PID, launch, launched, logged, type RunningServer } from './runtime.ts';

const statusOf = async (server: RunningServer, path: string): Promise<number> => (await fetch(`${server.url}${path}`)).status;
const messages = (server: RunningServer): readonly string[] => server.log().map(({ msg }) => msg);

it('serves on while it says that it is not ready', async () => {
  const server = await launched(HANDLER_WITH_PID, { changes: { shutdown: { delay: 1500 } } });
  const before = await fetch(server.url);
  expect(before.headers.get('connection')).toBe('keep-alive');
  server.signal('SIGTERM');
  await logged(server, 'leaving');
  const during = await fetch(server.url);
  expect([during.status, during.headers.get('connection')]).toEqual([200, 'close']);
  expect([await statusOf(server, '/readyz'), await statusOf(server, '/health'), await statusOf(server, '/healthz'), await statusOf(server, '/livez')]).toEqual([503, 503, 503, 200]);
  expect(await server.ended).toEqual({ code: 0, signal: null });
  const [leaving, draining] = ['leaving', 'draining'].map((text) => server.log().find(({ msg }) => msg.startsWith(text))?.time ?? 0);
  expect((draining ?? 0) - (leaving ?? 0)).toBeGreaterThanOrEqual(1490);
});

it('lets running requests finish, then closes the application and its pools', async () => {
  const server = await launched(`const handle = (request, response) => {
      context.log.info('request begun');
      setTimeout(() => { response.end('finished'); context.log.info('request finished'); }, 1000);
    };
    context.stopping.addEventListener('abort', () => { context.log.info('told to stop'); });
    return { handle, close: () => { context.log.info('application closed'); } };`);
  const running = fetch(server.url).then((response) => response.text());
  await logged(server, 'request begun');
  server.signal('SIGTERM');
  await logged(server, 'draining');
  await expect(fetch(server.url)).rejects.toThrow();
  expect(await running).toBe('finished');
  expect(await server.ended).toEqual({ code: 0, signal: null });
  const order = ['leaving', 'draining', 'told to stop', 'request finished', 'closing', 'application closed', 'stopped'].map((text) => messages(server).findIndex((msg) => msg.startsWith(text)));
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order[0]).toBeGreaterThan(0);
});

it('cuts off what does not finish', async () => {
  const server = await launched("return () => { context.log.info('request begun'); };", { changes: { shutdown: { drain: 300 } } });
  const running = fetch(server.url);
  await logged(server, 'request begun');
  server.signal('SIGTERM');
  await expect(running).rejects.toThrow();
  expect(await server.ended).toEqual({ code: 0, signal: null });
  await logged(server, 'cut off what was not finished within 300 ms');
});

it('does not wait for idle connections', async () => {
  const server = await launched(HANDLER_WITH_PID, { changes: { shutdown: { drain: 60_000 } } });
  const agent = new http.Agent({ keepAlive: true });
  await new Promise((resolve) => { http.get(server.url, { agent }, (response) => { response.resume().once('end', resolve); }); });
  const silent = connect(server.port, '127.0.0.1').on('error', () => undefined);
  await eventually(() => !silent.connecting, () => 'no connection');
  server.signal('SIGTERM');
  expect(await server.ended).toEqual({ code: 0, signal: null });
  expect(messages(server).filter((msg) => msg.startsWith('cut off'))).toEqual([]);
  agent.destroy();
});

it('stops at once at the second signal', async () => {
  const server = await launched(HANDLER_WITH_PID, { changes: { shutdown: { delay: 60_000 } } });
  const worker = Number(await (await fetch(server.url)).text());
  server.signal('SIGTERM');
  await logged(server, 'leaving');
  server.signal('SIGINT');
  expect(await server.ended).toEqual({ code: 1, signal: null });
  await logged(server, 'second SIGINT: stopping at once');
  await eventually(() => !lives(worker), () => 'the worker lives on');
});

it('is not confused by a signal to the whole group', async () => {
  const server = await launched(`${HANDLER_WITH_PID}`, { changes: { shutdown: { delay: 500 } } });
  const worker = Number(await (await fetch(server.url)).text());
  server.signal('SIGTERM');
  process.kill(worker, 'SIGTERM');
  expect(await server.ended).toEqual({ code: 0, signal: null });
  expect(messages(server).filter((msg) => msg === 'leaving: not ready any more, still serving')).toHaveLength(1);
});

it('kills a worker that does not end in its time', async () => {
  const server = await launched('return { handle: (request, response) => { response.end(); }, close: () => { for (;;); } };', { changes: { shutdown: { drain: 100, close: 100 } } });
  server.signal('SIGTERM');
  expect(await server.ended).toEqual({ code: 1, signal: null });
  await logged(server, 'workers did not end in their time: killing them');
});

it('says with its code that closing failed', async () => {
  const server = await launched("return { handle: (request, response) => { response.end(); }, close: () => { throw new Error('cannot close'); } };");
  server.signal('SIGTERM');
  expect(await server.ended).toEqual({ code: 1, signal: null });
  await logged(server, 'cannot close');
});

it('stops while it still starts', async () => {
  const server = await launch("context.log.info('starting'); await new Promise(() => setTimeout(() => undefined, 60_000));");
  await logged(server, 'starting');
  server.signal('SIGTERM');
  expect((await server.ended).code).toBe(0);
});

it('ends by itself when the primary process is gone', async () => {
  const server = await launched(`return (request, response) => { setTimeout(() => response.end(String(process.pid)), request.url === '/slow' ? 700 : 0); context.log.info('begun ' + request.url); };`);
  const worker = Number(await (await fetch(server.url)).text());
  const running = fetch(`${server.url}/slow`).then((response) => response.text());
  await logged(server, 'begun /slow');
  server.signal('SIGKILL');
  expect(await running).toBe(String(worker));
  await eventually(() => !lives(worker), () => 'the worker lives on');
});

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

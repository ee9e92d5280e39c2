import { expect, it } from 'vitest';
import { knowsReusePort } from '../../src/server/reuse-port.ts';
import { run } from '../servers/child.ts';
import { eventually, HANDLER_WITH_PID, launch, launched, logged, NODE, type RunningServer } from './runtime.ts';

/** Node's own hand-out leaves a connection hanging that it was giving to a worker when that died: a client waits only so long. */
const PATIENCE = 3000;

const ask = async (server: RunningServer): Promise<number> => Number(await (await fetch(server.url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(PATIENCE) })).text());

/** The process ids of both workers. */
async function bothWorkers(server: RunningServer): Promise<readonly number[]> {
  const seen = new Set<number>();
  await eventually(async () => { seen.add(await ask(server)); return seen.size === 2; }, () => 'one worker answers everything');
  return [...seen];
}

it.each([true, false])('shares the work between workers, with reusePort %s', async (reusePort) => {
  const server = await launched(HANDLER_WITH_PID, { changes: { processes: { workers: 2 }, listen: { reusePort } } });
  expect(await bothWorkers(server)).toHaveLength(2);
});

it('says where reusePort is not known, and serves all the same', async () => {
  const server = await launched(HANDLER_WITH_PID, { changes: { processes: { workers: 2 }, listen: { reusePort: true } } });
  const { stdout: version } = await run(NODE, ['--print', 'process.versions.node']);
  expect(server.log().some(({ msg }) => msg.includes('does not know reusePort'))).toBe(!knowsReusePort(version, process.platform));
  expect(await ask(server)).toBeGreaterThan(0);
});

it('replaces a worker that was killed under load', async () => {
  const server = await launched(HANDLER_WITH_PID, { changes: { processes: { workers: 2 } } });
  const [victim = 0, other = 0] = await bothWorkers(server);
  let stop = false;
  const answers: number[] = [];
  const failures: string[] = [];
  const load = Promise.all(Array.from({ length: 8 }, async () => {
    while (!stop) await ask(server).then((pid) => answers.push(pid), (error: unknown) => failures.push(String(error)));
  }));
  process.kill(victim, 'SIGKILL');
  await logged(server, 'worker', ({ msg }) => msg.includes('was ended by SIGKILL: starting another in 100 ms'));
  await eventually(() => answers.some((pid) => pid !== victim && pid !== other), () => 'the new worker answers nothing');
  stop = true;
  await load;
  // Only what the killed worker had in its hands.
  expect(failures.length).toBeLessThanOrEqual(8);
  expect(answers.length).toBeGreaterThan(failures.length);
});

it('replaces a worker after an error that nobody caught, and lets its requests finish', async () => {
  const server = await launched(`return (request, response) => {
    if (request.url === '/break') { response.end('broken'); setImmediate(() => { throw new Error('a mistake'); }); return; }
    setTimeout(() => response.end(String(process.pid)), request.url === '/slow' ? 500 : 0);
    context.log.info('begun ' + request.url);
  };`);
  const before = await ask(server);
  const slow = fetch(`${server.url}/slow`).then((response) => response.text());
  await logged(server, 'begun /slow');
  await fetch(`${server.url}/break`);
  expect(await slow).toBe(String(before));
  await logged(server, 'an error that nobody caught', ({ err }) => err?.message === 'a mistake');
  await logged(server, 'worker 1 ended with 1: starting another in 100 ms');
  expect(await eventually(() => ask(server).catch(() => undefined), () => 'no new worker')).not.toBe(before);
});

it('does not keep the place of a broken worker for a request that is never answered', async () => {
  const server = await launched(`return (request, response) => {
    if (request.url === '/break') setImmediate(() => { throw new Error('a mistake'); });
    else response.end(String(process.pid));
  };`, { changes: { shutdown: { drain: 60_000 } } });
  const broken = fetch(`${server.url}/break`).catch(() => undefined);
  await logged(server, 'worker 1 ended with 1: starting another in 100 ms');
  await broken;
  expect(await eventually(() => ask(server).catch(() => undefined), () => 'no new worker')).toBeGreaterThan(0);
});

it('says what it cannot serve', async () => {
  const server = await launch("return 'hello';");
  expect(await server.ended).toEqual({ code: 1, signal: null });
  expect(server.log().map(({ msg }) => msg)).toContain('expected the application to return a function for node:http, fastifyHandler(app) or expressHandler(app), found hello');
});

it('lets a worker leave that got a signal of its own, and replaces it', async () => {
  const server = await launched(HANDLER_WITH_PID, { changes: { processes: { workers: 2 } } });
  const [first = 0, second = 0] = await bothWorkers(server);
  process.kill(first, 'SIGTERM');
  await logged(server, 'worker', ({ msg }) => msg.includes('ended with 0: starting another'));
  const seen = new Set<number>();
  await eventually(async () => { seen.add(await ask(server)); return seen.size === 2; }, () => 'no new worker');
  expect(seen.has(first)).toBe(false);
  expect(seen.has(second)).toBe(true);
});

it('gives up when no worker ever starts, and says why once', async () => {
  const server = await launch("throw new Error('the table is missing');", { changes: { processes: { workers: 2 } } });
  expect(await server.ended).toEqual({ code: 1, signal: null });
  expect(server.log().filter(({ msg }) => msg.includes('the table is missing'))).toHaveLength(1);
  expect(server.log().at(-1)?.msg).toMatch(/^worker \d ended with 1 before it listened, like those before it: giving up$/);
});

it('says why it cannot listen', async () => {
  const first = await launched(HANDLER_WITH_PID);
  const second = await launch(HANDLER_WITH_PID, { changes: { listen: { port: first.port } } });
  expect(await second.ended).toEqual({ code: 1, signal: null });
  expect(second.log().filter(({ msg }) => msg.includes(`EADDRINUSE`))).toHaveLength(1);
});

it('says why it cannot serve metrics', async () => {
  const first = await launched(HANDLER_WITH_PID);
  const port = Number(new URL(first.metricsUrl).port);
  const second = await launch(HANDLER_WITH_PID, { changes: { metrics: { port } } });
  expect(await second.ended).toEqual({ code: 1, signal: null });
  expect(second.errors()).toContain(`metrics cannot be served on 127.0.0.1:${port}: listen EADDRINUSE`);
});

it('refuses a configuration that lacks something, at once', async () => {
  const server = await launch(HANDLER_WITH_PID, { changes: { http: { bodyLimit: -1 } } });
  expect(await server.ended).toEqual({ code: 1, signal: null });
  expect(server.errors()).toMatch(/server-\d+\.config\.mjs cannot be used:\n {2}http\.bodyLimit: expected a number of at least 0, found -1\n$/);
});

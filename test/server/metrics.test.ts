import { expect, it } from 'vitest';
import { bucketsOf } from '../../src/server/metrics.ts';
import { createTotals } from '../../src/server/totals.ts';
import { configWith } from './config.ts';
import client from 'prom-client';
import { eventually, launched, logged, type RunningServer } from './runtime.ts';

/** The samples of a scrape, by name and labels. */
async function scrape(server: RunningServer): Promise<Readonly<Record<string, number>>> {
  const text = await (await fetch(server.metricsUrl)).text();
  return Object.fromEntries(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => {
    const at = line.lastIndexOf(' ');
    return [line.slice(0, at), Number(line.slice(at + 1))];
  }));
}

const HANDLER = `const own = new context.metrics.client.Counter({ name: 'orders_total', help: 'Orders.', registers: [context.metrics.registry] });
  return (request, response) => {
    nameRoute(request, request.url.startsWith('/items/') ? '/items/:id' : '/pid');
    own.inc();
    response.end(String(process.pid));
  };`;
const ask = async (server: RunningServer, path: string) => Number(await (await fetch(`${server.url}${path}`, { headers: { connection: 'close' } })).text());
const requests = (route: string) => `http_requests_total{method="GET",route="${route}",status="200"}`;

it('counts the requests of all workers together, dead ones included', async () => {
  const server = await launched(HANDLER, { changes: { processes: { workers: 2 } } });
  const workers = new Set<number>();
  let asked = 0;
  await eventually(async () => { workers.add(await ask(server, `/items/${asked}`)); asked += 1; return workers.size === 2 && asked >= 10; }, () => 'one worker answers everything');
  await fetch(`${server.url}/livez`);
  const before = await scrape(server);
  expect(before[requests('/items/:id')]).toBe(asked);
  expect(before.orders_total).toBe(asked);
  expect(before['http_request_duration_seconds_count{method="GET",route="/items/:id",status="200"}']).toBe(asked);
  expect(before.http_requests_in_progress).toBe(0);
  expect(before.server_workers).toBe(2);
  expect(Object.keys(before)).toEqual(expect.arrayContaining(['event_loop_utilization{worker="1"}', 'event_loop_utilization{worker="2"}', 'event_loop_delay_seconds{worker="1"}', 'process_resident_memory_bytes']));
  expect(Object.keys(before).filter((name) => name.includes('livez'))).toEqual([]);

  process.kill([...workers][0] ?? 0, 'SIGKILL');
  await logged(server, 'worker', ({ msg }) => msg.includes('SIGKILL'));
  await eventually(async () => (await scrape(server))['server_workers'] === 2, () => 'no new worker');
  const after = await scrape(server);
  expect(after[requests('/items/:id')]).toBe(asked);
  expect(after.server_worker_restarts_total).toBe(1);
});

it('answers while a worker is busy, with what that said last', async () => {
  const server = await launched(`return (request, response) => {
    nameRoute(request, '/work');
    response.end('ok');
    if (request.url === '/block') response.once('finish', () => { for (const end = Date.now() + 4000; Date.now() < end;); });
  };`);
  await fetch(server.url);
  expect((await scrape(server))[requests('/work')]).toBe(1);
  await fetch(`${server.url}/block`);
  expect((await scrape(server))[requests('/work')]).toBe(1);
  await eventually(async () => (await scrape(server))[requests('/work')] === 2, () => 'the worker was not asked again');
});

it('counts what is shed, refused and abandoned', async () => {
  const server = await launched("return (request, response) => { context.log.info('begun'); };", { changes: { pressure: { maxInFlight: 1 } } });
  const leaving = new AbortController();
  const first = fetch(server.url, { signal: leaving.signal }).catch(() => undefined);
  await logged(server, 'begun');
  expect((await fetch(server.url)).status).toBe(503);
  expect(await scrape(server)).toMatchObject({ 'http_requests_shed_total{reason="in_flight"}': 1, 'http_requests_total{method="GET",route="unnamed",status="503"}': 1, http_requests_in_progress: 1 });
  leaving.abort();
  await first;
  await eventually(async () => (await scrape(server))['http_requests_total{method="GET",route="unnamed",status="499"}'] === 1, () => 'an abandoned request was not counted');
  expect((await scrape(server)).http_requests_in_progress).toBe(0);
});

it('has no more than so many routes', async () => {
  const server = await launched("return (request, response) => { nameRoute(request, request.url); response.end('ok'); };");
  for (let n = 0; n < 210; n++) await fetch(`${server.url}/${n}`);
  const found = await scrape(server);
  expect(found[requests('other')]).toBe(10);
  expect(Object.keys(found).filter((name) => name.startsWith('http_requests_total'))).toHaveLength(201);
});

it('measures closely around the aim of the plan, up to the longest time', () => {
  expect(bucketsOf(configWith({ pressure: { maxEventLoopDelay: 400 }, http: { handlerTimeout: 1000 } }))).toEqual([0.00625, 0.0125, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.8, 1]);
  expect(bucketsOf(configWith({ pressure: { maxEventLoopDelay: 400 }, http: { handlerTimeout: 0 } })).at(-1)).toBe(3.2);
  expect(bucketsOf(configWith({ pressure: { maxEventLoopDelay: 250 }, metrics: { latency: 100 } }))).toContain(0.1);
  expect(bucketsOf(configWith({ pressure: { maxEventLoopDelay: 1000 }, metrics: { latency: 150, threshold: 2000 } }))).toEqual([0.004687, 0.009375, 0.01875, 0.0375, 0.075, 0.1125, 0.15, 0.225, 0.3, 0.6, 1.2, 2, 2.4, 10]);
});

it('keeps sums when workers come and go', async () => {
  const totals = createTotals((snapshots) => client.AggregatorRegistry.aggregate(snapshots));
  const snapshot = async (count: number) => {
    const registry = new client.Registry();
    new client.Counter({ name: 'requests_total', help: 'Requests.', registers: [registry] }).inc(count);
    new client.Gauge({ name: 'open', help: 'Open.', registers: [registry] }).set(1);
    return registry.getMetricsAsJSON();
  };
  for (const worker of [1, 2, 3]) totals.keep(worker, await snapshot(10 ** worker));
  totals.bury(1);
  totals.bury(2);
  expect(await totals.print([])).toMatch(/requests_total 1110\n[\s\S]*open 1\n/);
  totals.keep(3, await snapshot(2000));
  totals.bury(3);
  expect(await totals.print([])).toBe('# HELP requests_total Requests.\n# TYPE requests_total counter\nrequests_total 2110\n');
});

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { runPhase } from '../../src/bench/generator.ts';
import { measure } from '../../src/bench/load/measure.ts';
import { answersAfter, byPath, specFor, stalls, withServer } from './servers.ts';

describe('the load generator tells the truth', () => {
  it('about a server that takes 50 ms', async () => {
    const phase = await withServer(answersAfter(50), (url) => runPhase(specFor(url)));
    expect(phase.counts).toMatchObject({ intended: 100, sent: 100, succeeded: 100, failed: 0, statuses: { 200: 100 } });
    expect(phase.latency.p50).toBeGreaterThanOrEqual(49);
    expect(phase.latency.p50).toBeLessThan(250);
    expect(phase.service.p50).toBeLessThanOrEqual(phase.latency.p50);
    expect(phase.throughput).toBeGreaterThan(30);
    expect(phase.series.map(({ intended }) => intended)).toEqual([50, 50]);
  });

  it('about a server that stalls 2 s in each 6 s: every request that should have been sent meanwhile waited', async () => {
    const [open, closed] = await withServer(stalls(2000, 6000), (url) =>
      Promise.all([
        runPhase(specFor(url, { load: { kind: 'rate', rate: 200, arrivals: 'even' }, seconds: 6, connections: 1000 })),
        runPhase(specFor(url, { load: { kind: 'closed', concurrency: 10 }, seconds: 6 })),
      ]),
    );
    // A third of the time is stalled: the wait of the 90th percentile is 70 % of the stall.
    expect(open.counts.intended).toBe(1200);
    expect(open.latency.p90).toBeGreaterThan(1200);
    expect(open.latency.p90).toBeLessThan(2500);
    // A closed loop sends nothing while it waits: the stall hides in a handful of requests.
    expect(closed.latency.p90).toBeLessThan(1000);
    expect(closed.latency.max).toBeGreaterThan(1500);
  }, 30_000);

  it('about answers of all kinds, apart', async () => {
    const listener = byPath({
      '/fine': (response) => response.end('fine'),
      '/moved': (response) => response.writeHead(302, { location: '/fine' }).end(),
      '/limited': (response) => response.writeHead(429).end('slower'),
      '/shed': (response) => response.writeHead(503, { 'retry-after': '1' }).end(),
      '/down': (response) => response.writeHead(503).end(),
      '/broken': (response) => response.writeHead(500).end(),
      '/cut': (response) => response.socket?.destroy(),
      '/half': (response) => void response.writeHead(200, { 'content-length': '100' }).write('half', () => response.socket?.destroy()),
      '/silent': () => undefined,
    });
    const names = ['fine', 'moved', 'limited', 'shed', 'down', 'broken', 'cut', 'half', 'silent'];
    const scenario = names.map((name) => ({ name, method: 'GET' as const, path: `/${name}`, weight: 1 }));
    const phase = await withServer(listener, (url) => runPhase(specFor(url, { scenario, timeout: 300, load: { kind: 'rate', rate: 150, arrivals: 'even' } })));

    const fates = new Map(phase.requests.map(({ name, counts }) => [name, counts]));
    const all = (name: string): number => fates.get(name)?.intended ?? 0;
    for (const name of names) expect(all(name), name).toBeGreaterThan(0);
    expect(fates.get('fine')).toMatchObject({ succeeded: all('fine'), statuses: { 200: all('fine') } });
    expect(fates.get('moved')).toMatchObject({ succeeded: all('moved'), statuses: { 302: all('moved') } });
    expect(fates.get('limited')).toMatchObject({ refused: all('limited'), succeeded: 0, failed: 0 });
    expect(fates.get('shed')).toMatchObject({ refused: all('shed'), statuses: { 503: all('shed') } });
    expect(fates.get('down')).toMatchObject({ failed: all('down'), refused: 0, statuses: { 503: all('down') } });
    expect(fates.get('broken')).toMatchObject({ failed: all('broken'), statuses: { 500: all('broken') } });
    expect(fates.get('cut')).toMatchObject({ failed: all('cut'), statuses: {}, errors: { closed: all('cut') } });
    expect(fates.get('half')).toMatchObject({ failed: all('half'), statuses: {}, errors: { closed: all('half') } });
    expect(fates.get('silent')).toMatchObject({ failed: all('silent'), errors: { timeout: all('silent') } });
    expect(phase.counts.intended).toBe(phase.counts.succeeded + phase.counts.refused + phase.counts.failed);
  });

  it('about a server that is not there', async () => {
    const server = createServer();
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    const { port } = server.address() as AddressInfo;
    await new Promise((settle) => server.close(settle));
    const open = await runPhase(specFor(`http://127.0.0.1:${port}`, { seconds: 1 }));
    expect(open.counts).toMatchObject({ intended: 50, failed: 50, errors: { ECONNREFUSED: 50 }, statuses: {} });
    expect(open.latency).toMatchObject({ p50: 0, max: 0, percentiles: [] });
    const closed = await runPhase(specFor(`http://127.0.0.1:${port}`, { seconds: 1, load: { kind: 'closed', concurrency: 2 } }));
    expect(Object.keys(closed.counts.errors)).toEqual(['ECONNREFUSED']);
  });

  it('about requests that it could not send', async () => {
    let now = 0;
    let most = 0;
    const phase = await withServer((_, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        response.end();
      }, 500);
    }, (url) => runPhase(specFor(url, { connections: 5 })));
    expect(phase.counts.unsent).toBeGreaterThan(50);
    expect(phase.counts).toMatchObject({ intended: 100, sent: 100 - phase.counts.unsent, failed: phase.counts.unsent });
    expect(most).toBeLessThanOrEqual(5);
  });

  it('about itself: a run whose generator was busy with other things is none', async () => {
    const busy = setInterval(() => {
      for (const end = Date.now() + 60; Date.now() < end; );
    }, 100);
    try {
      const phase = await withServer(answersAfter(0), (url) => measure(specFor(url)));
      expect(phase.generator.valid).toBe(false);
      expect(phase.generator.lagP99).toBeGreaterThan(30);
      expect(phase.generator.because).toMatch(/^once in a hundred times it was [\d.]+ m?s late or later \(limit: 5 ms\)/);
    } finally {
      clearInterval(busy);
    }
  });
});

describe('a phase', () => {
  it('ends when it is told to, with what was measured until then', async () => {
    const stop = new AbortController();
    const heard: string[] = [];
    const phase = await withServer(answersAfter(5), (url) =>
      runPhase(specFor(url, { seconds: 60 }), {
        stop: stop.signal,
        began: () => {
          heard.push('began');
          setTimeout(() => stop.abort(), 500);
        },
        sent: () => heard.push('sent'),
      }),
    );
    expect(heard).toEqual(['began', 'sent']);
    expect(phase.seconds).toBeGreaterThan(0.4);
    expect(phase.seconds).toBeLessThan(30);
    expect(phase.counts.succeeded).toBe(phase.counts.intended);
  });

  it('goes to all copies of a server in turn', async () => {
    const asked = { first: 0, second: 0 };
    const counting = (copy: 'first' | 'second'): RequestListener => (_, response) => void (asked[copy]++, response.end());
    const phase = await withServer(counting('first'), (first) => withServer(counting('second'), (second) => runPhase(specFor('', { url: [first, second], seconds: 1, warmUpSeconds: 0 }))));
    expect(phase.counts).toMatchObject({ intended: 50, succeeded: 50 });
    expect(asked).toEqual({ first: 25, second: 25 });
  });

  it('sends what the scenario says, each client under its own address', async () => {
    const seen: string[] = [];
    const addresses = new Set<string>();
    await withServer((request, response) => {
      addresses.add(String(request.headers['x-forwarded-for']));
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${request.headers.host} ${request.headers['content-type']} ${body}`);
        response.end();
      });
    }, (url) => runPhase(specFor(url, {
      host: 'shop.example.com', clients: 3, seconds: 1, warmUpSeconds: 0,
      scenario: [{ name: 'buy', method: 'POST', path: '/buy/{7..7}?x=1', weight: 1, headers: { 'content-type': 'application/json' }, body: '{"n":{1..1}}' }],
    })));
    expect([...new Set(seen)]).toEqual(['POST /buy/7?x=1 shop.example.com application/json {"n":1}']);
    expect([...addresses].sort()).toEqual(['198.18.0.0', '198.18.0.1', '198.18.0.2']);
  });
});

import { describe, expect, it } from 'vitest';
import { evenArrivals, poissonArrivals } from '../../src/bench/load/arrivals.ts';
import { healthOf } from '../../src/bench/load/health.ts';
import { randomFrom } from '../../src/bench/load/random.ts';
import { recorder, type Sample } from '../../src/bench/load/recorder.ts';
import { requestMaker } from '../../src/bench/load/requests.ts';
import { addTime, latencyOf, timesWith } from '../../src/bench/load/times.ts';
import { isLoopback } from '../../src/formats/host-port.ts';
import type { Scenario } from '../../src/model/scenario.ts';

const take = <T>(count: number, from: () => T): readonly T[] => Array.from({ length: count }, from);

describe('arrivals', () => {
  it('are evenly spaced, without an error that adds up', () => {
    expect(take(5, evenArrivals(200))).toEqual([0, 5, 10, 15, 20]);
    const arrivals = evenArrivals(3);
    expect(take(3_000_001, arrivals).at(-1)).toBe(1_000_000_000);
  });

  it('are as those of independent clients: gaps whose deviation is their mean', () => {
    const times = take(20_000, poissonArrivals(100, randomFrom(7)));
    const gaps = times.map((at, i) => at - (times[i - 1] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(mean).toBeCloseTo(10, 0);
    expect(deviation / mean).toBeCloseTo(1, 1);
  });
});

describe('requests', () => {
  const scenario: Scenario = [
    { name: 'item', method: 'GET', path: '/items/{1..1000}', weight: 3 },
    { name: 'add', method: 'POST', path: '/items', weight: 1, body: '{"a":{1..9},"b":{10..19}}' },
  ];
  const some = (seed: number) => take(4000, requestMaker({ scenario, clients: 50, random: randomFrom(seed) }));

  it('are the same for the same seed, and others for another', () => {
    expect(some(1)).toEqual(some(1));
    expect(some(1)).not.toEqual(some(2));
  });

  it('come by weight, with numbers in their places', () => {
    const requests = some(1);
    const items = requests.filter(({ index }) => index === 0);
    expect(items.length / requests.length).toBeCloseTo(0.75, 1);
    const numbers = items.map(({ path }) => Number(/^\/items\/(\d+)$/.exec(path)?.[1]));
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(1000);
    expect(new Set(numbers).size).toBeGreaterThan(900);
    for (const { index, body } of requests) expect(body ?? '').toMatch(index === 0 ? /^$/ : /^\{"a":[1-9],"b":1[0-9]\}$/);
  });

  it('name a client each', () => {
    expect(new Set(some(1).map(({ headers }) => headers['x-forwarded-for'])).size).toBe(50);
    expect(requestMaker({ scenario, clients: 1, random: randomFrom(1) })().headers).toEqual({});
    const stated = { 'x-forwarded-for': '203.0.113.7' };
    expect(requestMaker({ scenario: scenario.map((one) => ({ ...one, headers: stated })), clients: 50, random: randomFrom(1) })().headers).toEqual(stated);
  });
});

describe('times', () => {
  it('come out as they went in', () => {
    const times = timesWith(3);
    for (let ms = 1; ms <= 1000; ms++) addTime(times, ms);
    const { mean, p50, p95, p99, max, percentiles } = latencyOf(times);
    expect([mean, p50, p95, p99].map(Math.round)).toEqual([501, 500, 950, 990]);
    expect(max).toBe(1000);
    expect(percentiles.at(0)?.[0]).toBe(0);
    expect(percentiles.at(-1)).toEqual([100, 1000]);
    for (const [i, [at, ms]] of percentiles.entries()) {
      const [before, less] = percentiles[i - 1] ?? [-1, 0];
      expect(at).toBeGreaterThan(before);
      expect(ms).toBeGreaterThanOrEqual(less);
    }
  });
});

describe('the recorder', () => {
  const about = { scenario: [{ name: 'one', method: 'GET' as const, path: '/', weight: 1 }], warmUpSeconds: 1, seconds: 2, timeout: 1000 };
  const sample = (intended: number, done: number, change: Partial<Sample> = {}): Sample => ({ request: 0, intended, sent: intended + 1, done, inFlight: 1, outcome: { kind: 'answer', status: 200, retryAfter: false }, ...change });

  it('counts what should have been sent in the measured time, and the answers that came in it', () => {
    const record = recorder(about);
    record.add(sample(500, 510));
    record.add(sample(990, 1010));
    record.add(sample(1000, 1004));
    record.add(sample(2500, 2520, { outcome: { kind: 'answer', status: 500, retryAfter: false } }));
    record.add(sample(2990, 3010));
    record.add(sample(3000, 3001));
    const figures = record.figures();
    expect(figures.counts).toEqual({ intended: 3, sent: 3, succeeded: 2, refused: 0, failed: 1, unsent: 0, statuses: { 200: 2, 500: 1 }, errors: {} });
    expect(figures.throughput).toBe(1);
    expect([figures.latency.max, figures.service.max]).toEqual([20, 19]);
    expect(figures.series.map(({ at, intended, failed }) => [at, intended, failed])).toEqual([[0, 1, 0], [1, 2, 1]]);
  });

  it('ends early when it is cut', () => {
    const record = recorder(about);
    record.add(sample(1200, 1210));
    record.cut(1500);
    expect(record.figures()).toMatchObject({ seconds: 0.5, throughput: 2, counts: { intended: 1 } });
  });

  it('needs no more memory for an hour than for a minute', () => {
    const heldBy = (length: number): number => {
      const before = process.memoryUsage().arrayBuffers;
      const record = recorder({ ...about, seconds: length });
      for (let at = 1000; at < 1000 * (length + 1); at += 50) record.add(sample(at, at + 20));
      const held = process.memoryUsage().arrayBuffers - before;
      expect(record.figures().series).toHaveLength(length);
      return held;
    };
    expect(heldBy(3600)).toBeLessThan(heldBy(60) + 8 * 1024 ** 2);
  });
});

describe('the generator', () => {
  it('is judged by how late it sent and how busy it was', () => {
    expect(healthOf(4.9, 30, 0.5)).toEqual({ lagP99: 4.9, lagMax: 30, utilization: 0.5, valid: true });
    expect(healthOf(6, 30, 0.5)).toMatchObject({ valid: false, because: 'once in a hundred times it was 6 ms late or later (limit: 5 ms)' });
    expect(healthOf(1, 3, 0.85)).toMatchObject({ valid: false, because: 'its event loop was busy 85 % of the time (limit: 80 %)' });
  });
});

it('knows this machine by its names', () => {
  expect(['localhost', 'shop.localhost', '127.0.0.1', '127.8.9.1', '[::1]'].filter((host) => !isLoopback(host))).toEqual([]);
  expect(['example.com', '10.0.0.1', '192.168.1.1', 'localhost.example.com', '127.0.0.1.example.com', '[::2]', '0.0.0.0'].filter(isLoopback)).toEqual([]);
});

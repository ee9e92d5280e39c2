import { describe, expect, it } from 'vitest';
import { clientsOf, closedPhases, connectionsOf, lengthOf, plainRate, ratePhases, type Planned } from '../../src/bench/phases.ts';
import type { Phase } from '../../src/bench/report.ts';
import { run, type Order } from '../../src/bench/run.ts';
import { greatestRate, nextRate } from '../../src/bench/search.ts';

const order: Order = { rate: 100, arrivals: 'even', seconds: 20, warmUpSeconds: 5, length: 'full', extras: [], targets: { rps: 100, p95: 200, success: 0.999 } };
const ratesOf = (phases: readonly Planned[]): readonly (number | undefined)[] => phases.map(({ load }) => (load.kind === 'rate' ? load.rate : load.concurrency));

describe('the phases of a run', () => {
  it('are the judged rate and shares around it, overload last, about a minute in all', () => {
    const phases = ratePhases(order);
    expect(ratesOf(phases)).toEqual([50, 70, 85, 100, 130, 200]);
    expect(phases.map(({ purpose }) => purpose)).toEqual(['step', 'step', 'step', 'target', 'step', 'step']);
    expect(phases.map(({ warmUpSeconds }) => warmUpSeconds)).toEqual([5, 1, 1, 5, 1, 1]);
    expect(lengthOf(phases)).toBe(64);
    expect(ratesOf(ratePhases({ ...order, length: 'quick' }))).toEqual([50, 100, 130, 200]);
  });

  it('of the closed loop double the connections', () => {
    expect(ratesOf(closedPhases({ length: 'full' }))).toEqual([1, 2, 4, 8, 16, 32, 64]);
  });

  it('have more clients where they have more load, so that none is busier than at the target', () => {
    const at = (rate: number) => ({ kind: 'rate', rate, arrivals: 'even' }) as const;
    expect([50, 100, 130, 200].map((rate) => clientsOf(at(rate), 80, 100))).toEqual([80, 80, 104, 160]);
    expect(clientsOf(at(200), 1, 100)).toBe(1);
    expect(clientsOf({ kind: 'closed', concurrency: 4 }, 80, 100)).toBe(1600);
    expect([1, 80, 5000].map(connectionsOf)).toEqual([100, 480, 2000]);
  });

  it('have rates that a clock can keep', () => {
    expect([123.4, 20.4, 12.34, 0.123, 0.0001].map(plainRate)).toEqual([123, 20, 12, 0.12, 0.01]);
  });
});

describe('the search', () => {
  /** A server that keeps rates up to `most`. */
  const keepsUpTo = (most: number, tried: number[] = []) => (rate: number) => {
    tried.push(rate);
    return Promise.resolve(rate <= most ? { rate } : { rate, brokenBy: 'a p95 of 1 s' });
  };

  it('finds the greatest rate to 5 %, wherever it begins', async () => {
    for (const most of [30, 99, 100, 473, 2000]) {
      const found = await greatestRate(100, [], keepsUpTo(most));
      expect(found?.rate).toBeLessThanOrEqual(most);
      expect(found?.rate).toBeGreaterThan(most / 1.06);
      expect(found?.limitedBy).toMatch(/^a p95 of 1 s at \d+\/s$/);
    }
  });

  it('tries nothing twice, and few rates', async () => {
    const tried: number[] = [];
    await greatestRate(100, [{ rate: 100 }, { rate: 120 }], keepsUpTo(473, tried));
    expect(new Set(tried).size).toBe(tried.length);
    expect(tried.length).toBeLessThanOrEqual(8);
  });

  it('ends where nothing breaks, where nothing is kept, and where it is stopped', async () => {
    const tried: number[] = [];
    expect((await greatestRate(100, [], keepsUpTo(Infinity, tried)))?.limitedBy).toBe('nothing that was tried');
    expect(tried).toHaveLength(12);
    expect(await greatestRate(100, [], keepsUpTo(0))).toMatchObject({ rate: 0 });
    expect(await greatestRate(100, [{ rate: 100 }], () => Promise.resolve(undefined))).toEqual({ rate: 100, limitedBy: 'nothing that was tried' });
  });

  it('looks between what was kept and what broke below every rate that was kept by chance', () => {
    expect(nextRate([{ rate: 100 }, { rate: 200, brokenBy: 'x' }, { rate: 300 }])).toBe(141);
    expect(nextRate([{ rate: 100 }, { rate: 104, brokenBy: 'x' }])).toBeUndefined();
  });
});

describe('a run', () => {
  const times = (ms: number) => ({ mean: ms, p50: ms, p75: ms, p90: ms, p95: ms, p99: ms, p999: ms, max: ms, percentiles: [] });
  const phaseOf = (planned: Planned, change: Partial<Phase> = {}): Phase => {
    const { load } = planned;
    const sent = load.kind === 'rate' ? load.rate * planned.seconds : 100;
    return {
      name: planned.name, kind: load.kind, purpose: planned.purpose, ...(load.kind === 'rate' ? { rate: load.rate } : { concurrency: load.concurrency }),
      seconds: planned.seconds, warmUpSeconds: planned.warmUpSeconds, throughput: sent / planned.seconds, latency: times(20), service: times(20), requests: [], series: [],
      counts: { intended: sent, sent, succeeded: sent, refused: 0, failed: 0, unsent: 0, statuses: { 200: sent }, errors: {} },
      generator: { lagP99: 1, lagMax: 2, utilization: 0.1, valid: true }, ...change,
    };
  };

  it('adds the search and the closed loop where they are asked for', async () => {
    const results = await run({ ...order, extras: ['search', 'saturate'] }, (planned) =>
      Promise.resolve(phaseOf(planned, planned.load.kind === 'closed' ? { throughput: Math.min(300, 50 * planned.load.concurrency) } : {})));
    expect(results.sustainable?.limitedBy).toBe('nothing that was tried');
    expect(results.saturation).toEqual({ throughput: 300, concurrency: 8 });
    expect(results.phases.filter(({ purpose }) => purpose === 'search')).toHaveLength(12);
  });

  it('takes no throughput for the greatest at which the server refused', async () => {
    const results = await run({ ...order, extras: ['saturate'] }, (planned) => {
      const phase = phaseOf(planned, planned.load.kind === 'closed' ? { throughput: 50 * planned.load.concurrency } : {});
      const refused = planned.load.kind === 'closed' && planned.load.concurrency > 4 ? 10 : 0;
      return Promise.resolve({ ...phase, counts: { ...phase.counts, refused, succeeded: phase.counts.succeeded - refused } });
    });
    expect(results.saturation).toEqual({ throughput: 200, concurrency: 4 });
  });

  it('keeps what was measured before it was ended', async () => {
    const results = await run({ ...order, extras: ['saturate'] }, (planned) => Promise.resolve(planned.purpose === 'target' ? undefined : phaseOf(planned)));
    expect(results.phases.map(({ name }) => name)).toEqual(['50 %', '70 %', '85 %']);
    expect(results).not.toHaveProperty('saturation');
  });

  it('does not blame the server for a generator that lagged', async () => {
    const results = await run({ ...order, extras: ['search'] }, (planned) =>
      Promise.resolve(phaseOf(planned, planned.purpose === 'search' ? { generator: { lagP99: 9, lagMax: 20, utilization: 0.2, valid: false, because: 'it was late' } } : {})));
    expect(results.sustainable).toEqual({ rate: 200, limitedBy: 'the load generator at 320/s: it was late' });
    expect(results.phases.slice(-2).map(({ name, purpose }) => [name, purpose])).toEqual([['try 320/s, 1st', 'step'], ['try 320/s', 'search']]);
  });

  it('measures the judged rate again where the generator lagged, and judges by that', async () => {
    let targets = 0;
    const results = await run(order, (planned) => {
      const late = planned.purpose === 'target' && ++targets === 1;
      return Promise.resolve(phaseOf(planned, late ? { generator: { lagP99: 9, lagMax: 20, utilization: 0.2, valid: false, because: 'it was late' } } : {}));
    });
    expect(results.phases.map(({ name, purpose, generator }) => [name, purpose, generator.valid])).toEqual([
      ['50 %', 'step', true], ['70 %', 'step', true], ['85 %', 'step', true], ['target, 1st', 'step', false], ['target', 'target', true], ['130 %', 'step', true], ['200 %', 'step', true],
    ]);
  });
});

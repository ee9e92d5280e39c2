import { describe, expect, test } from 'vitest';
import { judge, ratingOf } from '../../src/bench/rating.ts';
import { readRatings, ratingsNamed } from '../../src/bench/ratings-file.ts';
import { ratingTables, type Threshold } from '../../src/bench/ratings.ts';
import type { BenchReport, Counts, Latency, Phase } from '../../src/bench/report.ts';
import { InputError } from '../../src/model/problem.ts';
import { freshFolder } from '../cli/folder.ts';

const latency = (p50: number, p95: number): Latency => ({ mean: p50, p50, p75: p50, p90: p95, p95, p99: p95, p999: p95, max: p95, percentiles: [] });
const counts = (intended: number, refused = 0, failed = 0): Counts => ({ intended, sent: intended, succeeded: intended - refused - failed, refused, failed, unsent: 0, statuses: {}, errors: {} });

function phase(rate: number, purpose: Phase['purpose'], times: Latency, what: Counts, valid = true): Phase {
  const generator = { lagP99: 0, lagMax: 0, utilization: 0, valid, ...(valid ? {} : { because: 'it was 40 ms late' }) };
  return { name: `${rate}/s`, kind: 'rate', purpose, rate, seconds: what.intended / rate, warmUpSeconds: 0, counts: what, throughput: (rate * what.succeeded) / what.intended, latency: times, service: times, requests: [], series: [], generator };
}

const run = (...phases: readonly Phase[]): Omit<BenchReport, 'verdict'> => ({
  schema: 'plumbline-bench/1', plumbline: '0', started: '', seconds: 0, profile: 'small', command: [], url: '', stack: { run: 'elsewhere' },
  machine: { cpus: 1, model: '', memory: 0, node: '', system: '' },
  targets: { rps: 500, p50: 50, p95: 200, success: 0.999 },
  plan: { capacity: {}, workers: {}, cpuTime: 1, waitTime: 8 },
  scenario: [], clients: 1, phases,
});

describe('against the targets', () => {
  test('twice the rate, half the time, no failures: excellent', () => {
    const verdict = judge({ ...run(phase(500, 'target', latency(20, 100), counts(10_000))), sustainable: { rate: 1000, limitedBy: 'p95' } });
    expect(verdict).toEqual({
      met: true,
      rating: 'EXCELLENT',
      decidedBy: 'headroom',
      missed: [],
      dimensions: [
        { name: 'headroom', said: '1,000/s, 2 times the target', rating: 'EXCELLENT' },
        { name: 'p95', said: '100 ms of 200 ms', rating: 'EXCELLENT' },
        { name: 'success', said: '100 %', rating: 'EXCELLENT' },
      ],
    });
  });

  test('the worst side decides, and is named', () => {
    const verdict = judge({ ...run(phase(500, 'target', latency(20, 190), counts(10_000))), sustainable: { rate: 1000, limitedBy: 'p95' } });
    expect(verdict).toMatchObject({ met: true, rating: 'ACCEPTABLE', decidedBy: 'p95' });
  });

  test('headroom is what was shown: more that was not tried is not assumed', () => {
    const verdict = judge(run(phase(500, 'target', latency(20, 100), counts(10_000))));
    expect(verdict).toMatchObject({ met: true, rating: 'ACCEPTABLE', decidedBy: 'headroom' });
    expect(verdict.dimensions[0]?.said).toBe('at least 500/s, the target itself: more was not tried');
  });

  test('steps above the target show headroom, up to the first that breaks', () => {
    const target = phase(500, 'target', latency(20, 90), counts(10_000));
    const verdict = judge(run(target, phase(700, 'step', latency(30, 180), counts(7000)), phase(900, 'step', latency(300, 900), counts(9000))));
    expect(verdict.dimensions[0]).toEqual({ name: 'headroom', said: '700/s, 1.4 times the target', rating: 'GOOD' });
  });

  test('what is missed is said with both numbers', () => {
    const verdict = judge(run(phase(500, 'target', latency(60, 312), counts(10_000, 200, 30))));
    expect(verdict).toMatchObject({ met: false, rating: 'POOR', decidedBy: 'headroom' });
    expect(verdict.missed).toEqual(['p50 was 60 ms, the target is 50 ms', 'p95 was 312 ms, the target is 200 ms', 'success was 97.7 %, the target is 99.9 %: of 10,000 requests 200 refused and 30 failed']);
  });

  test('a target that was not tried is not met', () => {
    expect(judge(run(phase(100, 'target', latency(1, 2), counts(1000)))).missed).toEqual(['only 100/s were tried, the target is 500/s']);
  });

  test('a phase without an answer is no quick phase', () => {
    const verdict = judge(run(phase(500, 'target', latency(0, 0), counts(1000, 0, 1000))));
    expect(verdict.dimensions.map(({ rating }) => rating)).toEqual(['POOR', 'POOR', 'POOR']);
    expect(verdict.missed).toEqual(['success was 0 %, the target is 99.9 %: of 1,000 requests 0 refused and 1,000 failed']);
  });

  test('a generator that lagged makes the run invalid, whatever it measured', () => {
    expect(judge(run(phase(500, 'target', latency(20, 100), counts(1000), false)))).toMatchObject({ met: false, invalid: '500/s: it was 40 ms late' });
    expect(judge(run())).toMatchObject({ met: false, rating: 'POOR', invalid: 'no phase at the rate of the target was measured' });
  });
});

test("guide 1's thresholds are absolute", () => {
  const rated = (p95: number, failed: number, rate: number): string => judge(run(phase(rate, 'target', latency(1, p95), counts(1000, 0, failed))), ratingTables['versant']).rating;
  expect([rated(199, 0, 120), rated(199, 10, 101.1), rated(199, 0, 60), rated(400, 0, 120), rated(400, 100, 200), rated(1001, 0, 200)]).toEqual(['EXCELLENT', 'EXCELLENT', 'GOOD', 'GOOD', 'ACCEPTABLE', 'POOR']);
});

test('a threshold belongs to the better rating', () => {
  const more: Threshold = { figure: 'headroom', excellent: 2, good: 1.3, acceptable: 1 };
  expect([2, 1.99, 1.3, 1, 0.99].map((value) => ratingOf(value, more))).toEqual(['EXCELLENT', 'GOOD', 'GOOD', 'ACCEPTABLE', 'POOR']);
  const less: Threshold = { figure: 'p95', excellent: 200, good: 500, acceptable: 1000 };
  expect([200, 201, 500, 1000, 1001].map((value) => ratingOf(value, less))).toEqual(['EXCELLENT', 'GOOD', 'GOOD', 'ACCEPTABLE', 'POOR']);
});

describe('a table of the user', () => {
  test('is read with its units', () => {
    expect(readRatings('p95: { excellent: 100ms, good: 0.2s, acceptable: 1s }\nsuccess: { excellent: 99.9%, good: 0.99, acceptable: 0.9 }\n', 'r.yaml')).toEqual([
      { figure: 'p95', excellent: 100, good: 200, acceptable: 1000 },
      { figure: 'success', excellent: 0.999, good: 0.99, acceptable: 0.9 },
    ]);
  });

  test.each([
    ['', 'r.yaml: expected figures with their thresholds'],
    ['sucess: { excellent: 1, good: 0.9, acceptable: 0.8 }', 'r.yaml:1:1: nothing is rated by "sucess"\n  did you mean success?'],
    ['p95: 200ms', 'r.yaml:1:6: p95: expected three thresholds'],
    ['p95: { excellent: 1s, good: 2s }', 'r.yaml:1:6: p95: acceptable is missing'],
    ['p95: { excellent: 1s, good: 2, acceptable: 3s }', 'r.yaml:1:29: p95.good: expected a time such as 200ms, found "2"'],
    ['p95: { exellent: 1s, good: 2s, acceptable: 3s }', 'r.yaml:1:8: p95: "exellent" is no rating with a threshold\n  did you mean excellent?'],
    ['headroom: { excellent: 1, good: 2, acceptable: 3 }', 'r.yaml:1:1: headroom: more is better, so excellent must not ask for less than good, nor good than acceptable'],
    ['p95: [', 'r.yaml:1:7: not valid YAML'],
  ])('%s', (text, message) => {
    expect(() => readRatings(text, 'r.yaml')).toThrow(InputError);
    expect(() => readRatings(text, 'r.yaml')).toThrow(message);
  });

  test('is named, or found in a file', () => {
    expect(ratingsNamed('versant', freshFolder())).toBe(ratingTables['versant']);
    expect(() => ratingsNamed('strict', freshFolder())).toThrow('there is no rating table "strict"\n  built in: targets, versant');
    expect(() => ratingsNamed('./strict.yaml', freshFolder())).toThrow('"./strict.yaml" cannot be read: there is no such file or folder');
  });
});

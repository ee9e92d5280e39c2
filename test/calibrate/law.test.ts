import { describe, expect, test } from 'vitest';
import { nearestLaw, throughputAt, type Sample } from '../../src/calibrate/law.ts';
import { halfWidth, leastSquares } from '../../src/calibrate/least-squares.ts';
import { fitScalability } from '../../src/calibrate/scalability.ts';

/** SPEC SDM91 on a SPARCcenter 2000, as in Gunther's Guerrilla Capacity Planning and the R package usl. */
const SDM91: readonly Sample[] = [[1, 64.9], [18, 995.9], [36, 1652.4], [72, 1853.2], [108, 1828.9], [144, 1775], [216, 1702.2]];

const at = (rate: number, contention: number, coherence: number) => (n: number): Sample => [n, (rate * n) / (1 + contention * (n - 1) + coherence * n * (n - 1))];
const LEVELS = [1, 2, 4, 8, 16, 32, 64];

describe('the universal scalability law', () => {
  test("gives the literature's numbers", () => {
    const law = nearestLaw(SDM91);
    expect(law?.rate.value).toBeCloseTo(89.995, 3);
    expect(law?.contention.value).toBeCloseTo(0.0277285, 6);
    expect(law?.coherence.value).toBeCloseTo(1.04365e-4, 8);
    expect(law?.peak?.inFlight).toBeCloseTo(96.52, 2);
    expect(law?.peak?.rate).toBeCloseTo(1883.9, 1);
  });

  test('finds what a curve was made of', () => {
    const law = nearestLaw(LEVELS.map(at(120, 0.05, 0.0004)));
    expect([law?.rate.value, law?.contention.value, law?.coherence.value]).toEqual([expect.closeTo(120, 6), expect.closeTo(0.05, 8), expect.closeTo(0.0004, 9)]);
    expect(throughputAt(law ?? expect.fail('no law'), 8)).toBeCloseTo(at(120, 0.05, 0.0004)(8)[1], 6);
  });

  test('a curve that only levels off has no peak, and no coefficient below zero', () => {
    const fit = fitScalability(LEVELS.map((n) => at(100, 0.2, 0)(n)));
    expect(fit).toMatchObject({ found: { contention: { value: expect.closeTo(0.2, 6) } } });
    expect('found' in fit && fit.found.coherence.value).toBeCloseTo(0, 8);
    expect('found' in fit && fit.found.peak).toBeUndefined();
  });

  test.each([
    ['few levels', LEVELS.slice(0, 5).map(at(100, 0.2, 0)), '5 of at least 6 concurrencies were measured'],
    ['the same level again', [1, 1, 1, 2, 2, 2].map(at(100, 0.2, 0)), '2 of at least 6'],
    ['a line', LEVELS.map(at(100, 0.0001, 0)), 'nothing is saturated'],
    ['a throughput that one in flight reaches', LEVELS.map((n): Sample => [n, n % 4 === 0 ? 950 : 900]), 'does not grow with the requests in flight'],
    ['noise', [[1, 100], [2, 900], [4, 90], [8, 1000], [16, 80], [32, 700], [64, 100]] as const, 'the throughputs scatter too much'],
  ])('%s is refused', (_, samples, because) => {
    const fit = fitScalability(samples);
    expect('refused' in fit && fit.refused).toContain(because);
  });
});

describe('least squares', () => {
  test('a line through points, and how sure it is', () => {
    const fit = leastSquares([[0, 1], [1, 3], [2, 5], [3, 8]].map(([x = 0, value = 0]) => ({ at: [1, x], value, weight: 1 })));
    expect(fit?.coefficients).toEqual([expect.closeTo(0.8), expect.closeTo(2.3)]);
    expect(fit?.freedom).toBe(2);
    // Residual variance 0.3 / 2, divided by the squares of x about their mean, 5.
    expect(fit?.covariance?.[1]?.[1]).toBeCloseTo(0.03);
    expect(halfWidth(0.03, 2)).toBeCloseTo(4.303 * Math.sqrt(0.03));
  });

  test('weights count', () => {
    expect(leastSquares([{ at: [1], value: 1, weight: 3 }, { at: [1], value: 5, weight: 1 }])?.coefficients).toEqual([2]);
  });

  test('what cannot be told apart is no answer', () => {
    expect(leastSquares([[1, 2], [2, 4], [3, 6]].map((at) => ({ at, value: 1, weight: 1 })))).toBeUndefined();
    expect(leastSquares([])?.coefficients).toEqual([]);
  });
});

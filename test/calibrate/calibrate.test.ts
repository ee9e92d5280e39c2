import { describe, expect, test } from 'vitest';
import { calibrate } from '../../src/calibrate/calibrate.ts';
import { cpuFromSaturation, cpuFromUse } from '../../src/calibrate/cpu.ts';
import { scalabilityOf } from '../../src/calibrate/scalability.ts';
import { waitTime } from '../../src/calibrate/wait.ts';
import { loadProfile } from '../../src/load.ts';
import { builtInDirectory } from '../../src/package.ts';
import { size } from '../../src/size.ts';
import type { BenchReport, Phase } from '../../src/bench/report.ts';
import { samplePhase, sampleReport, type SamplePhase } from '../reporters/bench-sample.ts';

/** A phase of 20 seconds whose application used so many cores. */
const using = (cores: number, given: SamplePhase): Phase => {
  const phase = samplePhase({ seconds: 20, ...given });
  return { ...phase, server: { cpuSeconds: { api: cores * 20 }, memory: {} } };
};
const report = (...phases: readonly Phase[]): BenchReport => sampleReport([], { phases });
const answering = (mean: number, phase: Phase): Phase => ({ ...phase, service: { ...phase.service, mean } });

describe('CPU from use', () => {
  test('is the slope over the phases: what is used anyway is not blamed on requests', () => {
    const found = cpuFromUse(report(using(0.25, { rate: 100 }), using(0.45, { rate: 200 }), using(0.85, { rate: 400 })), 'api');
    expect(found).toEqual({ found: { value: expect.closeTo(2), interval: [expect.closeTo(2), expect.closeTo(2)], from: 'CPU of api against requests over 3 phases, 0.05 cores of it without requests' } });
  });

  test('is the mean where the phases are alike', () => {
    expect(cpuFromUse(report(using(0.2, { rate: 100 })), 'api')).toEqual({ found: { value: expect.closeTo(2), from: 'CPU of api by requests over 1 phase, what it uses without requests counted in' } });
  });

  test('is the mean where a line through them says too little', () => {
    const phases = [using(0.11, { rate: 100 }), using(0.09, { rate: 100 }), using(0.165, { rate: 150 }), using(0.135, { rate: 150 })];
    expect(cpuFromUse(report(...phases), 'api')).toMatchObject({ found: { value: expect.closeTo(1), from: 'CPU of api by requests over 4 phases, what it uses without requests counted in' } });
  });

  test('leaves out the start, in which a program compiles its code', () => {
    const phases = [using(0.3, { rate: 100 }), using(0.4, { rate: 200 }), using(0.15, { rate: 150 }), using(0.2, { rate: 200 }), using(0.4, { rate: 400 })];
    expect(cpuFromUse(report(...phases), 'api')).toMatchObject({ found: { value: expect.closeTo(1), from: expect.stringContaining('over 3 phases (without the first 2: just started)') } });
  });

  test('leaves out phases in which the generator lagged or requests failed', () => {
    const phases = [using(0.2, { rate: 100 }), using(9, { rate: 100, invalid: 'late' }), using(9, { rate: 100, refused: 0.5 })];
    expect(cpuFromUse(report(...phases), 'api')).toMatchObject({ found: { value: expect.closeTo(2) } });
  });

  test('is refused where the phases disagree, where nothing grows, and where nobody looked', () => {
    const refusal = (...phases: readonly Phase[]): string => {
      const attempt = cpuFromUse(report(...phases), 'api');
      return 'refused' in attempt ? attempt.refused : 'found';
    };
    expect(refusal(using(0.1, { rate: 100 }), using(0.9, { rate: 200 }), using(0.3, { rate: 400 }))).toContain('the phases disagree');
    expect(refusal(using(0, { rate: 100 }))).toContain('no more is used for more requests');
    expect(refusal({ ...samplePhase({ rate: 100 }), server: { cpuSeconds: { db: 1 }, memory: {} } })).toBe('no valid phase tells the CPU of api');
  });
});

describe('CPU from saturation', () => {
  const closed = (rates: readonly number[]): BenchReport => report(...rates.map((rate, i) => ({ ...samplePhase({ rate, seconds: 20 }), name: `closed ${i}`, kind: 'closed', purpose: 'saturation', concurrency: 2 ** i }) as const));

  test('is the time of all event loops by the greatest throughput', () => {
    expect(cpuFromSaturation(closed([100, 195, 390, 500, 490]), 2)).toEqual({ found: { value: 4, from: '2 event loops taken to be busy all the time at 500/s, the greatest throughput' } });
  });

  test('is refused while throughput grows', () => {
    expect(cpuFromSaturation(closed([100, 195, 390]), 1)).toEqual({ refused: 'throughput still grows at 4 in flight: nothing is saturated' });
    expect(cpuFromSaturation(closed([100]), 1)).toMatchObject({ refused: expect.stringContaining('gen bench --start') });
  });
});

describe('waiting', () => {
  test('is what the quietest phase takes, less the CPU', () => {
    const phases = report(answering(30, using(0, { rate: 400 })), answering(12, using(0, { rate: 100 })));
    expect(waitTime(phases, { application: 2, proxy: 0.5 }, 1)).toEqual({ found: { value: 9.5, from: "answers took 12 ms in rate-100, less 2 ms of CPU and 0.5 ms of the proxy's" } });
  });

  test('is never below zero', () => {
    expect(waitTime(report(answering(1, using(0, { rate: 100 }))), { application: 2 }, 1)).toMatchObject({ found: { value: 0 } });
  });

  test('is refused where requests wait for each other', () => {
    expect(waitTime(report(answering(12, using(0, { rate: 400 }))), { application: 2 }, 1)).toEqual({ refused: 'the quietest phase, rate-400, keeps the event loops 80 % busy: measure one below 30 %, such as gen bench --rate 105' });
  });
});

describe('scalability', () => {
  const closed = (refused?: number): readonly SamplePhase[] => [1, 2, 4, 8, 16, 32, 64].map((concurrency) => ({ concurrency, ...(refused === undefined ? {} : { refused }) }));

  test('leaves out phases that missed the target of success: refusals are quick', () => {
    const [first, ...others] = closed();
    expect(scalabilityOf(sampleReport([...closed(0.005), ...(first === undefined ? [] : [first]), ...others.slice(1, 2).map((phase) => ({ ...phase, invalid: 'late' }))]))).toEqual({
      refused: '1 of at least 6 concurrencies were measured (gen bench --saturate); 8 phases of the closed loop left out: the generator lagged in 1; requests were refused or failed in 7: --at loads the application past the limits of the proxy',
    });
    expect(JSON.stringify(scalabilityOf(sampleReport(closed())))).not.toContain('left out');
  });
});

describe('a profile', () => {
  const plan = (profile: string, ...sets: readonly string[]) => size(loadProfile({ profile, sets, builtInDirectory, cwd: import.meta.dirname }));

  test('is calibrated by its own report only', () => {
    expect(() => calibrate(sampleReport([]), plan('medium'))).toThrow('the report is of the profile "small", not of "medium"');
    const { cpuTime, waitTime: wait, scalability } = calibrate(sampleReport([{ rate: 100 }, { rate: 300 }, { rate: 500 }]), plan('small'));
    expect(cpuTime).toMatchObject({ found: { value: expect.closeTo(1.05, 5) } });
    expect(wait).toMatchObject({ found: { from: expect.stringContaining("of the proxy's") } });
    const direct = sampleReport([{ rate: 100 }, { rate: 300 }, { rate: 500 }], { stack: { run: 'started', limits: 'cgroup v2', at: 'api', copies: 1 } });
    expect(calibrate(direct, plan('small')).waitTime).toMatchObject({ found: { from: expect.stringMatching(/ms of CPU$/) } });
    expect(scalability).toEqual({ refused: '0 of at least 6 concurrencies were measured (gen bench --saturate)' });
  });
});

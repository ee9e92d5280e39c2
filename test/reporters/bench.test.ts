import { describe, expect, it } from 'vitest';
import type { BenchReport, Phase, Verdict } from '../../src/bench/report.ts';
import { showBench } from '../../src/reporters/bench.ts';
import { plain } from '../../src/reporters/style.ts';

const times = (ms: number) => ({ mean: ms, p50: ms / 2, p75: ms, p90: ms, p95: ms, p99: 2 * ms, p999: 3 * ms, max: 4 * ms, percentiles: [] });

const phase = (rate: number, p95: number, change: Partial<Phase> = {}): Phase => ({
  name: `${rate} %`, kind: 'rate', purpose: rate === 100 ? 'target' : 'step', rate, seconds: 10, warmUpSeconds: 1, throughput: rate, latency: times(p95), service: times(p95), requests: [], series: [],
  counts: { intended: 10 * rate, sent: 10 * rate, succeeded: 10 * rate, refused: 0, failed: 0, unsent: 0, statuses: { 200: 10 * rate }, errors: {} },
  generator: { lagP99: 1, lagMax: 2, utilization: 0.1, valid: true }, ...change,
});

const ACCEPTED: Verdict = {
  met: true, rating: 'ACCEPTABLE', decidedBy: 'headroom', missed: [],
  dimensions: [{ name: 'headroom', said: '110/s of 100/s', rating: 'ACCEPTABLE' }, { name: 'p95', said: '120 ms of 200 ms', rating: 'GOOD' }],
};

function report(phases: readonly Phase[], more: Partial<BenchReport> = {}): BenchReport {
  return {
    schema: 'plumbline-bench/1', plumbline: '0.1.0', started: '2026-11-21T16:00:00.000Z', seconds: 60, profile: 'shop', command: ['gen', 'bench'], url: 'http://127.0.0.1:8080', stack: { run: 'elsewhere' },
    machine: { cpus: 2, model: 'any', memory: 4 * 1024 ** 3, node: 'v24.0.0', system: 'Linux 6' },
    targets: { rps: 100, p95: 200, success: 0.999 }, plan: { capacity: { api: 70 }, workers: { api: 1 }, cpuTime: 1, waitTime: 8 },
    scenario: [{ name: 'home', method: 'GET', path: '/', weight: 1 }], clients: 1, phases, verdict: ACCEPTED, ...more,
  };
}

describe('a measured run as people read it', () => {
  it('shows the phases, what decided, and what the plan expected', () => {
    const shown = showBench(report([phase(50, 20), phase(100, 120), phase(120, 340)], { sustainable: { rate: 110, limitedBy: 'a p95 of 340 ms at 120/s' }, saturation: { throughput: 131, concurrency: 8 } }), plain);
    expect(shown.join('\n')).toBe(`shop  http://127.0.0.1:8080  1 kind of requests

         offered  answered     p50     p95     p99  refused  failed
  50 %      50/s      50/s   10 ms   20 ms   40 ms        0       0
  100 %    100/s     100/s   60 ms  120 ms  240 ms        0       0
  120 %    120/s     120/s  170 ms  340 ms  680 ms        0       0

  headroom  110/s of 100/s    ACCEPTABLE
  p95       120 ms of 200 ms  GOOD
  sustained      110/s; beyond it: a p95 of 340 ms at 120/s
  saturated      131/s with 8 connections open
  planned        70/s in comfort, for a target of 100/s; 110/s were carried, 1.57 times that

  ACCEPTABLE, decided by headroom; all targets met`);
  });

  it('says what was missed, and what was answered instead', () => {
    const counts = { intended: 1000, sent: 990, succeeded: 900, refused: 50, failed: 50, unsent: 10, statuses: { 200: 900, 429: 50, 502: 30 }, errors: { ECONNREFUSED: 10 } };
    const shown = showBench(report([phase(100, 250, { counts, server: { cpuSeconds: { api: 9.5, db: 2 }, memory: { api: 300 * 1024 ** 2 } } })], { url: 'http://127.0.0.2:3000', stack: { run: 'started', limits: 'cgroup v2', at: 'api', copies: 2 }, verdict: { ...ACCEPTED, met: false, rating: 'POOR', missed: ['p95 was 250 ms', 'success was 90 %'] } }), plain).join('\n');
    expect(shown).toContain('shop  http://127.0.0.2:3000 (api, 2 copies)  1 kind of requests\n  run on this machine; cgroup v2\n');
    expect(shown).toContain("\n  not answered well at the target's rate: 50 x 429, 30 x 502, 10 x ECONNREFUSED, 10 x not sent, as too many were in flight\n");
    expect(shown).toContain('\n  missed  p95 was 250 ms\n  missed  success was 90 %\n');
    expect(shown).toContain('\n  used           api 0.95 CPU 300 MiB, db 0.2 CPU\n');
    expect(shown).toMatch(/\n {2}POOR, decided by headroom; 2 targets missed$/);
  });

  it('says that redirects are no pages', () => {
    const counts = { intended: 1000, sent: 1000, succeeded: 1000, refused: 0, failed: 0, unsent: 0, statuses: { 200: 900, 302: 60, 304: 40 }, errors: {} };
    expect(showBench(report([phase(100, 50, { counts })]), plain)).toContain('  redirects count as good answers and are not followed: 60 x 302');
  });

  it('takes what was answered at most from phases that are valid', () => {
    const shown = showBench(report([phase(100, 50), phase(120, 50, { generator: { lagP99: 9, lagMax: 30, utilization: 0.3, valid: false, because: 'it was late' } })]), plain).join('\n');
    expect(shown).toContain('100/s were answered at most');
  });

  it('gives no verdict where the generator lagged', () => {
    const shown = showBench(report([phase(100, 50, { generator: { lagP99: 9, lagMax: 30, utilization: 0.3, valid: false, because: 'it was late' } })], { verdict: { ...ACCEPTED, met: false, invalid: '100 %: it was late' } }), plain).join('\n');
    expect(shown).toContain('\n  invalid  100 %: it was late\n');
    expect(shown).toMatch(/this run says nothing about the server\n {2}no verdict$/);
  });
});

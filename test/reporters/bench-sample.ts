import { judge, type Measured } from '../../src/bench/rating.ts';
import type { BenchReport, Counts, Latency, Phase, Second } from '../../src/bench/report.ts';

/** How the servers of a sample behave: one queue that carries `capacity` requests a second. */
const CAPACITY = 900;
const BASE = 9;

/** A phase as its test says it; the rest follows from the load. */
export interface SamplePhase {
  readonly rate?: number;
  readonly concurrency?: number;
  readonly purpose?: Phase['purpose'];
  readonly seconds?: number;
  readonly invalid?: string;
  readonly name?: string;
  readonly refused?: number;
}

const PERCENTILES = [0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.9, 99.95, 99.99, 99.995, 99.999, 100];

/** The time that a share of the answers takes at a use of the servers, milliseconds; beyond full use a queue grows. */
function quantile(percent: number, use: number, seconds: number): number {
  const share = Math.min(0.999999, percent / 100);
  if (use < 0.97) return BASE * (0.6 + 0.4 * share) + (1 / (1 - use)) * -Math.log(1 - share);
  return BASE + share * seconds * 1000 * Math.min(0.9, (use - 0.96) / use);
}

function latencyOf(use: number, seconds: number): Latency {
  const at = (percent: number): number => Math.round(quantile(percent, use, seconds) * 1000) / 1000;
  return { mean: at(60), p50: at(50), p75: at(75), p90: at(90), p95: at(95), p99: at(99), p999: at(99.9), max: at(100), percentiles: PERCENTILES.map((percent) => [percent, at(percent)] as const) };
}

function countsOf(intended: number, refused: number): Counts {
  const failed = refused > 0 ? Math.round(refused * 0.1) : 0;
  const succeeded = intended - refused - failed;
  return { intended, sent: intended, succeeded, refused, failed, unsent: 0, statuses: { 200: succeeded, ...(refused > 0 ? { 503: refused } : {}) }, errors: failed > 0 ? { timeout: failed } : {} };
}

/** A phase of the sample's servers. */
export function samplePhase(given: SamplePhase): Phase {
  const seconds = given.seconds ?? 20;
  const closed = given.concurrency !== undefined;
  const rate = given.rate ?? Math.min(CAPACITY, ((given.concurrency ?? 1) * 1000) / (BASE + 1)) / (1 + (given.concurrency ?? 0) / 2000);
  const use = closed ? Math.min(0.96, rate / CAPACITY) : rate / CAPACITY;
  const share = given.refused ?? Math.max(0, 1 - 1 / Math.max(1, use));
  const intended = Math.round(rate * seconds);
  const counts = countsOf(intended, Math.round(intended * share));
  const latency = latencyOf(use, seconds);
  const series = Array.from({ length: seconds }, (_, at): Second => {
    const wave = 1 + 0.12 * Math.sin(at * 1.7) + 0.05 * Math.sin(at * 5.1);
    const each = countsOf(Math.round(rate), Math.round(rate * Math.min(1, share * wave)));
    const grown = use < 0.97 ? wave : (at + 1) / seconds;
    return { at, intended: each.intended, succeeded: each.succeeded, refused: each.refused, failed: each.failed, p50: latency.p50 * grown, p95: latency.p95 * grown, p99: latency.p99 * grown, inFlight: Math.ceil((rate * latency.mean) / 1000) };
  });
  const requests = [['items', 6], ['search', 3], ['create', 1]] as const;
  return {
    name: given.name ?? (closed ? `closed-${given.concurrency}` : `rate-${rate}`),
    kind: closed ? 'closed' : 'rate',
    purpose: given.purpose ?? (closed ? 'saturation' : 'step'),
    ...(closed ? { concurrency: given.concurrency } : { rate }),
    seconds,
    warmUpSeconds: 5,
    counts,
    throughput: counts.succeeded / seconds,
    latency,
    service: latencyOf(Math.min(use, 0.9), seconds),
    requests: requests.map(([name, weight]) => ({ name, counts: countsOf(Math.round((intended * weight) / 10), Math.round((intended * share * weight) / 10)), latency: latencyOf(Math.min(1.2, use * (0.8 + weight / 30)), seconds) })),
    series,
    generator: given.invalid === undefined ? { lagP99: 0.4, lagMax: 3.1, utilization: 0.31, valid: true } : { lagP99: 41.2, lagMax: 310, utilization: 0.93, valid: false, because: given.invalid },
    server: {
      cpuSeconds: { proxy: seconds * (0.01 + rate * 0.00008), api: seconds * (0.02 + Math.min(rate, CAPACITY) * 0.00105), db: seconds * (0.01 + rate * 0.0002), cache: seconds * 0.01 },
      memory: { proxy: 21e6, api: 140e6 + rate * 6e4, db: 310e6, cache: 12e6 },
    },
  };
}

/** A report of the sample's servers over these phases, judged. */
export function sampleReport(phases: readonly SamplePhase[], more: Partial<Measured> = {}): BenchReport {
  const measured: Measured = {
    schema: 'plumbline-bench/1',
    plumbline: '0.1.0',
    started: '2026-11-21T16:20:00.000Z',
    seconds: phases.length * 25,
    profile: 'small',
    command: ['gen', 'bench', '--profile', 'small', '--start', '--set', "api.replicas=2", '--app', "node server.js", '--seed', '7'],
    url: 'http://127.0.0.1:8080',
    stack: { run: 'started', limits: 'cgroup v1', at: 'proxy', copies: 1 },
    machine: { cpus: 2, model: 'AMD EPYC 7B13', memory: 8 * 1024 ** 3, node: '22.11.0', system: 'linux 6.1' },
    targets: { rps: 500, p50: 50, p95: 200, success: 0.999, users: 100 },
    plan: { capacity: { api: 700 }, workers: { api: 1 }, cpuTime: 1, waitTime: 8 },
    scenario: [
      { name: 'items', method: 'GET', path: '/items/{1..100000}', weight: 6 },
      { name: 'search', method: 'GET', path: '/search?q=lamp&page={1..20}', weight: 3 },
      { name: 'create', method: 'POST', path: '/items', weight: 1, headers: { 'content-type': 'application/json' }, body: '{"name":"lamp {1..1000}"}' },
    ],
    clients: 50,
    phases: phases.map(samplePhase),
    ...more,
  };
  return { ...measured, verdict: judge(measured) };
}

/** A whole run: the target, steps around it, a search and a closed loop. */
export const wholeRun = (): BenchReport =>
  sampleReport(
    [
      { rate: 500, purpose: 'target', seconds: 30, name: 'target' },
      ...[250, 350, 425, 600, 700, 800, 850, 1000].map((rate): SamplePhase => ({ rate, seconds: 10 })),
      ...[1, 2, 4, 8, 16, 32, 64].map((concurrency): SamplePhase => ({ concurrency, seconds: 6 })),
    ],
    { sustainable: { rate: 850, limitedBy: 'p95 was 480 ms at 875/s' }, saturation: { throughput: 893, concurrency: 16 } },
  );

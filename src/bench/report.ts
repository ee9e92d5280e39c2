import type { Scenario } from '../model/scenario.ts';

/** How long answers took, in milliseconds. */
export interface Latency {
  readonly mean: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  /** For plots: percentile (0 to 100) and milliseconds, both rising; dense towards 100. */
  readonly percentiles: readonly (readonly [percentile: number, ms: number])[];
}

/** What became of the requests of a phase. */
export interface Counts {
  /** Requests whose time to be sent came, warm-up excluded. */
  readonly intended: number;
  readonly sent: number;
  /** Answers with a status below 400. */
  readonly succeeded: number;
  /** Answers 429, and 503 with Retry-After: refused by design, and quickly. They do not count as success. */
  readonly refused: number;
  /** All other answers from 400 on, requests without an answer, and those that were never sent: `intended` is `succeeded`, `refused` and `failed` together. */
  readonly failed: number;
  /** Never sent, as too many were in flight already: a part of `failed`. */
  readonly unsent: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests without an answer, by the error's code: `ECONNREFUSED`, `timeout`. */
  readonly errors: Readonly<Record<string, number>>;
}

/** One second of a phase, by the time at which requests should have been sent. */
export interface Second {
  readonly at: number;
  readonly intended: number;
  readonly succeeded: number;
  readonly refused: number;
  readonly failed: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly inFlight: number;
}

/** What the generator says of itself: a run whose generator lagged is no measurement. */
export interface GeneratorHealth {
  /** How late requests were sent, milliseconds. */
  readonly lagP99: number;
  readonly lagMax: number;
  /** Event-loop utilisation of the generator, 0 to 1. */
  readonly utilization: number;
  readonly valid: boolean;
  readonly because?: string;
}

/** What the servers used, where this machine runs them. */
export interface ServerUse {
  /** CPU seconds of each component during the phase. */
  readonly cpuSeconds: Readonly<Record<string, number>>;
  /** Greatest resident memory of each component during the phase, bytes. */
  readonly memory: Readonly<Record<string, number>>;
  /** Of Python applications, memory of the largest of their processes, the 95th percentile during the phase, bytes. */
  readonly process?: Readonly<Record<string, number>>;
}

/** A stretch of load of one kind. */
export interface Phase {
  readonly name: string;
  /** `rate`: open loop, requests are sent by the clock; `closed`: each connection waits for its answer. */
  readonly kind: 'rate' | 'closed';
  /** Why it was measured. */
  readonly purpose: 'target' | 'step' | 'search' | 'saturation';
  /** Intended requests a second (open loop). */
  readonly rate?: number;
  /** Requests in flight (closed loop). */
  readonly concurrency?: number;
  /** Measured seconds, warm-up excluded. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly counts: Counts;
  /** Successful answers a second. */
  readonly throughput: number;
  /** From the time at which a request should have been sent to its whole answer (closed loop: from when it was sent); successful answers only. */
  readonly latency: Latency;
  /** From the time at which it was sent. */
  readonly service: Latency;
  readonly requests: readonly { readonly name: string; readonly counts: Counts; readonly latency: Latency }[];
  readonly series: readonly Second[];
  readonly generator: GeneratorHealth;
  readonly server?: ServerUse;
}

/** How good a result is. */
export type Rating = 'EXCELLENT' | 'GOOD' | 'ACCEPTABLE' | 'POOR';

/** One side of the rating. */
export interface Dimension {
  readonly name: string;
  /** Measured, target and their ratio, for people: `412/s of 500/s`. */
  readonly said: string;
  readonly rating: Rating;
}

/** The judgement of a run. */
export interface Verdict {
  readonly met: boolean;
  readonly rating: Rating;
  /** The dimension that decided the rating. */
  readonly decidedBy: string;
  readonly dimensions: readonly Dimension[];
  /** Targets that were missed, one sentence each. */
  readonly missed: readonly string[];
  /** Why the run says nothing, where its generator lagged. */
  readonly invalid?: string;
}

/** What `gen bench` measured: plain data, the content of its JSON report. Times in milliseconds, rates per second, sizes in bytes. */
export interface BenchReport {
  readonly schema: 'plumbline-bench/1';
  readonly plumbline: string;
  /** ISO 8601. */
  readonly started: string;
  readonly seconds: number;
  readonly profile: string;
  /** The words that measure it again, as they were typed: `gen`, `bench`, its flags. */
  readonly command: readonly string[];
  /** Where the load went: of several copies, the first. */
  readonly url: string;
  /** Whether this machine ran the rendered stack itself; then with which limits, and which component the load was put on, with how many copies. */
  readonly stack: { readonly run: 'started'; readonly limits: string; readonly at: string; readonly copies: number } | { readonly run: 'elsewhere' };
  readonly machine: { readonly cpus: number; readonly model: string; readonly memory: number; readonly node: string; readonly system: string };
  readonly targets: { readonly rps: number; readonly p50?: number; readonly p95: number; readonly success: number; readonly users?: number };
  /** What the plan expects, for comparison. */
  readonly plan: { readonly capacity: Readonly<Record<string, number>>; readonly workers: Readonly<Record<string, number>>; readonly cpuTime: number; readonly waitTime: number };
  readonly scenario: Scenario;
  /** Distinct client addresses that were sent in X-Forwarded-For at the target's rate, more above it; 1: none. */
  readonly clients: number;
  readonly phases: readonly Phase[];
  /** The greatest measured rate that kept the p95 and success targets, and what broke beyond it. */
  readonly sustainable?: { readonly rate: number; readonly limitedBy: string };
  /** The greatest throughput of the closed loop. */
  readonly saturation?: { readonly throughput: number; readonly concurrency: number };
  readonly verdict: Verdict;
}

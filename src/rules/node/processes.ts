import { each, given, one, optional, own, structure, statesOwn } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { clamp, floorTo, GiB, KiB, MiB } from '../../model/value.ts';
import { databases, NODE_KINDS, poolersBelow, poolSharers } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as monitoring from '../../settings/monitoring.ts';
import * as node from '../../settings/node.ts';
import * as profile from '../../settings/profile.ts';
import * as w from '../../settings/workload.ts';
import { atLeast } from '../../model/version.ts';
import { part } from '../application/inputs.ts';
import { alertBucket, targetBucket } from '../application/limits.ts';
import { mostAtOnce } from '../demand/latency.ts';
import { OTHERS } from '../postgres/session.ts';

/** Memory with which one process works comfortably. */
const PER_PROCESS = 256 * MiB;
/** Resident memory of a framework with its drivers outside the JavaScript heap. */
const OUTSIDE_HEAP = 96 * MiB;
/** With less a framework does not start. */
const LEAST_HEAP = 24 * MiB;

const workers = defineRule({
  sizes: node.workers,
  from: {
    byCpu: own(c.cpu_workers),
    memory: own(container.memory_limit),
    replicas: own(c.replicas),
    surge: own(container.max_surge),
    share: part,
    all: each(poolSharers, { share: part }),
    carried: optional(one(databases, c.connections_carried)),
    pooler: structure((stack, from) => poolersBelow(stack, from).length > 0),
  },
  value: ({ byCpu, memory, replicas, surge, share, all, carried, pooler }) => {
    const byMemory = Math.max(1, Math.floor(memory / PER_PROCESS));
    const part = share / all.reduce((total, one) => total + one.share, 0);
    const byDatabase = carried === undefined || pooler ? Infinity : Math.max(1, Math.floor(((carried - OTHERS) * part) / (2 * (replicas + surge))));
    const value = Math.min(byCpu, byMemory, byDatabase);
    const bound = value === byCpu ? 'cpu' : value === byMemory ? 'memory' : 'database';
    return { value, bound };
  },
  because: 'One process per core, and a further one only with another 256 MiB and two more database connections.',
  source: 'measured: processes beyond the cores cost rate, tails and memory at once; Node 20 and 22 do not see a CPU quota',
  examples: [
    { given: { byCpu: 4, memory: 4 * GiB, replicas: 1, surge: 1, share: 1, all: [{ of: 'api', share: 1 }], carried: 100, pooler: false }, gives: 4 },
    { given: { byCpu: 4, memory: 600 * MiB, replicas: 1, surge: 1, share: 1, all: [{ of: 'api', share: 1 }], carried: 100, pooler: false }, gives: 2 },
    { given: { byCpu: 16, memory: 16 * GiB, replicas: 1, surge: 1, share: 1, all: [{ of: 'api', share: 1 }], carried: 50, pooler: false }, gives: 10 },
    { given: { byCpu: 16, memory: 16 * GiB, replicas: 1, surge: 1, share: 1, all: [{ of: 'api', share: 1 }], carried: 50, pooler: true }, gives: 16 },
  ],
});

/**
 * The memory of one process. While memory bounds the number of processes each has the usual part,
 * so that memory which adds a process takes none from the others.
 */
const partOf = (memory: number, processes: number, byCpu: number): number => Math.min(memory / processes, Math.max(PER_PROCESS, memory / Math.max(byCpu, processes)));

const heap = defineRule({
  sizes: node.max_old_space_size,
  on: NODE_KINDS,
  from: {
    memory: own(container.memory_limit),
    workers: own(node.workers),
    byCpu: own(c.cpu_workers),
    rate: own(c.app_rps),
    replicas: own(c.replicas),
    p95: given(profile.p95),
    cpuTime: own(w.cpu_time),
    response: own(w.response_size),
    stated: statesOwn,
  },
  value: ({ memory, workers: processes, byCpu, rate, replicas, p95, cpuTime, response, stated }) => {
    const part = partOf(memory, processes, byCpu);
    const inFlight = Math.min((0.7 * p95) / cpuTime, (rate * p95) / 1000 / replicas);
    const buffers = Math.min(part / 8, Math.max(16 * MiB, 2 * inFlight * response));
    const young = (3 * part) / 64;
    const heap = floorTo(Math.min(0.75 * part, part - OUTSIDE_HEAP - buffers - young), MiB);
    if (heap < LEAST_HEAP && stated) return LEAST_HEAP;
    return heap >= LEAST_HEAP ? heap : { refuse: `one process has ${Math.floor(part / MiB)} MiB; a Node server needs 160 MiB` };
  },
  because: 'Its part of the container, less code, drivers, the answers in flight and the young generation: without the flag the processes together would take more than the container has.',
  source: 'measured: 87 to 97 MiB outside the heap with fastify, pg and ioredis; the default heap of one process is half the container, for every process again',
  examples: [
    { given: { memory: 2 * GiB, workers: 2, byCpu: 2, rate: 1000, replicas: 1, p95: 150, cpuTime: 1, response: 16 * KiB, stated: false }, gives: 768 * MiB },
    { given: { memory: 200 * MiB, workers: 1, byCpu: 1, rate: 50, replicas: 1, p95: 150, cpuTime: 1, response: 16 * KiB, stated: false }, gives: 78 * MiB },
    { given: { memory: 120 * MiB, workers: 1, byCpu: 1, rate: 50, replicas: 1, p95: 150, cpuTime: 1, response: 16 * KiB, stated: false }, gives: 'refused' },
    { given: { memory: 120 * MiB, workers: 1, byCpu: 1, rate: 50, replicas: 1, p95: 150, cpuTime: 1, response: 16 * KiB, stated: true }, gives: 24 * MiB },
  ],
});

const semiSpace = defineRule({
  sizes: node.max_semi_space_size,
  on: NODE_KINDS,
  from: { memory: own(container.memory_limit), workers: own(node.workers), byCpu: own(c.cpu_workers) },
  value: ({ memory, workers: processes, byCpu }) => clamp(2 ** Math.floor(Math.log2(partOf(memory, processes, byCpu) / 64 / MiB)) * MiB, MiB, 32 * MiB),
  because: 'A larger young generation is collected less often; a power of two, as V8 rounds up to one, and three of these are counted beside the heap.',
  source: 'measured on a JSON workload: 2.4 to 3.1 scavenges per 1000 requests with 8 MiB against 19 by default (Node 22)',
  examples: [{ given: { memory: 2 * GiB, workers: 2, byCpu: 2 }, gives: 16 * MiB }, { given: { memory: 500 * MiB, workers: 1, byCpu: 4 }, gives: 4 * MiB }, { given: { memory: 1900 * MiB, workers: 2, byCpu: 2 }, gives: 8 * MiB }],
});

const reusePort = defineRule({
  sizes: node.reuse_port,
  from: { version: own(c.version), workers: own(node.workers) },
  value: ({ version, workers: processes }) => processes > 1 && atLeast(version, '22.12'),
  because: 'The kernel spreads connections over the processes, without a primary in between; with one process there is nothing to spread.',
  source: 'nodejs.org, server.listen reusePort, since 22.12 and 23.1',
  examples: [{ given: { version: '24', workers: 2 }, gives: true }, { given: { version: '22.12', workers: 1 }, gives: false }],
});

const inFlightCap = defineRule({
  sizes: node.max_in_flight,
  from: { p95: given(profile.p95), cpuTime: own(w.cpu_time), cpu: own(container.cpu_limit), workers: own(node.workers) },
  value: mostAtOnce,
  because: 'Behind this many requests the next one would take twice the 95th percentile: it is told to come back instead.',
  source: "Little's law",
  examples: [
    { given: { p95: 150, cpuTime: 1, cpu: 2000, workers: 2 }, gives: 300 },
    { given: { p95: 150, cpuTime: 1, cpu: 500, workers: 1 }, gives: 150 },
    { given: { p95: 100, cpuTime: 50, cpu: 1000, workers: 1 }, gives: 10 },
  ],
});

const heapUsed = defineRule({
  sizes: node.max_heap_used,
  from: { heap: own(node.max_old_space_size) },
  value: ({ heap: limit }) => floorTo(0.85 * limit, MiB),
  because: 'V8 spends its time collecting when the heap is 95 % full: requests are shed before.',
  source: 'measured: V8 aborts between 95 and 99 % after 10 to 20 s of collections',
  examples: [{ given: { heap: 768 * MiB }, gives: 652 * MiB }],
});

const rss = defineRule({
  sizes: node.max_rss,
  from: { memory: own(container.memory_limit), workers: own(node.workers) },
  value: ({ memory, workers: processes }) => floorTo((0.95 * memory) / processes, MiB),
  because: 'Just below its part of the container: above it the kernel kills without asking.',
  source: 'cgroup memory limit',
  examples: [{ given: { memory: 2 * GiB, workers: 2 }, gives: 972 * MiB }],
});

const loopDelay = defineRule({
  sizes: node.max_event_loop_delay,
  from: { p95: given(profile.p95) },
  value: ({ p95 }) => clamp(2 * p95, 250, 1000),
  because: 'An event loop that lags by twice the 95th percentile answers nobody in time.',
  source: '@fastify/under-pressure; Plumbline',
  examples: [{ given: { p95: 150 }, gives: 300 }, { given: { p95: 50 }, gives: 250 }],
});

/** Processes, memory and load shedding of a Node server. */
export const processRules: readonly Rule[] = [
  workers,
  heap,
  semiSpace,
  reusePort,
  inFlightCap,
  heapUsed,
  rss,
  loopDelay,
  targetBucket(node.metrics_latency, ['node'], profile.p95),
  alertBucket(node.metrics_threshold, ['node'], monitoring.latency),
  decide(node.uv_threadpool_size, 4, 'Files, DNS and crypto of one process; more threads than cores only help work that waits.', 'nodejs.org default; nodejs/node#22468', NODE_KINDS),
  decide(node.max_event_loop_utilization, 0.95, 'Measured over each interval, not since the start, or a fresh overload would be averaged away.', '@fastify/under-pressure 9.2'),
  decide(node.pressure_interval, 1000, 'Once a second.', '@fastify/under-pressure default'),
  decide(node.retry_after, 5000, 'Long enough for a burst to pass.', 'Plumbline'),
  decide(node.metrics_port, 9090, 'Metrics stay off the public port.', 'guide 3'),
];

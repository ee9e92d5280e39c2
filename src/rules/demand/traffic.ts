import { each, given, own } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { CORE, sum } from '../../model/value.ts';
import { ANSWERING_KINDS, APPLICATION_KINDS, PYTHON_KINDS, upstreams } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as profile from '../../settings/profile.ts';
import * as w from '../../settings/workload.ts';
import { answered } from './latency.ts';
import { processes, slots } from '../application/inputs.ts';

const LITTLE = "Little's law: in flight = rate x time";

const applicationRate = defineRule({
  sizes: c.app_rps,
  on: APPLICATION_KINDS,
  from: { rps: given(profile.rps), share: own(c.share) },
  value: ({ rps, share }) => Math.round(rps * share * 1000) / 1000,
  because: 'Its share of the target.',
  source: 'profile',
  examples: [{ given: { rps: 1000, share: 0.3 }, gives: 300 }],
});

const cpuWorkers = defineRule({
  sizes: c.cpu_workers,
  on: [...PYTHON_KINDS, 'node'],
  from: { cpu: own(container.cpu_limit) },
  value: ({ cpu }) => Math.max(1, Math.floor(cpu / CORE + 0.3)),
  because: 'One event loop uses one core, and seven tenths of one are worth another; what is left over serves garbage collection and the thread pool.',
  source: 'measured: six processes per core gave a third of the rate of one per core; fastify capacity planning',
  examples: [{ given: { cpu: 500 }, gives: 1 }, { given: { cpu: 2600 }, gives: 2 }, { given: { cpu: 1960 }, gives: 2 }],
});

const capacity = defineRule({
  sizes: c.capacity,
  on: ANSWERING_KINDS,
  from: { replicas: own(c.replicas), workers: processes, cpu: own(container.cpu_limit), cpuTime: own(w.cpu_time), wait: own(w.wait_time), p95: given(profile.p95), slots },
  value: answered,
  because: 'An event loop is a queue with one server: it keeps its 95th percentile only below a certain utilisation, and never beyond 70 %. Threads of a Python process compute in turn like one, and each holds a request for as long as it computes and waits.',
  source: 'M/M/1: response time is exponential with mean service / (1 - utilisation); tail table of queueing theory',
  examples: [
    { given: { replicas: 1, workers: 2, cpu: 2000, cpuTime: 1, wait: 8, p95: 150, slots: undefined }, gives: 1400 },
    { given: { replicas: 1, workers: 1, cpu: 500, cpuTime: 1, wait: 8, p95: 150, slots: undefined }, gives: 350 },
    { given: { replicas: 1, workers: 1, cpu: 1000, cpuTime: 10, wait: 8, p95: 68, slots: undefined }, gives: 50 },
    { given: { replicas: 2, workers: 1, cpu: 1000, cpuTime: 1, wait: 300, p95: 150, slots: undefined }, gives: 0 },
    { given: { replicas: 1, workers: 2, cpu: 2000, cpuTime: 4, wait: 8, p95: 200, slots: 3 }, gives: 350 },
    { given: { replicas: 1, workers: 2, cpu: 2000, cpuTime: 4, wait: 36, p95: 200, slots: 4 }, gives: 140 },
    { given: { replicas: 1, workers: 5, cpu: 2000, cpuTime: 4, wait: 8, p95: 200, slots: 1 }, gives: 291.6 },
  ],
});

const applicationInFlight = defineRule({
  id: 'application.demand.in_flight',
  sizes: c.in_flight,
  on: ANSWERING_KINDS,
  from: { rate: own(c.app_rps), capacity: own(c.capacity), p95: given(profile.p95) },
  value: ({ rate, capacity: able, p95 }) => Math.max(1, Math.ceil((Math.min(rate, able) * p95) / 1000)),
  because: 'Requests at work at the same time when they take as long as the 95th percentile allows.',
  source: LITTLE,
  examples: [{ given: { rate: 1000, capacity: 1400, p95: 150 }, gives: 150 }, { given: { rate: 1000, capacity: 0, p95: 150 }, gives: 1 }],
});

const proxyInFlight = defineRule({
  id: 'nginx.demand.in_flight',
  sizes: c.in_flight,
  on: ['nginx'],
  from: { behind: each(upstreams, { inFlight: own(c.in_flight) }) },
  value: ({ behind }) => Math.max(1, sum(behind.map((application) => application.inFlight))),
  because: 'Every request in flight in an application is open in the proxy too.',
  source: LITTLE,
  examples: [{ given: { behind: [{ of: 'api', inFlight: 150 }, { of: 'admin', inFlight: 10 }] }, gives: 160 }],
});

const idleClients = defineRule({
  sizes: c.idle_clients,
  on: ['nginx'],
  from: { users: given(profile.users), tls: given(profile.tls) },
  value: ({ users, tls }) => users * (tls ? 2 : 6),
  because: 'A browser keeps up to six connections open over HTTP/1.1, one or two over HTTP/2.',
  source: 'browser limits of connections per host',
  examples: [{ given: { users: 250, tls: false }, gives: 1500 }, { given: { users: 250, tls: true }, gives: 500 }],
});

/** What the targets ask of proxy and applications. */
export const trafficRules: readonly Rule[] = [applicationRate, cpuWorkers, capacity, applicationInFlight, proxyInFlight, idleClients];

import { each, given, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { CORE, KiB, sum } from '../../model/value.ts';
import { clientApplications, pooledApplications, upstreams } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as profile from '../../settings/profile.ts';
import * as w from '../../settings/workload.ts';
import { workRate } from '../application/inputs.ts';
import { busySessions, servedSessions, USABLE } from './busy.ts';

/** Tenths, what is lost in the arithmetic of fractions given back. */
const tenths = (value: number): number => Math.floor(value * 10 + 1e-6) / 10;

const proxyCapacity = defineRule({
  id: 'nginx.demand.capacity',
  sizes: c.capacity,
  on: ['nginx'],
  from: { replicas: own(c.replicas), cpu: own(container.cpu_limit), cost: own(c.cpu_per_request) },
  value: ({ replicas, cpu, cost }) => tenths((USABLE * replicas * cpu) / cost),
  because: 'Its cores, at 70 % use, divided by what a request costs it.',
  source: 'the cost of a request in demand.cpu_per_request',
  examples: [{ given: { replicas: 3, cpu: CORE, cost: 0.2 }, gives: 10_500 }],
});

const proxyCost = defineRule({
  id: 'nginx.demand.cpu_per_request',
  sizes: c.cpu_per_request,
  on: ['nginx'],
  from: { behind: each(upstreams, { rps: own(c.app_rps), response: own(w.response_size) }) },
  value: ({ behind }) => {
    const rps = sum(behind.map((application) => application.rps));
    const response = sum(behind.map((application) => application.rps * application.response)) / rps;
    return Math.round((0.04 + 0.007 * (response / KiB)) * 1000) / 1000;
  },
  because: 'Passing a request on, and compressing its answer, which is most of it.',
  source: 'measured with the rendered configuration, JSON of 16 KiB: 0.03 ms of CPU, 0.12 ms with gzip at level 5; a quarter is added for slower cores',
  examples: [{ given: { behind: [{ of: 'api', rps: 1000, response: 16 * KiB }] }, gives: 0.152 }, { given: { behind: [{ of: 'api', rps: 300, response: 64 * KiB }, { of: 'web', rps: 100, response: 0 }] }, gives: 0.376 }],
});

const databaseCapacity = defineRule({
  id: 'postgres.demand.capacity',
  sizes: c.capacity,
  on: ['postgres'],
  from: { rps: given(profile.rps), cpu: own(container.cpu_limit), clients: each(pooledApplications, { rps: workRate, queries: own(w.queries_per_request), time: own(w.query_time) }) },
  value: ({ rps, cpu, clients }) => {
    const busy = busySessions(clients);
    return busy === 0 ? undefined : tenths((rps * USABLE * servedSessions(cpu)) / busy);
  },
  because: 'The sessions that its cores serve at once, four to a core and two more, at 70 % use, divided by the time that the queries of a request hold one; one primary takes them all.',
  source: 'PostgreSQL wiki, Number Of Database Connections; the same law as demand.active_sessions',
  examples: [
    { given: { rps: 8000, cpu: 11 * CORE, clients: [{ of: 'api', rps: 8000, queries: 2, time: 2 }] }, gives: 8050 },
    { given: { rps: 1000, cpu: 1250, clients: [{ of: 'api', rps: 500, queries: 2, time: 2 }, { of: 'web', rps: 500, queries: 0, time: 2 }] }, gives: 2450 },
    { given: { rps: 1000, cpu: 1250, clients: [{ of: 'api', rps: 1000, queries: 0, time: 2 }] }, gives: undefined },
  ],
});

const poolerOperations = defineRule({
  id: 'pgbouncer.demand.operations_per_request',
  sizes: c.operations_per_request,
  on: ['pgbouncer'],
  from: { rps: given(profile.rps), clients: each(clientApplications, { rps: workRate, queries: own(w.queries_per_request) }) },
  value: ({ rps, clients }) => Math.round((sum(clients.map((client) => client.rps * client.queries)) / rps) * 1e6) / 1e6,
  because: 'Every query of its clients goes through it.',
  source: 'profile',
  examples: [{ given: { rps: 1000, clients: [{ of: 'api', rps: 500, queries: 2 }, { of: 'web', rps: 500, queries: 1 }] }, gives: 1.5 }],
});

/** Server processes with one thread that does the work: each replica has its own share of it, or one of them alone. */
const threadCapacity = (kind: string, working: 'each replica' | 'the primary', because: string, examples: readonly { readonly given: { readonly replicas: number; readonly cpu: number; readonly most: number; readonly operations: number }; readonly gives: number | undefined }[]): Rule =>
  defineRule({
    id: `${kind}.demand.capacity`,
    sizes: c.capacity,
    on: [kind],
    from: { replicas: own(c.replicas), cpu: own(container.cpu_limit), most: own(c.operations_per_second), operations: own(c.operations_per_request) },
    value: ({ replicas, cpu, most, operations }) => (operations === 0 ? undefined : tenths((USABLE * (working === 'each replica' ? replicas : 1) * Math.min(1, cpu / CORE) * most) / operations)),
    because,
    source: 'the rate of one thread in demand.operations_per_second',
    examples,
  });

const POOLED = 'measured: 22 to 26 us of CPU for a query through PgBouncer 1.24 over loopback, prepared or not; a quarter is left for a real network';
const CACHED = 'measured: 6 to 7 us of CPU for a SET or GET of 1 KiB over loopback; a good half of it, for a real network and other commands';

/** What proxies, databases, poolers and caches can answer, in requests a second of the whole target's mix. */
export const tierRules: readonly Rule[] = [
  proxyCost,
  proxyCapacity,
  databaseCapacity,
  poolerOperations,
  threadCapacity('pgbouncer', 'each replica', 'One thread of each process passes queries on, at 70 % use of its core.', [{ given: { replicas: 2, cpu: CORE, most: 30_000, operations: 2 }, gives: 21_000 }, { given: { replicas: 1, cpu: CORE, most: 30_000, operations: 0 }, gives: undefined }]),
  threadCapacity('redis', 'the primary', 'One thread answers, at 70 % use of its core; copies hold the same data and take over, they add no rate of writes.', [{ given: { replicas: 3, cpu: CORE, most: 80_000, operations: 2 }, gives: 28_000 }, { given: { replicas: 1, cpu: 500, most: 80_000, operations: 2 }, gives: 14_000 }]),
  decide(c.operations_per_second, 30_000, 'Queries that one thread passes on.', POOLED, ['pgbouncer']),
  decide(c.operations_per_second, 80_000, 'Commands that one thread answers, without pipelining.', CACHED, ['redis']),
  decide(c.operations_per_request, 2, 'A look-up, and now and then a write or a session beside it.', 'assumption of Plumbline; state or measure your own', ['redis']),
];

import { each, given, one, optional, own, structure } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { CORE, clamp, MiB, sum } from '../../model/value.ts';
import { isCluster, isExternal } from '../../model/stack.ts';
import { APPLICATION_KINDS, clientApplications, databases, pooledApplications, poolersAbove, poolersBelow, poolSharers } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as pg from '../../settings/postgres.ts';
import * as w from '../../settings/workload.ts';
import { part, workRate } from '../application/inputs.ts';
import { inCluster, onMachine } from '../cluster/where.ts';
import { wantedProcesses } from '../gunicorn/style.ts';
import { BACKEND, LEAST_WORK, OTHERS, workPerSession } from '../postgres/session.ts';
import { SCALE } from './connections.ts';
import { busySessions, servedSessions, USABLE } from './busy.ts';

const cores = (cpu: number): number => cpu / CORE;

const activeSessions = defineRule({
  sizes: c.active_sessions,
  on: ['postgres'],
  from: {
    cpu: own(container.cpu_limit),
    poolers: each(poolersAbove, { cpu: own(container.cpu_limit), replicas: own(c.replicas) }),
    clients: each(pooledApplications, { rps: workRate, queries: own(w.queries_per_request), time: own(w.query_time) }),
  },
  value: ({ cpu, poolers, clients }) => {
    const tier = cpu + sum(poolers.map((pooler) => pooler.cpu * pooler.replicas));
    return clamp(Math.ceil(busySessions(clients) / USABLE), Math.max(2, Math.ceil(2 * cores(tier) + 1)), Math.ceil(servedSessions(tier)));
  },
  because: 'Sessions busy at the target, at 70 % use, but at least two per core and at most four: beyond that they only wait for each other.',
  source: 'PostgreSQL wiki, Number Of Database Connections; HikariCP, About Pool Sizing; measured: pools of a few connections per core were fastest',
  examples: [
    { given: { cpu: 1250, poolers: [], clients: [{ of: 'api', rps: 1000, queries: 2, time: 2 }] }, gives: 6 },
    { given: { cpu: 1250, poolers: [], clients: [{ of: 'api', rps: 10, queries: 2, time: 2 }] }, gives: 4 },
    { given: { cpu: 1250, poolers: [], clients: [{ of: 'api', rps: 9000, queries: 2, time: 2 }] }, gives: 7 },
    { given: { cpu: 1000, poolers: [{ of: 'pooler', cpu: 250, replicas: 1 }], clients: [] }, gives: 4 },
  ],
});

const clusterSessions = defineRule({
  id: 'cluster.demand.active_sessions',
  sizes: c.active_sessions,
  on: ['postgres'],
  when: inCluster,
  from: { cpu: own(container.cpu_limit), clients: each(pooledApplications, { rps: workRate, queries: own(w.queries_per_request), time: own(w.query_time) }) },
  value: ({ cpu, clients }) => clamp(Math.ceil(busySessions(clients) / USABLE), Math.max(2, Math.ceil(2 * cores(cpu) + 1)), Math.ceil(servedSessions(cpu))),
  because: 'Sessions busy at the target, at 70 % use, but at least two per core of the primary and at most four: beyond that they only wait for each other.',
  source: 'PostgreSQL wiki, Number Of Database Connections; HikariCP, About Pool Sizing',
  examples: [{ given: { cpu: 11_000, clients: [{ of: 'api', rps: 8000, queries: 2, time: 2 }] }, gives: 46 }, { given: { cpu: 15_000, clients: [{ of: 'api', rps: 80_000, queries: 2, time: 2 }] }, gives: 62 }],
});

const externalSessions = defineRule({
  id: 'external.demand.active_sessions',
  sizes: c.active_sessions,
  on: ['postgres'],
  when: isExternal,
  from: { max: own(pg.max_connections), clients: each(pooledApplications, { rps: workRate, queries: own(w.queries_per_request), time: own(w.query_time) }) },
  value: ({ max, clients }) => clamp(Math.ceil(busySessions(clients) / USABLE), 2, Math.max(2, Math.floor((max - OTHERS) / 4))),
  because: 'The cores of a server elsewhere are not known: sessions for the target, within a quarter of its connections.',
  source: 'Plumbline',
  examples: [{ given: { max: 100, clients: [{ of: 'api', rps: 1000, queries: 2, time: 2 }] }, gives: 6 }],
});

/** Connections that a database may have however few its cores, and for each of its cores: of those that threads hold most idle. */
const USUAL = 100;
const PER_CORE = 50;
/** What rounding up may add to them. */
const ROUNDED = 5;

/** A client of the database with its processes, and the requests that each works on at once. */
interface Holder {
  readonly replicas: number;
  readonly surge: number;
  readonly workers: number;
  readonly threads: number | undefined;
  readonly share: number;
}

/** The most that all replicas of a client may hold, autoscaled ones too; where its requests hold none, the sessions that the database serves best. */
const heldBy = ({ replicas, surge, workers, threads }: Holder, sessions: number): number => (SCALE * replicas + surge) * workers * (threads ?? Math.max(2, Math.ceil(sessions / (replicas * workers))));

/** The part of what they want that clients are given: whoever would have less than one has one, and the others divide the rest. */
function ratioFor(clients: readonly Holder[], left: number, held: (some: readonly Holder[]) => number): number {
  const ratio = left / held(clients);
  const least = clients.filter((one) => (one.threads ?? 0) * ratio < 1);
  if (least.length === 0 || least.length === clients.length) return ratio;
  return ratioFor(clients.filter((one) => !least.includes(one)), left - held(least.map((one) => ({ ...one, threads: 1 }))), held);
}

/** Connections of one process for its threads without a pooler: fewer than one each where those of all clients would be more than the cores of the database are worth. */
function worthHolding(threads: number, all: readonly Holder[], cpu: number): number {
  // The most that the cores are ever given to serve, not what the target asks for: a larger one takes nothing from threads.
  const sessions = Math.ceil(servedSessions(cpu));
  const whole = sum(all.map((one) => one.share));
  const worth = Math.max(USUAL, PER_CORE * cores(cpu)) - OTHERS - ROUNDED;
  const held = (some: readonly Holder[]): number => sum(some.map((one) => heldBy(one, (sessions * one.share) / whole)));
  const holding = all.filter((one) => one.threads !== undefined);
  const ratio = ratioFor(holding, worth - held(all.filter((one) => one.threads === undefined)), held);
  return clamp(Math.floor(threads * ratio), 1, threads);
}

/** Two event loops, and clients of their database, for examples. */
const loops = { replicas: 1, workers: 2, threads: undefined, cpu: 1250, direct: true };
const one_ = (other: { readonly share?: number; readonly threads?: number }) => ({ of: 'api', share: 1, replicas: 1, surge: 1, workers: 2, threads: undefined, ...other });

const cpuSessions = defineRule({
  sizes: c.cpu_sessions,
  on: APPLICATION_KINDS,
  from: {
    sessions: one(databases, c.active_sessions), share: part, replicas: own(c.replicas), workers: wantedProcesses, threads: optional(own(c.threads)),
    all: each(poolSharers, { share: part, replicas: own(c.replicas), surge: own(container.max_surge), workers: wantedProcesses, threads: optional(own(c.threads)) }), cpu: optional(one(databases, container.cpu_limit)), direct: structure((stack, from) => poolersBelow(stack, from).length === 0 && !isCluster(stack)),
  },
  value: ({ sessions, share, all, replicas, workers, threads, cpu, direct }) => {
    const part = (sessions * share) / sum(all.map((application) => application.share));
    if (threads === undefined) return workers * Math.max(2, Math.ceil(part / (replicas * workers)));
    return workers * (direct && cpu !== undefined ? worthHolding(threads, all, cpu) : threads);
  },
  because: 'Its share of the sessions that the database serves best, at least two per process so that one slow query does not block the next; where requests hold one each from their first query on, one for each that a process works on at once, as far as the cores of the database are worth it.',
  source: 'HikariCP, About Pool Sizing: more than one connection where a request may hold two',
  examples: [
    { given: { ...loops, sessions: 6, share: 1, all: [one_({ share: 1 })] }, gives: 6 },
    { given: { ...loops, sessions: 6, share: 0.5, all: [one_({ share: 0.5 }), one_({ share: 0.5 })] }, gives: 4 },
    { given: { ...loops, sessions: 6, share: 1, threads: 4, all: [one_({ threads: 4 })] }, gives: 8 },
    { given: { ...loops, sessions: 6, share: 1, threads: 41, all: [one_({ threads: 41 })] }, gives: 20 },
    { given: { ...loops, sessions: 6, share: 1, threads: 41, all: [one_({ threads: 41 })], direct: false }, gives: 82 },
  ],
});

/** Pooled sessions that are worth having on however few cores. */
const LEAST_POOLED = 10;

const poolerSessions = defineRule({
  id: 'pgbouncer.demand.cpu_sessions',
  sizes: c.cpu_sessions,
  on: ['pgbouncer'],
  from: { sessions: one(databases, c.active_sessions), users: each(clientApplications, {}), replicas: own(c.replicas) },
  value: ({ sessions, users, replicas }) => Math.max(2, Math.ceil(Math.max(LEAST_POOLED, sessions) / (Math.max(1, users.length) * replicas))),
  because: 'The sessions that the database serves best, and ten at least, divided over its users and the replicas of the pooler: one is also held while its transaction goes back and forth and its commit is written.',
  source: 'measured, TPC-B-like of 100 clients on one core: 1083/s with 3 pooled sessions, 1285 with 6, 1591 with 10, 1629 with 20, 1372 without a pooler; pgbouncer.org: pools are per user and database, and per process',
  examples: [{ given: { sessions: 12, users: [{ of: 'api' }], replicas: 1 }, gives: 12 }, { given: { sessions: 12, users: [{ of: 'api' }, { of: 'admin' }], replicas: 2 }, gives: 3 }, { given: { sessions: 4, users: [{ of: 'api' }], replicas: 1 }, gives: 10 }],
});

const databaseSessions = defineRule({
  sizes: c.database_sessions,
  on: APPLICATION_KINDS,
  from: {
    byCpu: own(c.cpu_sessions),
    carried: one(databases, c.connections_carried),
    share: part,
    all: each(poolSharers, { share: part }),
    replicas: own(c.replicas),
    surge: own(container.max_surge),
    pooler: structure((stack, from) => poolersBelow(stack, from).length > 0),
  },
  value: ({ byCpu, carried, share, all, replicas, surge, pooler }) => {
    if (pooler) return { value: byCpu, bound: 'cpu' };
    const part = share / sum(all.map((application) => application.share));
    const byMemory = Math.max(1, Math.floor(((carried - OTHERS) * part) / (replicas + surge)));
    return byMemory < byCpu ? { value: byMemory, bound: 'memory of the database' } : { value: byCpu, bound: 'cpu' };
  },
  because: 'What the cores can use, as far as the memory of the database carries it for every replica and a rolling update.',
  source: 'derived from the connection budget',
  examples: [
    { given: { byCpu: 6, carried: 60, share: 1, all: [{ of: 'api', share: 1 }], replicas: 1, surge: 1, pooler: false }, gives: 6 },
    { given: { byCpu: 64, carried: 60, share: 1, all: [{ of: 'api', share: 1 }], replicas: 1, surge: 1, pooler: false }, gives: 25 },
    { given: { byCpu: 64, carried: 60, share: 1, all: [{ of: 'api', share: 1 }], replicas: 1, surge: 1, pooler: true }, gives: 64 },
  ],
});

const carried = defineRule({
  sizes: c.connections_carried,
  on: ['postgres'],
  from: { left: own(c.session_memory), parallel: own(pg.max_parallel_workers), hash: own(pg.hash_mem_multiplier), workload: given(w.kind) },
  value: ({ left, parallel, hash, workload }) => {
    const work = LEAST_WORK * workPerSession(workload, hash);
    return OTHERS + Math.max(0, Math.floor((left - (parallel + 2) * work) / (BACKEND + work)));
  },
  because: 'Each session needs its own 6 MiB and a megabyte at least for every sort or hash; the memory left for them carries this many.',
  source: 'measured on PostgreSQL 14 to 18: 5.7 to 6.5 MiB private memory after an ORM touched its catalogs',
  examples: [
    { given: { left: 1206 * MiB, parallel: 1, hash: 2, workload: 'web' }, gives: 158 },
    { given: { left: 4 * MiB, parallel: 1, hash: 2, workload: 'web' }, gives: 10 },
  ],
});

const externalCarried = defineRule({
  id: 'external.demand.connections_carried',
  sizes: c.connections_carried,
  on: ['postgres'],
  when: isExternal,
  from: { max: own(pg.max_connections) },
  value: ({ max }) => max,
  because: 'A server elsewhere carries what it says.',
  source: 'profile',
  examples: [{ given: { max: 100 }, gives: 100 }],
});

/** How many sessions the database serves best, and how many its memory carries. */
export const sessionRules: readonly Rule[] = [onMachine(activeSessions), clusterSessions, externalSessions, cpuSessions, poolerSessions, databaseSessions, carried, externalCarried];

import { byKind, each, first, given, mapped, optional, own, readAll, type Input, type Inputs, type Values } from '../model/input.ts';
import { counted } from '../model/quote.ts';
import { CORE, sum } from '../model/value.ts';
import { pooledApplications } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as gunicorn from '../settings/gunicorn.ts';
import { messages } from '../settings/kafka.ts';
import * as profile from '../settings/profile.ts';
import * as python from '../settings/python.ts';
import * as w from '../settings/workload.ts';
import { APPLICATIONS, databasePool, processes, requestThreads } from './serving.ts';

/** Use from which queues grow; below seven tenths nobody waits for long. */
const FULL = 0.8;
const COMFORTABLE = 0.7;

/** Greenlets that one worker of gunicorn has, where its class counts them: each holds one request. */
const greenlets: Input<number | undefined> = {
  read: (scope) => {
    const kind = scope.component.kind === 'gunicorn' ? own(gunicorn.worker_class).read(scope) : undefined;
    return kind?.found === true && gunicorn.styleOf(kind.value, 1) === 'greenlets' ? own(gunicorn.worker_connections).read(scope) : { found: false, missing: 'greenlets' };
  },
};

/** Times in milliseconds, CPU of one replica in millicores. */
const application = {
  rps: first(own(c.app_rps), given(profile.rps)),
  p95: given(profile.p95),
  replicas: own(c.replicas),
  workers: processes,
  threads: first(greenlets, requestThreads),
  cpu: first(own(container.cpu_limit), given(profile.cpu)),
  cpuTime: first(own(w.cpu_time), given(w.cpu_time)),
  wait: first(own(w.wait_time), given(w.wait_time)),
  queries: first(own(w.queries_per_request), given(w.queries_per_request)),
  queryTime: first(own(w.query_time), given(w.query_time)),
  pool: optional(databasePool),
};

const proxy = { rps: given(profile.rps), replicas: own(c.replicas), cpu: own(container.cpu_limit), cost: own(c.cpu_per_request) };

/** What asks the database: requests, or the messages of a worker, of which there are none without a queue. */
const work: Input<number> = { read: (scope) => (scope.component.kind === 'python' ? mapped(optional(own(messages)), (rate) => rate ?? 0) : first(own(c.app_rps), given(profile.rps))).read(scope) };

const database = {
  cpu: first(own(container.cpu_limit), given(profile.cpu)),
  clients: each(pooledApplications, { rps: work, queries: application.queries, time: application.queryTime }),
};

/** Times in milliseconds; a message takes no more CPU than time. */
const worker = {
  rate: own(messages), replicas: own(c.replicas), workers: processes, consumers: own(python.kafka_consumers), cpu: own(container.cpu_limit),
  time: own(w.message_time), cpuTime: own(w.cpu_time),
};

const thread = { rps: given(profile.rps), replicas: own(c.replicas), cpu: own(container.cpu_limit), each: own(c.operations_per_request), most: own(c.operations_per_second) };

const tier = <I extends Inputs, N extends string>(name: N, inputs: I): Input<{ readonly tier: N } & Values<I>> =>
  mapped({ read: (scope) => readAll(scope, inputs) }, (values) => ({ tier: name, ...values }));

/** What one kind of component has, and what is asked of it. */
export type Tier =
  | ({ readonly tier: 'application' } & Values<typeof application>)
  | ({ readonly tier: 'proxy' } & Values<typeof proxy>)
  | ({ readonly tier: 'database' } & Values<typeof database>)
  | ({ readonly tier: 'worker' } & Values<typeof worker>)
  | ({ readonly tier: 'pooler' | 'cache' } & Values<typeof thread>);

/** Every kind of component that is judged against the target. */
export const TIERS: readonly string[] = [...APPLICATIONS, 'nginx', 'postgres', 'pgbouncer', 'redis'];

/** What a component has, by its kind. */
export const tierOf: Input<Tier> = byKind<Tier>({
  ...Object.fromEntries(APPLICATIONS.map((kind) => [kind, tier('application', application)])),
  python: tier('worker', worker), nginx: tier('proxy', proxy), postgres: tier('database', database), pgbouncer: tier('pooler', thread), redis: tier('cache', thread),
});

/** That a tier is short, and what it would take; `undefined` where it carries the target. */
export interface Shortage {
  readonly message: string;
  /** More of the same, as far as that helps. */
  readonly takes?: string;
}

/** How the target exceeds what a tier can do. */
export function shortageOf(v: Tier): Shortage | undefined {
  if (v.tier === 'application') return ofApplication(v);
  if (v.tier === 'proxy') return ofProxy(v);
  if (v.tier === 'worker') return ofWorker(v);
  return v.tier === 'database' ? ofDatabase(v) : ofThread(v);
}

const round = (value: number): number => Math.round(value * 100) / 100;
const percent = (use: number): string => `${Math.round(use * 100)} % use`;

function ofApplication(v: Extract<Tier, { tier: 'application' }>): Shortage | undefined {
  if (v.threads !== undefined) {
    const slots = v.replicas * v.workers * v.threads;
    const capacity = (1000 * slots) / (v.cpuTime + v.wait);
    const asked = `${v.replicas} x ${v.workers} workers x ${v.threads} threads = ${slots} requests at once, ${v.cpuTime + v.wait} ms each: ${Math.floor(capacity)} requests a second; ${v.rps} are asked for`;
    if (capacity < v.rps) return { message: asked };
    if (v.rps / capacity >= FULL) return { message: `${asked}: ${percent(v.rps / capacity)}` };
  }
  const byPod = Math.min(v.workers, v.cpu / CORE);
  const loops = byPod * v.replicas;
  const busy = (v.rps * v.cpuTime) / 1000;
  const utilisation = busy / loops;
  const words = `${v.rps} requests a second x ${v.cpuTime} ms = ${round(busy)} busy cores of ${round(loops)}`;
  const takes = counted(Math.ceil(busy / COMFORTABLE / byPod), 'pod');
  if (utilisation >= FULL) return { message: `${words}: ${percent(utilisation)}`, takes };
  // Event loops divide the cores; threads that wait in one queue do not, and few of them compute at once.
  const service = v.cpuTime / Math.min(1, v.cpu / CORE / (v.threads === undefined ? v.workers : 1));
  // The 95th percentile of an exponential response time is ln 20 times its mean.
  const p95 = v.wait + (Math.log(20) * service) / (1 - utilisation);
  if (p95 > v.p95) return { message: `${words}; waiting ${v.wait} ms and queueing make a 95th percentile of about ${Math.round(p95)} ms, above the ${v.p95} ms asked for` };
  const held = (v.rps * v.queries * v.queryTime) / 1000;
  const connections = v.pool === undefined ? Infinity : v.replicas * v.workers * (v.pool.size + v.pool.overflow);
  return held > connections ? { message: `${v.rps} requests a second x ${v.queries} queries x ${v.queryTime} ms = ${round(held)} busy connections; the pools have ${connections}` } : undefined;
}

function ofWorker(v: Extract<Tier, { tier: 'worker' }>): Shortage | undefined {
  const slots = v.replicas * v.workers * v.consumers;
  const atWork = (v.rate * v.time) / 1000;
  const words = `${v.rate} messages a second x ${v.time} ms`;
  const takes = (use: number): string => counted(Math.ceil((use * v.replicas) / COMFORTABLE), 'pod');
  if (atWork / slots >= FULL) return { message: `${words} = ${round(atWork)} at work; ${v.replicas} x ${v.workers} processes x ${v.consumers} consumers take ${slots}: ${percent(atWork / slots)}`, takes: takes(atWork / slots) };
  const each = Math.min(v.time, v.cpuTime);
  const busy = (v.rate * each) / 1000;
  const cores = v.replicas * Math.min(v.workers, v.cpu / CORE);
  return busy / cores >= FULL ? { message: `${v.rate} messages a second x ${each} ms = ${round(busy)} busy cores of ${round(cores)}: ${percent(busy / cores)}`, takes: takes(busy / cores) } : undefined;
}

function ofProxy(v: Extract<Tier, { tier: 'proxy' }>): Shortage | undefined {
  const busy = (v.rps * v.cost) / 1000;
  const cores = (v.replicas * v.cpu) / CORE;
  if (busy / cores < FULL) return undefined;
  return { message: `${v.rps} requests a second x ${v.cost} ms in the proxy = ${round(busy)} busy cores of ${round(cores)}: ${percent(busy / cores)}`, takes: counted(Math.ceil(busy / COMFORTABLE / (v.cpu / CORE)), 'pod') };
}

function ofDatabase(v: Extract<Tier, { tier: 'database' }>): Shortage | undefined {
  const busy = sum(v.clients.map((client) => (client.rps * client.queries * client.time) / 1000));
  const served = (4 * v.cpu) / CORE + 2;
  if (busy / served < FULL) return undefined;
  const words = v.clients.map((client) => `${client.of} ${client.rps}/s x ${client.queries} queries x ${client.time} ms`).join(' + ');
  return { message: `${words} = ${round(busy)} busy sessions in the database, whose ${counted(round(v.cpu / CORE), 'core')} ${v.cpu === CORE ? 'serves' : 'serve'} ${round(served)} at once, four each and two more: ${percent(busy / served)}`, takes: `${Math.ceil((busy / COMFORTABLE - 2) / 4)} cores in one instance` };
}

function ofThread(v: Extract<Tier, { tier: 'pooler' | 'cache' }>): Shortage | undefined {
  const threads = v.tier === 'pooler' ? v.replicas : 1;
  const asked = v.rps * v.each;
  const able = threads * Math.min(1, v.cpu / CORE) * v.most;
  if (asked / able < FULL) return undefined;
  const message = `${v.rps} requests a second x ${v.each} operations = ${round(asked)} in the ${v.tier}; ${Math.round(able)} are what ${counted(threads, 'thread')} on ${counted(round(threads * Math.min(1, v.cpu / CORE)), 'core')} can do: ${percent(asked / able)}`;
  return v.tier === 'pooler' ? { message, takes: counted(Math.ceil(asked / COMFORTABLE / v.most), 'pod') } : { message };
}

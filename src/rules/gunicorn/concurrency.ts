import { each, given, one, optional, own, stated } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { clamp, sum } from '../../model/value.ts';
import { proxies, PYTHON_SERVERS } from '../../model/who.ts';
import { atLeast } from '../../model/version.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import * as nginx from '../../settings/nginx.ts';
import * as profile from '../../settings/profile.ts';
import * as w from '../../settings/workload.ts';
import { mongoPool, poolSize } from '../application/inputs.ts';
import { mostAtOnce } from '../demand/latency.ts';
import { style } from './style.ts';

/** More threads of one process only take turns at its lock. */
const MOST = 64;
const GOETZ = 'Goetz, Java Concurrency in Practice: N x U x (1 + W / C)';

const wanted = defineRule({
  sizes: c.threads,
  on: PYTHON_SERVERS,
  from: { style, stated: stated(gunicorn.threads), cpuTime: own(w.cpu_time), wait: own(w.wait_time) },
  value: (v) => {
    if (v.style === 'one') return 1;
    const busy = 1 + v.wait / v.cpuTime;
    return v.style === 'threads' ? (v.stated ?? clamp(Math.ceil(busy), 2, MOST)) : clamp(Math.ceil(2 * busy), 2, MOST);
  },
  because: 'While one waits another computes: as many as keep the core of the process busy, and twice as many where they cost next to nothing, as greenlets and on an event loop. Each holds a connection of the database from its first query to its end.',
  source: `${GOETZ}; docs.sqlalchemy.org, session basics: a connection is held until the transaction ends`,
  examples: [
    { given: { style: 'threads', stated: undefined, cpuTime: 4, wait: 8 }, gives: 3 },
    { given: { style: 'threads', stated: undefined, cpuTime: 1, wait: 500 }, gives: 64 },
    { given: { style: 'threads', stated: 8, cpuTime: 4, wait: 8 }, gives: 8 },
    { given: { style: 'greenlets', stated: undefined, cpuTime: 4, wait: 8 }, gives: 6 },
    { given: { style: 'one', stated: undefined, cpuTime: 4, wait: 8 }, gives: 1 },
    { given: { style: 'loop', stated: undefined, cpuTime: 4, wait: 8 }, gives: 6 },
  ],
});

const threads = defineRule({
  sizes: gunicorn.threads,
  from: { style, wanted: optional(own(c.threads)), pool: optional(poolSize) },
  value: (v) => {
    if (v.style !== 'threads' || v.wanted === undefined) return 1;
    return v.pool === undefined || v.pool >= v.wanted ? { value: v.wanted, bound: 'wait and cpu' } : { value: Math.max(1, v.pool), bound: 'database' };
  },
  because: 'As many as keep the core of the process busy, but no more than its pool has connections: a thread without one holds its request and only waits.',
  source: `${GOETZ}; SQLAlchemy error 3o7r: QueuePool limit reached`,
  examples: [
    { given: { style: 'threads', wanted: 3, pool: 4 }, gives: 3 },
    { given: { style: 'threads', wanted: 16, pool: 5 }, gives: 5 },
    { given: { style: 'threads', wanted: 16, pool: undefined }, gives: 16 },
    { given: { style: 'one', wanted: 1, pool: 1 }, gives: 1 },
    { given: { style: 'loop', wanted: 6, pool: 5 }, gives: 1 },
  ],
});

/** The proxies in front, whose worker processes each keep idle connections. */
export const fronts = { fronts: each(proxies, { replicas: own(c.replicas), workers: own(nginx.worker_processes) }), kept: optional(one(proxies, nginx.upstream_keepalive)) };

/** Idle connections that the proxies may keep to one process, which may get all of them. */
export const idleOf = (v: { readonly fronts: readonly { readonly replicas: number; readonly workers: number }[]; readonly kept: number | undefined }): number =>
  sum(v.fronts.map((front) => front.replicas * front.workers * (v.kept ?? 0)));

const one_ = [{ of: 'proxy', replicas: 1, workers: 1 }];

/** What gunicorn has where its file says nothing. */
const USUAL = 1000;

const connections = defineRule({
  sizes: gunicorn.worker_connections,
  from: { version: own(c.version), style, threads: own(gunicorn.threads), pool: optional(poolSize), documents: optional(mongoPool), ...fronts, p95: given(profile.p95), cpuTime: own(w.cpu_time), cpu: own(container.cpu_limit), workers: own(gunicorn.workers) },
  value: (v) => {
    if (v.style === 'threads') {
      const most = 2 * v.threads + idleOf(v);
      const few = atLeast(v.version, '21') && !atLeast(v.version, '24') && most <= USUAL;
      return v.fronts.length === 0 || few ? undefined : { value: most, bound: 'threads' };
    }
    if (v.style !== 'greenlets') return undefined;
    const connections = Math.min(v.pool ?? Infinity, v.documents ?? Infinity);
    return connections === Infinity ? { value: mostAtOnce(v) + idleOf(v), bound: 'p95' } : { value: Math.max(1, connections), bound: 'database' };
  },
  because: 'Threads: the requests at work, as many that wait for one, and the idle connections that the proxies keep; the rest waits where any worker can take it; from 21 to 23 a worker that is full of connections that have sent nothing yet never looks at them again, and gunicorn keeps its own thousand, unless the proxies may keep more. Greenlets: one holds every connection, and with a database or a MongoDB no more than its pool can serve.',
  source: 'gunicorn, workers/gthread.py and ggevent.py: only these classes compare it; measured with 21.2, 22.0 and 23.0: 26 connections in CLOSE-WAIT, for ever',
  examples: [
    { given: { version: '27.0', style: 'threads', threads: 4, pool: 4, documents: undefined, fronts: one_, kept: 64, p95: 200, cpuTime: 4, cpu: 2000, workers: 2 }, gives: 72 },
    { given: { version: '23.0', style: 'threads', threads: 4, pool: 4, documents: undefined, fronts: one_, kept: 64, p95: 200, cpuTime: 4, cpu: 2000, workers: 2 }, gives: undefined },
    { given: { version: '23.0', style: 'threads', threads: 4, pool: 4, documents: undefined, fronts: [{ of: 'proxy', replicas: 252, workers: 1 }], kept: 16, p95: 200, cpuTime: 4, cpu: 2000, workers: 2 }, gives: 4040 },
    { given: { version: '27.0', style: 'greenlets', threads: 1, pool: 6, documents: undefined, fronts: one_, kept: 64, p95: 200, cpuTime: 4, cpu: 2000, workers: 2 }, gives: 6 },
    { given: { version: '27.0', style: 'greenlets', threads: 1, pool: undefined, documents: 30, fronts: one_, kept: 64, p95: 200, cpuTime: 4, cpu: 2000, workers: 2 }, gives: 30 },
    { given: { version: '27.0', style: 'greenlets', threads: 1, pool: undefined, documents: undefined, fronts: one_, kept: 64, p95: 200, cpuTime: 4, cpu: 2000, workers: 2 }, gives: 164 },
    { given: { version: '27.0', style: 'loop', threads: 1, pool: 6, documents: undefined, fronts: one_, kept: 64, p95: 200, cpuTime: 4, cpu: 2000, workers: 2 }, gives: undefined },
  ],
});

/** What one worker of gunicorn answers at once. */
export const concurrencyRules: readonly Rule[] = [wanted, threads, connections];

import { defineCheck, type Breach } from '../model/check.ts';
import { byKind, mapped, own, present, readAll, structure, type Input } from '../model/input.ts';
import { entryOf, repeated } from '../model/lookup.ts';
import { databases, PYTHON_SERVERS } from '../model/who.ts';
import { dependency, variable } from '../settings/found.ts';
import * as gunicorn from '../settings/gunicorn.ts';
import { anyio_tokens } from '../settings/python.ts';
import { databasePool, mongoPool, requestThreads, usesMongo, type Pool } from './serving.ts';

/** How many can touch the database in one worker, and what they are. */
interface Concurrency {
  readonly number: number;
  readonly of: string;
}

/** The threads in which Starlette and FastAPI run functions that are not `async`, unless the application is told another number. */
const ANYIO = 40;
const MONGO = 'PyMongo';
const tokens: Input<Concurrency> = mapped(present(anyio_tokens), (number) => ({ number: number ?? ANYIO, of: 'threads of AnyIO' }));

/** The pools of a worker: that of its database, that of MongoDB. */
const pools: Input<readonly Pool[]> = {
  read: (scope) => {
    const inputs = { ...(databases(scope.stack, scope.component).length > 0 ? { database: databasePool } : {}), ...(usesMongo(scope.stack, scope.component) ? { mongo: mongoPool } : {}) };
    return mapped({ read: (inner) => readAll(inner, inputs) }, (found) => Object.values(found)).read(scope);
  },
};

/** What one worker answers at once, and what holds it: threads, greenlets, or AnyIO's threads behind an event loop. */
const concurrency: Input<Concurrency> = {
  read: (scope) => {
    if (scope.component.kind === 'uvicorn') return tokens.read(scope);
    const kind = own(gunicorn.worker_class).read(scope);
    if (!kind.found) return kind;
    if (/uvicorn|asgi/i.test(kind.value)) {
      const threads = tokens.read(scope);
      return threads.found ? { ...threads, entries: [...kind.entries, ...threads.entries] } : threads;
    }
    if (gunicorn.isEventLoop(kind.value)) {
      const greenlets = present(gunicorn.worker_connections).read(scope);
      return { found: true, value: { number: greenlets.found ? (greenlets.value ?? 0) : 0, of: 'greenlets' }, entries: greenlets.found ? greenlets.entries : [] };
    }
    const threads = requestThreads.read(scope);
    return threads.found ? { found: true, value: { number: threads.value ?? 1, of: 'threads' }, entries: threads.entries } : threads;
  },
};

/** Packages of drivers that are awaited. */
const AWAITED = ['asyncpg', 'sqlalchemy[asyncio]'];

/** Whether the driver is awaited on the loop, not in threads: a URL names it, or a manifest does and no URL says otherwise. */
const asynchronous: Input<boolean> = structure((stack, component) => {
  const urls = repeated(stack, component, variable).map(({ value }) => value);
  if (urls.some((value) => /\+(?:asyncpg|psycopg_async|aiopg)\b/.test(value))) return true;
  return AWAITED.some((name) => entryOf(stack, component, dependency, name) !== undefined) && !urls.some((value) => /^postgres(?:ql)?\+(?:psycopg2|pg8000)\b/.test(value));
});

/** What can touch the database in one worker against the worker's connections. */
export const poolBelowThreads = defineCheck({
  id: 'pool-below-threads',
  severity: 'warning',
  confidence: 'likely',
  on: PYTHON_SERVERS,
  when: (stack, component) => databases(stack, component).length > 0 || usesMongo(stack, component),
  reads: { concurrency: byKind({ gunicorn: concurrency, uvicorn: concurrency }), pools, asynchronous },
  broken: ({ concurrency: { number, of }, pools: all, asynchronous: awaited }): readonly Breach[] =>
    all.flatMap(({ library, size, overflow }) => {
      const connections = size + overflow;
      if (connections >= number || (of === 'threads of AnyIO' && (library === 'asyncpg' || awaited))) return [];
      return [{ message: `${number} ${of} in a worker share ${connections} ${library === MONGO ? 'MongoDB' : 'database'} connections` }];
    }),
  why: 'The rest wait for a connection while they hold their request, and time out together: "QueuePool limit reached".',
  fix: 'give the pool as many connections as threads use it, or let fewer of them run.',
  source: 'SQLAlchemy error 3o7r; pymongo.readthedocs.io, maxPoolSize: 100; discord/access#496; the guide of JewGo: 2000 greenlets for 30 connections',
  examples: {
    holds: [
      { concurrency: { number: 4, of: 'threads' }, pools: [{ library: 'SQLAlchemy', size: 5, overflow: 10 }], asynchronous: false },
      { concurrency: { number: 40, of: 'threads of AnyIO' }, pools: [{ library: 'SQLAlchemy', size: 10, overflow: 20 }], asynchronous: true },
    ],
    breaks: [
      { concurrency: { number: 2000, of: 'greenlets' }, pools: [{ library: 'PyMongo', size: 100, overflow: 0 }], asynchronous: false },
      { concurrency: { number: 2000, of: 'greenlets' }, pools: [{ library: 'SQLAlchemy', size: 10, overflow: 20 }], asynchronous: false },
      { concurrency: { number: 40, of: 'threads of AnyIO' }, pools: [{ library: 'SQLAlchemy', size: 5, overflow: 10 }], asynchronous: false },
    ],
  },
});

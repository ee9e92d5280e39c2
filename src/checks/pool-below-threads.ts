import { defineCheck } from '../model/check.ts';
import { byKind, own, stated, structure, type Input } from '../model/input.ts';
import { entryOf, repeated } from '../model/lookup.ts';
import { databases } from '../model/who.ts';
import { dependency, variable } from '../settings/found.ts';
import * as gunicorn from '../settings/gunicorn.ts';
import { databasePool, requestThreads } from './serving.ts';

/** The threads in which Starlette and FastAPI run functions that are not `async`. */
const ANYIO = 40;

/** What one worker answers at once, and what holds it: threads, greenlets, or AnyIO's threads behind an event loop. */
const concurrency: Input<{ readonly number: number; readonly of: string }> = {
  read: (scope) => {
    if (scope.component.kind === 'uvicorn') return { found: true, value: { number: ANYIO, of: 'threads of AnyIO' }, entries: [] };
    const kind = own(gunicorn.worker_class).read(scope);
    if (!kind.found) return kind;
    if (/uvicorn|asgi/i.test(kind.value)) return { found: true, value: { number: ANYIO, of: 'threads of AnyIO' }, entries: kind.entries };
    if (gunicorn.isEventLoop(kind.value)) {
      const greenlets = stated(gunicorn.worker_connections).read(scope);
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
  on: ['gunicorn', 'uvicorn'],
  when: (stack, component) => databases(stack, component).length > 0,
  reads: { concurrency: byKind({ gunicorn: concurrency, uvicorn: concurrency }), pool: databasePool, asynchronous },
  broken: (v) => {
    const { number, of } = v.concurrency;
    const connections = v.pool.size + v.pool.overflow;
    if (connections >= number || (of === 'threads of AnyIO' && (v.pool.library === 'asyncpg' || v.asynchronous))) return undefined;
    return `${number} ${of} in a worker share ${connections} database connections`;
  },
  why: 'The rest wait for a connection while they hold their request, and time out together: "QueuePool limit reached".',
  fix: 'give the pool as many connections as threads use it, or let fewer of them run.',
  source: 'SQLAlchemy error 3o7r; discord/access#496; the guide of JewGo: 2000 greenlets for 30 connections',
  examples: {
    holds: [
      { concurrency: { number: 4, of: 'threads' }, pool: { library: 'SQLAlchemy', size: 5, overflow: 10 }, asynchronous: false },
      { concurrency: { number: 40, of: 'threads of AnyIO' }, pool: { library: 'SQLAlchemy', size: 10, overflow: 20 }, asynchronous: true },
    ],
    breaks: [
      { concurrency: { number: 2000, of: 'greenlets' }, pool: { library: 'SQLAlchemy', size: 10, overflow: 20 }, asynchronous: false },
      { concurrency: { number: 40, of: 'threads of AnyIO' }, pool: { library: 'SQLAlchemy', size: 5, overflow: 10 }, asynchronous: false },
    ],
  },
});

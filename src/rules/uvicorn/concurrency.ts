import { byKind, given, optional, own, structure, type Input } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { clientsOf, type Component, type Stack } from '../../model/stack.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import * as profile from '../../settings/profile.ts';
import * as python from '../../settings/python.ts';
import * as uvicorn from '../../settings/uvicorn.ts';
import * as w from '../../settings/workload.ts';
import { poolSize, processes } from '../application/inputs.ts';
import { mostAtOnce } from '../demand/latency.ts';
import { fronts, idleOf } from '../gunicorn/concurrency.ts';

const KINDS = ['uvicorn', 'gunicorn'];

/** Connections that a client keeps open for as long as it likes: streams, and all of them where no proxy is in front. */
const keepsOpen = structure((stack: Stack, component: Component): boolean => clientsOf(stack, component).length === 0 || stack.routes.some((route) => route.to === component.name && route.stream !== 'none'));

/** Who runs the event loop. */
const workerClass: Input<string> = byKind({ uvicorn: structure(() => 'uvicorn'), gunicorn: own(gunicorn.worker_class) });

const concurrency = defineRule({
  id: 'uvicorn+gunicorn.uvicorn.limit_concurrency',
  sizes: uvicorn.limit_concurrency,
  on: KINDS,
  from: {
    class: workerClass, ...fronts, keepsOpen, users: given(profile.users), replicas: own(c.replicas),
    p95: given(profile.p95), cpuTime: own(w.cpu_time), cpu: own(container.cpu_limit), workers: processes,
  },
  value: (v) => {
    if (!/uvicorn/i.test(v.class)) return undefined;
    const open = v.keepsOpen ? 2 * Math.ceil(v.users / v.replicas / v.workers) : 0;
    return mostAtOnce(v) + idleOf(v) + open + 1;
  },
  because: 'Behind this many requests the next one would take twice the 95th percentile: it is told 503. uvicorn counts connections, so that the idle ones that proxies keep, and streams, are added, and it answers 503 from this number on.',
  source: "Little's law; uvicorn, protocols/http: len(connections) >= limit_concurrency; litellm#33077: growth without a limit",
  examples: [
    { given: { class: 'uvicorn', fronts: [{ of: 'proxy', replicas: 1, workers: 1 }], kept: 64, keepsOpen: false, users: 100, replicas: 1, p95: 200, cpuTime: 4, cpu: 2000, workers: 2 }, gives: 165 },
    { given: { class: 'uvicorn_worker.UvicornWorker', fronts: [{ of: 'proxy', replicas: 1, workers: 1 }], kept: 64, keepsOpen: true, users: 100, replicas: 1, p95: 200, cpuTime: 4, cpu: 2000, workers: 2 }, gives: 265 },
    { given: { class: 'asgi', fronts: [], kept: undefined, keepsOpen: false, users: 100, replicas: 1, p95: 200, cpuTime: 4, cpu: 2000, workers: 2 }, gives: undefined },
  ],
});

/** What AnyIO gives a process by itself. */
const TOKENS = 40;

const tokens = defineRule({
  sizes: python.anyio_tokens,
  on: KINDS,
  from: { convention: own(c.interface_), pool: optional(poolSize) },
  value: ({ convention, pool }) => (convention === 'asgi' ? { value: Math.max(1, pool ?? TOKENS), bound: pool === undefined ? 'AnyIO' : 'database' } : undefined),
  because: 'Functions that are not async run in threads; more of them than the pool has connections only wait for one, and hold their requests.',
  source: 'AnyIO: 40 threads by default, against 15 connections of SQLAlchemy; discord/access#496',
  examples: [{ given: { convention: 'asgi', pool: 6 }, gives: 6 }, { given: { convention: 'asgi', pool: undefined }, gives: 40 }, { given: { convention: 'wsgi', pool: 6 }, gives: undefined }],
});

/** What one event loop of uvicorn takes on at once, alone or as a worker of gunicorn. */
export const loopRules: readonly Rule[] = [concurrency, tokens];

import { each, given, optional, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { isExternal } from '../../model/stack.ts';
import { MINUTE, MiB } from '../../model/value.ts';
import { pooledApplications, PYTHON_KINDS, PYTHON_SERVERS, upstreams } from '../../model/who.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import * as m from '../../settings/monitoring.ts';
import * as nginx from '../../settings/nginx.ts';
import * as node from '../../settings/node.ts';
import * as pg from '../../settings/postgres.ts';
import * as uvicorn from '../../settings/uvicorn.ts';
import * as w from '../../settings/workload.ts';
import { poolSize, processes, slots } from '../application/inputs.ts';

const databaseConnections = defineRule({
  id: 'postgres.monitoring.connection_budget',
  sizes: m.connection_budget,
  on: ['postgres'],
  from: { most: own(pg.max_connections), superuser: own(pg.superuser_reserved_connections), reserved: optional(own(pg.reserved_connections)) },
  value: ({ most, superuser, reserved }) => most - superuser - (reserved ?? 0),
  because: 'What the server accepts, less what it keeps for administrators and monitoring.',
  source: 'PostgreSQL manual, superuser_reserved_connections and reserved_connections',
  examples: [{ given: { most: 35, superuser: 3, reserved: 2 }, gives: 30 }, { given: { most: 35, superuser: 3, reserved: undefined }, gives: 32 }],
});

const proxyConnections = defineRule({
  id: 'nginx.monitoring.connection_budget',
  sizes: m.connection_budget,
  on: ['nginx'],
  from: { workers: own(nginx.worker_processes), connections: own(nginx.worker_connections) },
  value: ({ workers, connections }) => Math.floor((workers * connections) / 2),
  because: 'A request that is passed on takes two connections of a worker: one from its client, one to its upstream.',
  source: 'nginx.org, worker_connections',
  examples: [{ given: { workers: 2, connections: 2816 }, gives: 2816 }],
});

const heap = defineRule({
  sizes: m.heap_budget,
  on: ['node'],
  from: { workers: own(node.workers), heap: own(node.max_old_space_size) },
  value: ({ workers, heap: one }) => workers * one,
  because: 'The metrics of a replica are those of its workers together.',
  source: 'src/server/scrape.ts; prom-client, AggregatorRegistry',
  examples: [{ given: { workers: 2, heap: 768 * MiB }, gives: 1536 * MiB }],
});

const pool = defineRule({
  sizes: m.pool_budget,
  on: ['node'],
  from: { workers: own(node.workers), pool: own(node.pool_max) },
  value: ({ workers, pool: one }) => workers * one,
  because: 'Each worker has a pool of its own; the metrics of a replica are those of its workers together.',
  source: 'src/server/scrape.ts',
  examples: [{ given: { workers: 2, pool: 7 }, gives: 14 }],
});

const inFlight = defineRule({
  sizes: m.in_flight_budget,
  on: ['node'],
  from: { workers: own(node.workers), most: own(node.max_in_flight) },
  value: ({ workers, most }) => workers * most,
  because: 'Each worker answers 503 beyond its own.',
  source: 'src/server/pressure.ts',
  examples: [{ given: { workers: 2, most: 300 }, gives: 600 }],
});

const pythonPool = defineRule({
  id: 'python.monitoring.pool_budget',
  sizes: m.pool_budget,
  on: PYTHON_KINDS,
  from: { workers: processes, pool: poolSize },
  value: ({ workers, pool: one }) => workers * one,
  because: 'Each process has a pool of its own, overflow included; the metrics of a replica are those of its processes together.',
  source: 'prometheus.github.io/client_python, multiprocess mode',
  examples: [{ given: { workers: 2, pool: 7 }, gives: 14 }],
});

const pythonSlots = defineRule({
  id: 'python.monitoring.in_flight_budget',
  sizes: m.in_flight_budget,
  on: PYTHON_SERVERS,
  from: { workers: processes, slots, connections: optional(own(gunicorn.worker_connections)), cap: optional(own(uvicorn.limit_concurrency)) },
  value: ({ workers, slots: own_, connections, cap }) => {
    const one = own_ === undefined ? cap : Math.min(own_, connections ?? own_);
    return one === undefined ? undefined : workers * one;
  },
  because: 'A process works on as many requests as it has threads or greenlets, or refuses those beyond its limit; the others wait.',
  source: 'gunicorn design; uvicorn.org, limit-concurrency',
  examples: [{ given: { workers: 4, slots: 2, connections: 68, cap: undefined }, gives: 8 }, { given: { workers: 4, slots: 100, connections: 30, cap: undefined }, gives: 120 }, { given: { workers: 2, slots: undefined, connections: undefined, cap: 300 }, gives: 600 }, { given: { workers: 2, slots: undefined, connections: undefined, cap: undefined }, gives: undefined }],
});

const loopDelay = defineRule({
  sizes: m.loop_delay,
  on: ['node'],
  from: { shed: own(node.max_event_loop_delay) },
  value: ({ shed }) => Math.floor(shed / 2),
  because: 'Half of the delay at which requests are shed.',
  source: '@fastify/under-pressure; Plumbline',
  examples: [{ given: { shed: 300 }, gives: 150 }],
});

const proxyShare = defineRule({
  sizes: m.proxy_share,
  on: ['nginx'],
  // Without an upstream of the stack nobody counts what it passes on.
  when: (stack, proxy) => !isExternal(stack, proxy) && upstreams(stack, proxy).some((upstream) => !isExternal(stack, upstream)),
  from: { share: given(w.cacheable_share) },
  value: ({ share }) => (share > 0 ? Math.round(share * 500) / 1000 : undefined),
  because: 'Half of the share that the workload says the cache may answer: the sizing rests on it.',
  source: 'workload.cacheable_share',
  examples: [{ given: { share: 0.3 }, gives: 0.15 }, { given: { share: 0 }, gives: undefined }],
});

const transactions = defineRule({
  sizes: m.transaction_age,
  on: ['postgres'],
  from: { clients: each(pooledApplications, { request: own(w.request_timeout) }) },
  value: ({ clients }) => Math.max(MINUTE, ...clients.map(({ request }) => 3 * request)),
  because: 'Three times the longest request, as long as a forgotten transaction may live: an older one holds locks and stops vacuum.',
  source: 'PostgreSQL manual, routine vacuuming; idle_in_transaction_session_timeout',
  examples: [{ given: { clients: [{ of: 'api', request: 20_000 }] }, gives: 60_000 }, { given: { clients: [{ of: 'api', request: 60_000 }] }, gives: 180_000 }, { given: { clients: [] }, gives: 60_000 }],
});

/** What the alerts of one component count against. */
export const budgetRules: readonly Rule[] = [
  databaseConnections,
  proxyConnections,
  heap,
  pool,
  inFlight,
  pythonPool,
  pythonSlots,
  decide(m.slot_use, 0.9, 'The last tenth is for a burst: beyond it requests wait for each other.', 'Plumbline', PYTHON_KINDS),
  loopDelay,
  proxyShare,
  transactions,
];

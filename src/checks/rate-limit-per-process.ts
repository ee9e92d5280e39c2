import { defineCheck } from '../model/check.ts';
import { all, own, structure } from '../model/input.ts';
import { serversOf } from '../model/stack.ts';
import { ANSWERING_KINDS } from '../model/who.ts';
import * as c from '../settings/component.ts';
import { dependency } from '../settings/found.ts';
import { processes } from './serving.ts';

/** Packages that count requests in the memory of the process unless they are given a store. */
const IN_MEMORY = ['@fastify/rate-limit', 'express-rate-limit', 'flask-limiter', 'slowapi', '@nestjs/throttler'];
/** What would hold the counts of all processes. */
const STORES = ['ioredis', 'redis', 'rate-limit-redis', '@nest-lab/throttler-storage-redis'];

/** A limit that each process counts for itself. */
export const rateLimitPerProcess = defineCheck({
  id: 'rate-limit-per-process',
  severity: 'warning',
  confidence: 'likely',
  on: ANSWERING_KINDS,
  reads: {
    packages: all(dependency), workers: processes, replicas: own(c.replicas),
    store: structure((stack, component) => serversOf(stack, component).some((server) => server.kind === 'redis')),
  },
  broken: (v) => {
    const names = v.packages.map(({ subject }) => subject);
    const limiter = names.find((name) => IN_MEMORY.includes(name));
    const counters = v.workers * v.replicas;
    if (limiter === undefined || counters <= 1 || v.store || names.some((name) => STORES.includes(name))) return undefined;
    return `${limiter} counts in each of ${v.replicas} x ${v.workers} processes for itself: a client gets up to ${counters} times the limit`;
  },
  why: 'The limit that is written is not the limit that holds, and it moves with every change of workers or replicas.',
  fix: 'count in Redis, or limit in the proxy (limit_req of nginx).',
  source: 'express-rate-limit and @fastify/rate-limit, stores; alisaifee/flask-limiter#40; Vexa#568',
  examples: {
    holds: [
      { packages: [{ subject: 'express-rate-limit', value: '7.4.0' }], workers: 1, replicas: 1, store: false },
      { packages: [{ subject: 'express-rate-limit', value: '7.4.0' }, { subject: 'rate-limit-redis', value: '4.2.0' }], workers: 4, replicas: 1, store: false },
    ],
    breaks: [{ packages: [{ subject: 'express-rate-limit', value: '7.4.0' }], workers: 4, replicas: 2, store: false }],
  },
});

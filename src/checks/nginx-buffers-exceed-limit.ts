import { defineCheck } from '../model/check.ts';
import { given, optional, own } from '../model/input.ts';
import { KiB, MiB, sum } from '../model/value.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as nginx from '../settings/nginx.ts';
import * as profile from '../settings/profile.ts';
import * as w from '../settings/workload.ts';
import { answerable } from './answerable.ts';
import { inMiB } from './words.ts';

/** Resident memory of a worker and of one connection slot in it, used or not. */
const WORKER = 6.7 * MiB;
const SLOT = 430;
/** Memory of a proxied request beside its buffers. */
const REQUEST = 5 * KiB;
/** Part of the buffers that slow clients keep filled. */
const FILLED = 0.5;
/** Buffers that every proxy needs: a target that is too much even for these is too much for the machine, and another check's business. */
const LEAST = 64 * KiB;
/** Part of the requests that carry a body. */
const WITH_BODY = 0.1;
/** Part of the requests in flight whose answer has begun: the others wait for the application and hold no buffers. */
const ANSWERED = 0.5;

/** Workers, zones and the buffers of all requests at once against the container. */
export const nginxBuffersExceedLimit = defineCheck({
  id: 'nginx-buffers-exceed-limit',
  severity: 'warning',
  confidence: 'likely',
  on: ['nginx'],
  reads: {
    workers: own(nginx.worker_processes),
    connections: own(nginx.worker_connections),
    header: own(nginx.proxy_buffer_size),
    number: own(nginx.proxy_buffers_number),
    size: own(nginx.proxy_buffers_size),
    body: own(nginx.client_body_buffer_size),
    cacheKeys: optional(own(nginx.cache_keys_zone)),
    rates: optional(own(nginx.limit_req_zone)),
    sessions: optional(own(nginx.ssl_session_cache)),
    rps: optional(given(profile.rps)),
    p95: optional(given(profile.p95)),
    capacity: answerable,
    replicas: optional(own(c.replicas)),
    tls: optional(own(nginx.tls_port)),
    cpuTime: optional(given(w.cpu_time)),
    wait: optional(given(w.wait_time)),
    response: optional(given(w.response_size)),
    limit: own(container.memory_limit),
  },
  broken: (v) => {
    const zones = sum([v.cacheKeys ?? 0, v.rates ?? 0, v.tls === undefined ? 0 : (v.sessions ?? 0)]);
    const base = v.workers * (WORKER + v.connections * SLOT) + zones;
    const each = FILLED * (v.header + Math.min(v.number * v.size, v.response ?? Infinity)) + WITH_BODY * v.body + REQUEST;
    const slots = Math.floor((v.workers * v.connections) / 2);
    const time = v.cpuTime === undefined || v.wait === undefined ? v.p95 : v.cpuTime + v.wait;
    const wanted = v.rps === undefined || time === undefined ? Infinity : (Math.min(v.rps, v.capacity ?? Infinity) * time) / 1000 / (v.replicas ?? 1);
    const requests = Number.isFinite(wanted) && v.header + v.number * v.size <= LEAST ? 0 : Math.min(slots, Math.ceil(ANSWERED * wanted));
    const need = base + requests * each;
    if (need <= v.limit) return undefined;
    const parts = `${v.workers} workers of ${v.connections} connections hold ${inMiB(base)}, ${requests} requests at once ${inMiB(requests * each)} in buffers of ${inKiB(v.header)} + ${v.number} x ${inKiB(v.size)}, half filled, and bodies of ${inKiB(v.body)}`;
    const bite = Math.floor((v.limit - base) / each);
    return `${parts}; the container has ${inMiB(v.limit)}: ${bite > 0 ? `enough for ${bite} requests` : 'not enough to start with'}`;
  },
  why: 'Slow clients keep the answers in nginx; the kernel kills its workers, and every connection that they hold is lost.',
  fix: 'smaller or fewer proxy_buffers, fewer worker_connections or worker_processes, or a larger memory limit.',
  source: 'measured: 6.7 MB a worker, 0.42 kB a connection, 22 of 41 kB of default buffers and 121 of 277 kB of 16 x 16 KiB filled by slow readers',
  examples: {
    holds: [
      { workers: 1, connections: 1024, header: 4 * KiB, number: 8, size: 4 * KiB, body: 16 * KiB, cacheKeys: undefined, rates: undefined, sessions: undefined, rps: undefined, p95: undefined, capacity: undefined, replicas: undefined, tls: undefined, cpuTime: undefined, wait: undefined, response: undefined, limit: 64 * MiB },
      { workers: 2, connections: 4096, header: 16 * KiB, number: 16, size: 16 * KiB, body: 16 * KiB, cacheKeys: undefined, rates: undefined, sessions: undefined, rps: 1000, p95: 150, capacity: undefined, replicas: undefined, tls: undefined, cpuTime: undefined, wait: undefined, response: undefined, limit: 256 * MiB },
    ],
    breaks: [
      { workers: 4, connections: 4096, header: 16 * KiB, number: 16, size: 16 * KiB, body: 128 * KiB, cacheKeys: 10 * MiB, rates: undefined, sessions: undefined, rps: undefined, p95: undefined, capacity: undefined, replicas: undefined, tls: undefined, cpuTime: undefined, wait: undefined, response: undefined, limit: 512 * MiB },
      { workers: 8, connections: 65_535, header: 4 * KiB, number: 8, size: 4 * KiB, body: 16 * KiB, cacheKeys: undefined, rates: undefined, sessions: undefined, rps: 10, p95: 100, capacity: undefined, replicas: undefined, tls: undefined, cpuTime: undefined, wait: undefined, response: undefined, limit: 256 * MiB },
    ],
  },
});

const inKiB = (bytes: number): string => `${Math.round(bytes / KiB)} KiB`;

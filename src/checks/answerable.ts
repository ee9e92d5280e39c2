import { each, first, given, optional, own, type Input } from '../model/input.ts';
import { CORE, sum } from '../model/value.ts';
import { upstreams } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as profile from '../settings/profile.ts';
import * as w from '../settings/workload.ts';
import { processes, requestThreads } from './serving.ts';

/** Above this use of its core an event loop has no room for peaks (fastify, capacity planning). */
const USABLE = 0.7;
/** The 95th percentile of an exponential response time is so many times its mean: ln 20, rounded up. */
const TAIL = 3;

const latency = given(profile.p95);
const told = each(upstreams, { capacity: own(c.capacity) });

/** Requests a second that a plan says of all applications behind a proxy. */
export const planned: Input<number> = {
  read: (scope) => {
    const applications = told.read(scope);
    if (!applications.found) return applications;
    if (applications.value.length === 0) return { found: false, missing: 'application behind it' };
    return { ...applications, value: sum(applications.value.map((one) => one.capacity)) };
  },
};

const behind = each(upstreams, {
  processes, threads: requestThreads, replicas: own(c.replicas), cpu: own(container.cpu_limit), cpuTime: first(own(w.cpu_time), given(w.cpu_time)), wait: first(own(w.wait_time), given(w.wait_time)),
});

/** What one application answers. */
interface Answering {
  readonly processes: number;
  readonly threads: number | undefined;
  readonly replicas: number;
  readonly cpu: number;
  readonly cpuTime: number;
  readonly wait: number;
}

/**
 * Requests a second that the applications behind a proxy answer within the 95th percentile asked for: a plan says it,
 * of files it follows from processes and cores. `undefined` where that is not known.
 */
export const answerable: Input<number | undefined> = optional(first(planned, {
  read: (scope) => {
    const p95 = latency.read(scope);
    const applications = behind.read(scope);
    if (!p95.found) return p95;
    if (!applications.found) return applications;
    if (applications.value.length === 0) return { found: false, missing: 'application behind it' };
    return { found: true, value: sum(applications.value.map((one) => answeredBy(one, p95.value))), entries: [] };
  },
}));

const ofTarget = each(upstreams, { rps: own(c.app_rps), capacity: own(c.capacity) });

/** What is answered of the target: by each application its own part of it at most, however much one of them could do. */
export const answeredOfTarget: Input<number | undefined> = first({
  read: (scope) => {
    const applications = ofTarget.read(scope);
    if (!applications.found) return applications;
    if (applications.value.length === 0) return { found: false, missing: 'application behind it' };
    return { ...applications, value: sum(applications.value.map((one) => Math.min(one.rps, one.capacity))) };
  },
}, answerable);

function answeredBy({ processes: count, threads, replicas, cpu, cpuTime, wait }: Answering, p95: number): number {
  if (p95 <= wait) return 0;
  const loops = Math.min(count, cpu / CORE);
  const service = (cpuTime * count) / loops;
  const use = Math.max(0, Math.min(USABLE, 1 - (TAIL * service) / (p95 - wait)));
  const byCores = (1000 * replicas * loops * use) / cpuTime;
  return Math.min(byCores, threads === undefined ? Infinity : (1000 * replicas * count * threads) / (cpuTime + wait));
}

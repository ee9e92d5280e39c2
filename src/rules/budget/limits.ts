import { each, given, own, stated, structure } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { CORE, floorTo, GiB, MiB } from '../../model/value.ts';
import { APPLICATION_KINDS, hosted, PLAN_KINDS } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as profile from '../../settings/profile.ts';
import { onMachine } from '../cluster/where.ts';
import { leastTotal, split, type Taker } from './split.ts';

const SELF = structure((_, component) => component.name);

/** What is stated too high is not the machine's fault: it is rendered, and a check says so. */
const unstated = (one: Taker): Taker => ({ ...one, fixed: one.fixed === undefined ? undefined : Math.min(one.fixed, one.floor) });

const memoryLimit = defineRule({
  sizes: container.memory_limit,
  on: PLAN_KINDS,
  from: {
    self: SELF,
    total: given(profile.allocatable_memory),
    all: each(hosted, { weight: own(c.memory_weight), floor: own(c.memory_floor), ceiling: own(c.memory_ceiling), copies: own(c.replicas), fixed: stated(container.memory_limit) }),
  },
  value: ({ self, total, all }) => {
    const least = leastTotal(all.map(unstated));
    if (least > total) return { refuse: `the components need ${Math.ceil(least / MiB)} MiB of memory; ${Math.floor(total / MiB)} MiB are left for them` };
    return floorTo(split(total, all).get(self) ?? 0, MiB);
  },
  because: 'Its share of the memory that is left for the components: the sum of all limits stays within the machine.',
  source: 'Plumbline: proportional split with floors and ceilings',
  examples: [
    { given: { self: 'db', total: 1000 * MiB, all: [taker('db', 3, 0), taker('api', 1, 0)] }, gives: 750 * MiB },
    { given: { self: 'api', total: 1000 * MiB, all: [taker('db', 9, 0), taker('api', 1, 200 * MiB)] }, gives: 200 * MiB },
    { given: { self: 'db', total: 1000 * MiB, all: [taker('db', 1, 0), { ...taker('api', 1, 0), fixed: 700 * MiB }] }, gives: 300 * MiB },
    { given: { self: 'db', total: 1000 * MiB, all: [taker('db', 1, 0), { ...taker('api', 1, 0), copies: 2, ceiling: 100 * MiB }] }, gives: 800 * MiB },
    { given: { self: 'db', total: 1000 * MiB, all: [taker('db', 1, 150 * MiB), { ...taker('api', 1, 0), fixed: 2000 * MiB }] }, gives: 150 * MiB },
    { given: { self: 'db', total: 100 * MiB, all: [taker('db', 1, 150 * MiB)] }, gives: 'refused' },
  ],
});

const cpuLimit = defineRule({
  sizes: container.cpu_limit,
  on: PLAN_KINDS,
  from: {
    self: SELF,
    total: given(profile.allocatable_cpu),
    all: each(hosted, { weight: own(c.cpu_weight), floor: own(c.cpu_floor), copies: own(c.replicas), fixed: stated(container.cpu_limit) }),
  },
  value: ({ self, total, all }) => {
    const takers = all.map((one): Taker => ({ ...one, ceiling: 1024 * CORE }));
    const least = leastTotal(takers.map(unstated));
    if (least > total) return { refuse: `the components need ${least / CORE} CPU cores; ${total / CORE} are left for them` };
    return floorTo(Math.round((split(total, takers).get(self) ?? 0) * 1000) / 1000, 10);
  },
  because: 'Its share of the CPU that is left for the components: the sum of all limits stays within the cores.',
  source: 'Plumbline: proportional split with floors',
  examples: [
    { given: { self: 'api', total: 4000, all: [share('api', 0.5), share('db', 0.3125), share('proxy', 0.125), share('cache', 0.0625)] }, gives: 2000 },
    { given: { self: 'db', total: 4000, all: [share('api', 0.5), share('db', 0.3125), share('proxy', 0.125), share('cache', 0.0625)] }, gives: 1250 },
    { given: { self: 'api', total: 100, all: [share('api', 1), share('db', 1)] }, gives: 'refused' },
  ],
});

function taker(of: string, weight: number, floor: number): Taker {
  return { of, weight, floor, ceiling: 64 * GiB, copies: 1, fixed: undefined };
}

function share(of: string, weight: number): Omit<Taker, 'ceiling'> {
  return { of, weight, floor: 100, copies: 1, fixed: undefined };
}

const memoryReservation = defineRule({
  sizes: container.memory_reservation,
  on: PLAN_KINDS,
  from: { limit: own(container.memory_limit) },
  value: ({ limit }) => limit,
  because: 'Memory cannot be squeezed: what may be used is reserved.',
  source: 'kubernetes.io, quality of service; CloudNativePG resource management',
  examples: [{ given: { limit: 512 * MiB }, gives: 512 * MiB }],
});

const guaranteedCpu = defineRule({
  id: 'postgres+redis.container.cpu_reservation',
  sizes: container.cpu_reservation,
  on: ['postgres', 'redis', 'pgbouncer', 'kafka'],
  from: { limit: own(container.cpu_limit) },
  value: ({ limit }) => limit,
  because: 'A store that waits for CPU makes everybody wait: its limit is reserved whole.',
  source: 'CloudNativePG resource management: guaranteed quality of service',
  examples: [{ given: { limit: 1250 }, gives: 1250 }],
});

const burstableCpu = defineRule({
  id: 'nginx+node.container.cpu_reservation',
  sizes: container.cpu_reservation,
  on: ['nginx', ...APPLICATION_KINDS],
  from: { limit: own(container.cpu_limit) },
  value: ({ limit }) => Math.max(10, floorTo(limit / 2, 10)),
  because: 'Half is reserved; the rest is for peaks.',
  source: 'Plumbline: utilisation is kept near half for short queues',
  examples: [{ given: { limit: 2000 }, gives: 1000 }, { given: { limit: 50 }, gives: 20 }],
});

/** Limits and reservations of every container. */
export const limitRules: readonly Rule[] = [onMachine(memoryLimit), onMachine(cpuLimit), memoryReservation, guaranteedCpu, onMachine(burstableCpu)];

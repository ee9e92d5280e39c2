import { optional, own } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { CORE, floorTo, GiB, MiB } from '../../model/value.ts';
import { APPLICATION_KINDS, PLAN_KINDS } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as exporter from '../../settings/exporter.ts';
import { USABLE } from '../demand/busy.ts';
import { cpuForPods, memoryForPods } from './node.ts';
import { inCluster } from './where.ts';

const memoryLimit = defineRule({
  id: 'cluster.container.memory_limit',
  sizes: container.memory_limit,
  on: PLAN_KINDS,
  when: inCluster,
  from: { wanted: own(c.pod_memory), least: own(c.memory_floor), room: memoryForPods, beside: optional(own(exporter.memory_limit)) },
  value: ({ wanted, least, room, beside = 0 }) => {
    const left = Math.max(0, room - beside);
    if (left < least) return { refuse: `one pod needs ${Math.ceil(least / MiB)} MiB of memory; a node has ${Math.floor(left / MiB)} MiB for it` };
    return wanted <= left ? floorTo(wanted, MiB) : { value: floorTo(left, MiB), bound: 'node' };
  },
  because: 'What the pod wants, as far as one node has it beside its DaemonSets and the pod\'s exporter: a pod never spreads over two.',
  source: 'kubernetes.io, scheduling: a pod runs on one node',
  examples: [
    { given: { wanted: GiB, least: 160 * MiB, room: 58 * GiB, beside: undefined }, gives: GiB },
    { given: { wanted: 100 * GiB, least: 160 * MiB, room: 58 * GiB, beside: undefined }, gives: 58 * GiB },
    { given: { wanted: GiB, least: 320 * MiB, room: 200 * MiB, beside: 64 * MiB }, gives: 'refused' },
  ],
});

const cpuLimit = defineRule({
  id: 'cluster.container.cpu_limit',
  sizes: container.cpu_limit,
  on: PLAN_KINDS,
  when: inCluster,
  from: { wanted: own(c.pod_cpu), room: cpuForPods, beside: optional(own(exporter.cpu_reservation)) },
  value: ({ wanted, room, beside = 0 }) => {
    const left = Math.max(0, room - beside);
    if (left < CORE) return { refuse: `one pod needs 1 CPU core; a node has ${left / CORE} for it` };
    return wanted <= left ? wanted : { value: floorTo(left, CORE), bound: 'node' };
  },
  because: 'Whole cores, as many as the pod wants and one node has beside its DaemonSets: a part of a core is throttled at every request.',
  source: 'CFS period of 100 ms; kubernetes.io, scheduling: a pod runs on one node',
  examples: [
    { given: { wanted: 2 * CORE, room: 15_590, beside: undefined }, gives: 2 * CORE },
    { given: { wanted: 20 * CORE, room: 15_590, beside: 10 }, gives: 15 * CORE },
    { given: { wanted: CORE, room: 690, beside: undefined }, gives: 'refused' },
  ],
});

const burstableCpu = defineRule({
  id: 'cluster.container.cpu_reservation',
  sizes: container.cpu_reservation,
  on: ['nginx', ...APPLICATION_KINDS],
  when: inCluster,
  from: { limit: own(container.cpu_limit) },
  value: ({ limit }) => Math.max(10, floorTo(USABLE * limit, 10)),
  because: 'What it uses at the target: nodes are counted by what pods reserve, and must have it; the rest is for peaks.',
  source: 'demand.capacity keeps 70 % use; kubernetes.io: the scheduler looks at requests alone',
  examples: [{ given: { limit: 2000 }, gives: 1400 }],
});

/** Limits and reservations of the pods of a cluster. */
export const podLimitRules: readonly Rule[] = [memoryLimit, cpuLimit, burstableCpu];

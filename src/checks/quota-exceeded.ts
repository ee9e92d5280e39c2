import { defineCheck, type Breach } from '../model/check.ts';
import type { Entry } from '../model/entry.ts';
import { all, each, own, optional, present } from '../model/input.ts';
import { counted } from '../model/quote.ts';
import { sum } from '../model/value.ts';
import { hosted } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as kubernetes from '../settings/kubernetes.ts';
import { isBeside } from './node-pods.ts';
import { inCores, inMiB } from './words.ts';

/** What the pods of a namespace take against its quotas, and each container and pod against the namespace's LimitRange. */
export const quotaExceeded = defineCheck({
  id: 'quota-exceeded',
  severity: 'error',
  confidence: 'certain',
  on: ['project'],
  when: (stack) => [...stack.entries.keys()].some((id) => id.startsWith('project.kubernetes.quota_') || /\.kubernetes\.limit_(?:pod_)?max_/.test(id)),
  reads: {
    cpu: all(kubernetes.quota_cpu), memory: all(kubernetes.quota_memory), pods: all(kubernetes.quota_pods),
    all: each(hosted, {
      namespace: optional(own(kubernetes.namespace)), replicas: optional(own(c.replicas)),
      ceiling: all(container.max_replicas), surge: all(container.max_surge), missing: optional(own(container.max_unavailable)), containerCpu: all(container.cpu_reservation), containerMemory: all(container.memory_reservation),
      containerCpuLimit: all(container.cpu_limit), containerMemoryLimit: all(container.memory_limit), podCpu: all(kubernetes.pod_cpu_request), podMemory: all(kubernetes.pod_memory_request),
      podCpuLimit: all(kubernetes.pod_cpu_limit), podMemoryLimit: all(kubernetes.pod_memory_limit), cpuLimit: present(container.cpu_limit), memoryLimit: present(container.memory_limit),
      mostCpu: present(kubernetes.limit_max_cpu), mostMemory: present(kubernetes.limit_max_memory), podMostCpu: present(kubernetes.limit_pod_max_cpu), podMostMemory: present(kubernetes.limit_pod_max_memory),
    }),
  },
  broken: (v): readonly Breach[] => [
    ...v.cpu.flatMap((quota) => overQuota(quota, v.all, (one) => (quota.subject.endsWith('limits.cpu') ? known(one.podCpuLimit, one.containerCpuLimit) : known(one.podCpu, one.containerCpu)), inCores)),
    ...v.memory.flatMap((quota) => overQuota(quota, v.all, (one) => (quota.subject.endsWith('limits.memory') ? known(one.podMemoryLimit, one.containerMemoryLimit) : known(one.podMemory, one.containerMemory)), inMiB)),
    ...v.pods.flatMap((quota) => overQuota(quota, v.all, (one) => anyOf(one).map((amount) => ({ ...amount, value: 1 })), (count) => counted(count, 'pod'))),
    ...v.all.flatMap((one) => [
      ...over(one.of, 'a container', one.cpuLimit, one.mostCpu, inCores), ...over(one.of, 'a container', one.memoryLimit, one.mostMemory, inMiB),
      ...over(one.of, 'a pod', one.podCpuLimit[0]?.value, one.podMostCpu, inCores), ...over(one.of, 'a pod', one.podMemoryLimit[0]?.value, one.podMostMemory, inMiB),
    ]),
  ],
  why: 'The API server refuses what is above: pods are missing, or an update stands still, and only the events of the ReplicaSet say why.',
  fix: 'lower the requests, limits or replicas, or raise the quota.',
  source: 'kubernetes.io, resource quotas; limit ranges',
  examples: {
    holds: [
      { cpu: [], memory: [], pods: [{ subject: 'shop pods', value: 2 }], all: [pod('api', 2, 2 ** 30), pod('api/exporter', 2, 2 ** 26)] },
      { cpu: [], memory: [{ subject: 'shop requests.memory', value: 2 ** 32 }], pods: [], all: [pod('api', 2, 2 ** 30)] },
      { cpu: [], memory: [{ subject: 'shop requests.memory', value: 2 ** 32 }], pods: [], all: [{ ...pod('api', 2, 2 ** 30), ceiling: [{ subject: '', value: 3 }], surge: [{ subject: '', value: 1 }], missing: 0 }] },
    ],
    breaks: [
      { cpu: [], memory: [{ subject: 'shop requests.memory', value: 2 ** 32 }], pods: [], all: [{ ...pod('api', 2, 2 ** 30), ceiling: [{ subject: '', value: 6 }] }] },
      { cpu: [], memory: [{ subject: 'shop requests.memory', value: 2 ** 32 }], pods: [], all: [{ ...pod('api', 4, 2 ** 30), surge: [{ subject: '', value: 1 }], missing: 0 }] },
      { cpu: [], memory: [{ subject: 'shop requests.memory', value: 2 ** 32 }], pods: [], all: [pod('api', 3, 2 ** 30), pod('db', 1, 2 ** 31)] },
      { cpu: [], memory: [], pods: [{ subject: 'shop pods', value: 2 }], all: [pod('api', 3, 2 ** 30)] },
      { cpu: [], memory: [], pods: [{ subject: 'shop pods', value: 2 }], all: [{ ...pod('db', 3, 2 ** 30), podMemory: [], containerMemory: [{ subject: '', value: 2 ** 30 }] }] },
      { cpu: [], memory: [], pods: [], all: [{ ...pod('api', 1, 2 ** 30), memoryLimit: 2 ** 31, mostMemory: 2 ** 30 }] },
    ],
  },
});

interface Pod {
  readonly of: string;
  readonly namespace: string | undefined;
  readonly replicas: number | undefined;
  readonly ceiling: readonly Amount[];
  readonly surge: readonly Amount[];
  readonly missing: number | undefined;
  readonly podCpu: readonly Amount[];
  readonly podMemory: readonly Amount[];
  readonly podCpuLimit: readonly Amount[];
  readonly podMemoryLimit: readonly Amount[];
  readonly containerCpu: readonly Amount[];
  readonly containerMemory: readonly Amount[];
  readonly containerCpuLimit: readonly Amount[];
  readonly containerMemoryLimit: readonly Amount[];
}

/** None or one value, with its place. */
interface Amount {
  readonly value: number;
  readonly entry?: Entry;
}

const anyOf = (one: Pod): readonly Amount[] =>
  [one.podCpu, one.podMemory, one.podCpuLimit, one.podMemoryLimit, one.containerCpu, one.containerMemory].find((amounts) => amounts.length > 0) ?? [];

/** Where an operator makes the pods, those of the only container that is known of them. */
const known = (pod: readonly Amount[], container: readonly Amount[]): readonly Amount[] => (pod.length > 0 ? pod : container);

interface Quota extends Amount {
  readonly subject: string;
}

/** The pods of one component under a quota: how many, as many as the autoscaler may start, and one more in a rolling update that lets none go first. */
interface Taking extends Amount {
  readonly of: string;
  readonly replicas: number;
  readonly ceiling: number;
  readonly surge: number;
  /** What says how many there may be beyond the replicas. */
  readonly more: readonly Entry[];
}

/** The sum of what is known; what is not known can only add to it. At the replicas pods are missing; beyond them, they will be. */
function overQuota(quota: Quota, pods: readonly Pod[], take: (one: Pod) => readonly Amount[], show: (value: number) => string): readonly Breach[] {
  const [namespace] = quota.subject.split(' ');
  const taking = pods.filter((one) => one.namespace === namespace && !isBeside(one.of, pods.map(({ of }) => of))).flatMap((one) => take(one).slice(0, 1).map((amount): Taking => ({
    of: one.of, value: amount.value, replicas: one.replicas ?? 0, ceiling: Math.max(one.replicas ?? 0, one.ceiling[0]?.value ?? 0), surge: one.missing === 0 ? (one.surge[0]?.value ?? 0) : 0,
    ...(amount.entry === undefined ? {} : { entry: amount.entry }), more: [...one.ceiling, ...one.surge].flatMap(({ entry }) => entry ?? []),
  })));
  const atBase = taking.map((one) => [one, one.replicas] as const);
  if (total(atBase) > quota.value) return [breach(quota, atBase, show)];
  const atCeiling = taking.map((one) => [one, one.ceiling] as const);
  if (total(atCeiling) > quota.value) return [{ ...breach(quota, atCeiling, show, 'with the autoscalers at their ceiling '), severity: 'warning' }];
  const rolled = taking.map((one) => atCeiling.map(([other, count]) => [other, other === one ? count + one.surge : count] as const)).find((pairs) => total(pairs) > quota.value);
  return rolled === undefined ? [] : [{ ...breach(quota, rolled, show, 'in a rolling update '), severity: 'warning' }];
}

type Counted = readonly (readonly [one: Taking, count: number])[];

const total = (pods: Counted): number => sum(pods.map(([{ value }, count]) => count * value));

function breach({ subject, value, entry }: Quota, pods: Counted, show: (value: number) => string, when = ''): Breach {
  const [namespace, resource] = subject.split(' ');
  const terms = pods.map(([one, count]) => `${one.of} ${count} x ${show(one.value)}`).join(' + ');
  return { message: `${when}${terms} = ${show(total(pods))}${resource === 'pods' ? '' : ` of ${resource}`}; the quota of ${namespace} is ${show(value)}`, entries: [entry, ...pods.flatMap(([one]) => [one.entry, ...(when === '' ? [] : one.more)])].flatMap((one) => one ?? []) };
}

const over = (of: string, what: string, limit: number | undefined, most: number | undefined, show: (value: number) => string): readonly Breach[] =>
  limit !== undefined && most !== undefined && limit > most ? [{ message: `${of} has a limit of ${show(limit)}; the LimitRange allows ${what} ${show(most)}` }] : [];

/** A record of the examples. */
function pod(of: string, replicas: number, memory: number) {
  return {
    of, namespace: 'shop', replicas, ceiling: [], surge: [], missing: undefined, containerCpu: [], containerMemory: [], containerCpuLimit: [], containerMemoryLimit: [], podCpu: [], podMemory: [{ subject: '', value: memory }], podCpuLimit: [], podMemoryLimit: [],
    cpuLimit: undefined, memoryLimit: undefined, mostCpu: undefined, mostMemory: undefined, podMostCpu: undefined, podMostMemory: undefined,
  };
}

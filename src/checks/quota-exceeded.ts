import { defineCheck, type Breach } from '../model/check.ts';
import type { Entry } from '../model/entry.ts';
import { all, each, own, optional, present } from '../model/input.ts';
import { counted } from '../model/quote.ts';
import { sum } from '../model/value.ts';
import { hosted } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as kubernetes from '../settings/kubernetes.ts';
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
      namespace: optional(own(kubernetes.namespace)), replicas: optional(own(c.replicas)), podCpu: all(kubernetes.pod_cpu_request), podMemory: all(kubernetes.pod_memory_request),
      podCpuLimit: all(kubernetes.pod_cpu_limit), podMemoryLimit: all(kubernetes.pod_memory_limit), cpuLimit: present(container.cpu_limit), memoryLimit: present(container.memory_limit),
      mostCpu: present(kubernetes.limit_max_cpu), mostMemory: present(kubernetes.limit_max_memory), podMostCpu: present(kubernetes.limit_pod_max_cpu), podMostMemory: present(kubernetes.limit_pod_max_memory),
    }),
  },
  broken: (v): readonly Breach[] => [
    ...v.cpu.flatMap((quota) => overQuota(quota, v.all, (one) => (quota.subject.endsWith('limits.cpu') ? one.podCpuLimit : one.podCpu), inCores)),
    ...v.memory.flatMap((quota) => overQuota(quota, v.all, (one) => (quota.subject.endsWith('limits.memory') ? one.podMemoryLimit : one.podMemory), inMiB)),
    ...v.pods.flatMap((quota) => overQuota(quota, v.all, (one) => anyOf(one).map((amount) => ({ ...amount, value: 1 })), (count) => counted(count, 'pod'))),
    ...v.all.flatMap((one) => [
      ...over(one.of, 'a container', one.cpuLimit, one.mostCpu, inCores), ...over(one.of, 'a container', one.memoryLimit, one.mostMemory, inMiB),
      ...over(one.of, 'a pod', one.podCpuLimit[0]?.value, one.podMostCpu, inCores), ...over(one.of, 'a pod', one.podMemoryLimit[0]?.value, one.podMostMemory, inMiB),
    ]),
  ],
  why: 'The API server refuses what is above: pods are missing, and only the events of the ReplicaSet say why.',
  fix: 'lower the requests, limits or replicas, or raise the quota.',
  source: 'kubernetes.io, resource quotas; limit ranges',
  examples: {
    holds: [{ cpu: [], memory: [{ subject: 'shop requests.memory', value: 2 ** 32 }], pods: [], all: [pod('api', 2, 2 ** 30)] }],
    breaks: [
      { cpu: [], memory: [{ subject: 'shop requests.memory', value: 2 ** 32 }], pods: [], all: [pod('api', 3, 2 ** 30), pod('db', 1, 2 ** 31)] },
      { cpu: [], memory: [], pods: [{ subject: 'shop pods', value: 2 }], all: [pod('api', 3, 2 ** 30)] },
      { cpu: [], memory: [], pods: [], all: [{ ...pod('api', 1, 2 ** 30), memoryLimit: 2 ** 31, mostMemory: 2 ** 30 }] },
    ],
  },
});

interface Pod {
  readonly of: string;
  readonly namespace: string | undefined;
  readonly replicas: number | undefined;
  readonly podCpu: readonly Amount[];
  readonly podMemory: readonly Amount[];
  readonly podCpuLimit: readonly Amount[];
  readonly podMemoryLimit: readonly Amount[];
}

/** None or one value, with its place. */
interface Amount {
  readonly value: number;
  readonly entry?: Entry;
}

const anyOf = (one: Pod): readonly Amount[] => [one.podCpu, one.podMemory, one.podCpuLimit, one.podMemoryLimit].find((amounts) => amounts.length > 0) ?? [];

/** The sum of what is known; what is not known can only add to it. */
function overQuota(quota: { readonly subject: string; readonly value: number; readonly entry?: Entry }, pods: readonly Pod[], take: (one: Pod) => readonly Amount[], show: (value: number) => string): readonly Breach[] {
  const [namespace, resource] = quota.subject.split(' ');
  const taking = pods.filter((one) => one.namespace === namespace).flatMap((one) => take(one).slice(0, 1).map((amount) => ({ ...amount, of: one.of, replicas: one.replicas ?? 0 })));
  const total = sum(taking.map((one) => one.replicas * one.value));
  if (total <= quota.value) return [];
  const terms = taking.map((one) => `${one.of} ${one.replicas} x ${show(one.value)}`).join(' + ');
  return [{ message: `${terms} = ${show(total)}${resource === 'pods' ? '' : ` of ${resource}`}; the quota of ${namespace} is ${show(quota.value)}`, entries: [quota, ...taking].flatMap(({ entry }) => entry ?? []) }];
}

const over = (of: string, what: string, limit: number | undefined, most: number | undefined, show: (value: number) => string): readonly Breach[] =>
  limit !== undefined && most !== undefined && limit > most ? [{ message: `${of} has a limit of ${show(limit)}; the LimitRange allows ${what} ${show(most)}` }] : [];

/** A record of the examples. */
function pod(of: string, replicas: number, memory: number) {
  return {
    of, namespace: 'shop', replicas, podCpu: [], podMemory: [{ subject: '', value: memory }], podCpuLimit: [], podMemoryLimit: [],
    cpuLimit: undefined, memoryLimit: undefined, mostCpu: undefined, mostMemory: undefined, podMostCpu: undefined, podMostMemory: undefined,
  };
}

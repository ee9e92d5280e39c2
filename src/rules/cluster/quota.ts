import { structure, type Input } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { GiB, MiB, sum } from '../../model/value.ts';
import * as cluster from '../../settings/cluster.ts';
import { podsAtOnce, type AtOnce } from './at-once.ts';

const ON = ['cluster'];
const SOURCE = 'kubernetes.io, resource quotas';
const BECAUSE = 'Every pod that can exist at once, autoscalers at their ceiling and a rolling update of everything under way, and the largest once more for a job of an operator: a mistake takes no more of the cluster than that.';

/** What is counted, as Kubernetes names it. */
const RESOURCE: Input<string> = structure((_, __, subject) => subject ?? '');

/** What one pod takes of a resource: `requests.cpu`, `limits.memory`, … */
function taken({ containers }: AtOnce, resource: string): number {
  const side = resource.startsWith('limits.') ? 'limit' : 'request';
  const of = resource.endsWith('.cpu') ? 'cpu' : resource.endsWith('.memory') ? 'memory' : 'disk';
  return sum(containers.map((container) => container[of][side]));
}

/** The sum over all pods, and the largest of them once more; `undefined` where none takes any. */
const andOneMore = (pods: readonly AtOnce[], take: (one: AtOnce) => number): number | undefined =>
  pods.length === 0 ? undefined : sum(pods.map((one) => one.most * take(one))) + Math.max(...pods.map(take)) || undefined;

const cpu = defineRule({
  sizes: cluster.quota_cpu,
  on: ON,
  from: { resource: RESOURCE, pods: podsAtOnce },
  value: ({ resource, pods }) => andOneMore(pods, (one) => taken(one, resource)),
  because: BECAUSE,
  source: SOURCE,
  examples: [
    { given: { resource: 'limits.cpu', pods: [pod('api', 4, 2000), pod('db', 1, 4000)] }, gives: 16_000 },
    { given: { resource: 'requests.cpu', pods: [pod('api', 4, 2000), pod('db', 1, 4000)] }, gives: 8000 },
    { given: { resource: 'requests.cpu', pods: [] }, gives: undefined },
  ],
});

const bytes = defineRule({
  sizes: cluster.quota_bytes,
  on: ON,
  from: { resource: RESOURCE, pods: podsAtOnce },
  value: ({ resource, pods }) => andOneMore(pods, (one) => (resource === 'requests.storage' ? sum(one.volumes) : taken(one, resource))),
  because: BECAUSE,
  source: SOURCE,
  examples: [
    { given: { resource: 'limits.memory', pods: [pod('api', 4, 2000), pod('db', 1, 4000)] }, gives: 6 * GiB },
    { given: { resource: 'requests.ephemeral-storage', pods: [pod('api', 4, 2000), pod('db', 1, 4000)] }, gives: 1536 * MiB },
    { given: { resource: 'requests.storage', pods: [pod('api', 4, 2000), { ...pod('db', 1, 4000), volumes: [10 * GiB, 2 * GiB] }] }, gives: 24 * GiB },
    { given: { resource: 'requests.storage', pods: [pod('api', 4, 2000)] }, gives: undefined },
  ],
});

const count = defineRule({
  sizes: cluster.quota_count,
  on: ON,
  from: { resource: RESOURCE, pods: podsAtOnce },
  value: ({ resource, pods }) => andOneMore(pods, (one) => (resource === 'pods' ? 1 : one.volumes.length)),
  because: BECAUSE,
  source: SOURCE,
  examples: [
    { given: { resource: 'pods', pods: [pod('api', 4, 2000), pod('db', 1, 4000)] }, gives: 6 },
    { given: { resource: 'persistentvolumeclaims', pods: [pod('api', 4, 2000), { ...pod('db', 3, 4000), volumes: [10 * GiB, 2 * GiB] }] }, gives: 8 },
  ],
});

/** A record of the examples: half of the CPU limit is reserved. */
function pod(of: string, most: number, limit: number): AtOnce {
  return { of, most, containers: [{ cpu: { request: limit / 2, limit }, memory: { request: GiB, limit: GiB }, disk: { request: 256 * MiB, limit: 256 * MiB } }], volumes: [] };
}

/** What the namespace may take in all. */
export const quotaRules: readonly Rule[] = [cpu, bytes, count];

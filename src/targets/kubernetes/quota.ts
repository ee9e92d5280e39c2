import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { entryOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import { part, type Stack } from '../../model/stack.ts';
import * as cluster from '../../settings/cluster.ts';
import { namespaceOf } from './labels.ts';
import { add } from './plain-object.ts';
import { spelled } from './tuned.ts';

const CLUSTER = part('cluster');

/** Adds what the namespace may take in all: as much as its pods can ever be, and no more. */
export function addQuota(chart: Chart, plan: Stack): void {
  const own = spelled(plan, CLUSTER);
  const hard = Object.fromEntries([
    ...subjects(plan, cluster.quota_cpu).map((resource) => [resource, own.cores(cluster.quota_cpu, resource)] as const),
    ...subjects(plan, cluster.quota_bytes).map((resource) => [resource, own.bytes(cluster.quota_bytes, resource)] as const),
    ...subjects(plan, cluster.quota_count).map((resource) => [resource, k8s.Quantity.fromNumber(own.number(cluster.quota_count, resource))] as const),
  ].sort(([a], [b]) => (a < b ? -1 : 1)));
  if (Object.keys(hard).length === 0) return;
  add(chart, k8s.KubeResourceQuota, { metadata: { name: namespaceOf(plan), namespace: namespaceOf(plan) }, spec: { hard } });
}

/** What the plan has a value of the setting for. */
const subjects = (plan: Stack, setting: Setting): readonly string[] => (setting.subjects ?? []).filter((subject) => entryOf(plan, CLUSTER, setting, subject) !== undefined);

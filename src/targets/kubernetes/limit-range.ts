import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { entryOf } from '../../model/lookup.ts';
import { part, type Stack } from '../../model/stack.ts';
import * as cluster from '../../settings/cluster.ts';
import { namespaceOf } from './labels.ts';
import { add } from './plain-object.ts';
import { spelled } from './tuned.ts';

const CLUSTER = part('cluster');
type Bound = 'default' | 'defaultRequest' | 'max' | 'min';

/** Adds what one container may take, and what it is given where it states nothing: without that the quota would refuse it. */
export function addLimitRange(chart: Chart, plan: Stack): void {
  if (entryOf(plan, CLUSTER, cluster.limit_cpu, 'max') === undefined) return;
  const own = spelled(plan, CLUSTER);
  const amounts = (bound: Bound): { [resource: string]: k8s.Quantity } => ({
    cpu: own.cores(cluster.limit_cpu, bound),
    'ephemeral-storage': own.bytes(cluster.limit_ephemeral_storage, bound),
    memory: own.bytes(cluster.limit_memory, bound),
  });
  add(chart, k8s.KubeLimitRange, {
    metadata: { name: namespaceOf(plan), namespace: namespaceOf(plan) },
    spec: { limits: [{ type: 'Container', default: amounts('default'), defaultRequest: amounts('defaultRequest'), max: amounts('max'), min: amounts('min') }] },
  });
}

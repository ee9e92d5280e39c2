import type { k8s } from 'cdk8s-plus-27';
import type { Plain, PlainMap } from '../../../formats/yaml-print.ts';
import { entryOf } from '../../../model/lookup.ts';
import { part, type Component, type Stack } from '../../../model/stack.ts';
import * as cluster from '../../../settings/cluster.ts';
import * as container from '../../../settings/container.ts';
import { resourcesOf } from '../container.ts';
import { spelled, tuned, type Spelled } from '../tuned.ts';

/** A quantity as a custom resource takes it: cdk8s's class is for its own kinds. */
export const quantity = (of: k8s.Quantity): Plain => of.value as Plain;

/** Requests and limits of a container, plain. */
export function plainResources(own: Spelled): PlainMap {
  const { requests, limits } = resourcesOf(own);
  const plain = (list: Readonly<Record<string, k8s.Quantity>>): PlainMap => Object.fromEntries(Object.entries(list).map(([name, value]) => [name, quantity(value)]));
  return { requests: plain(requests), limits: plain(limits) };
}

/** The class of the volumes, where the profile names one. */
export function storageClass(plan: Stack, key: 'storageClass' | 'storageClassName' | 'class' = 'storageClass'): PlainMap {
  const entry = entryOf(plan, part('cluster'), cluster.storage_class);
  return entry === undefined ? {} : { [key]: tuned(entry.value, entry) };
}

/** Pods spread over the zones, as far as the nodes allow. */
export const zoneSpread = (plan: Stack, component: Component, pods: PlainMap): readonly PlainMap[] => [
  { labelSelector: { matchLabels: pods }, maxSkew: spelled(plan, component).number(container.topology_max_skew), topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
];

import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { part, type Component, type Stack } from '../../model/stack.ts';
import type { Setting } from '../../model/setting.ts';
import * as cluster from '../../settings/cluster.ts';
import { namespaceOf } from './labels.ts';
import { add } from './plain-object.ts';
import { spelled } from './tuned.ts';

/** Kinds whose pods hold data, or stand between it and everybody. */
const STORES: readonly string[] = ['postgres', 'redis', 'kafka', 'pgbouncer'];

/** Classes belong to the whole cluster: their names begin with the stack's namespace. */
const stores = (plan: Stack): string => `${namespaceOf(plan)}-stores`;
const stateless = (plan: Stack): string => `${namespaceOf(plan)}-stateless`;

/** The class of a component's pods. */
export const priorityClassOf = (plan: Stack, component: Component): string => (STORES.includes(component.kind) ? stores(plan) : stateless(plan));

/** Adds the classes of priority: they order the stack's own pods, and evict nobody else's. */
export function addPriorityClasses(chart: Chart, plan: Stack): void {
  addClass(chart, plan, stores(plan), 'Placed first and evicted last: pods that hold data', cluster.store_priority);
  addClass(chart, plan, stateless(plan), 'Pods that hold no data', cluster.stateless_priority);
}

const addClass = (chart: Chart, plan: Stack, name: string, description: string, setting: Setting<number>): void =>
  add(chart, k8s.KubePriorityClass, { metadata: { name }, description, globalDefault: false, preemptionPolicy: 'Never', value: spelled(plan, part('cluster')).number(setting) });

import { Chart, type App } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Stack } from '../../model/stack.ts';
import { namespaceOf, podSecurityLabels, stackLabels } from './labels.ts';
import { addLimitRange } from './limit-range.ts';
import { addDefaultDeny } from './network.ts';
import { add } from './plain-object.ts';
import { addPriorityClasses } from './priority.ts';
import { addQuota } from './quota.ts';

/** What belongs to no single component: the namespace and what holds in all of it. */
export function sharedChart(app: App, plan: Stack): Chart {
  // No component's name has a dot.
  const chart = new Chart(app, 'stack.shared', { labels: stackLabels(plan), disableResourceNameHashes: true });
  add(chart, k8s.KubeNamespace, { metadata: { name: namespaceOf(plan), labels: podSecurityLabels } });
  addPriorityClasses(chart, plan);
  addQuota(chart, plan);
  addLimitRange(chart, plan);
  addDefaultDeny(chart, plan);
  return chart;
}

/** What somebody who applies it should know. */
export const sharedNotes: readonly string[] = ['The Namespace and the PriorityClasses belong to the whole cluster: making them takes the rights of its administrators.'];

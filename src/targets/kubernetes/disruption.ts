import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Component, Stack } from '../../model/stack.ts';
import * as container from '../../settings/container.ts';
import { podsOf } from './labels.ts';
import { add } from './plain-object.ts';
import { spelled } from './tuned.ts';

/** Adds the budget of evictions. A pod that is ill anyway may always go: it must not keep a node from being drained. */
export function addDisruptionBudget(chart: Chart, plan: Stack, component: Component): void {
  add(chart, k8s.KubePodDisruptionBudget, {
    metadata: { name: component.name },
    spec: {
      maxUnavailable: spelled(plan, component).intOrString(container.pdb_max_unavailable),
      selector: { matchLabels: podsOf(plan, component) },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
}

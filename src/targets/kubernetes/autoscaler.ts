import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { valueOf } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { isAutoscaled } from '../autoscaled.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import { add } from './plain-object.ts';
import { spelled, type Spelled } from './tuned.ts';

/** Adds the autoscaler of a component that has one. It looks at memory only where the plan says so: the mean over the pods prevents no kill. */
export function addAutoscaler(chart: Chart, plan: Stack, component: Component): void {
  if (!isAutoscaled(plan, component)) return;
  const own = spelled(plan, component);
  add(chart, k8s.KubeHorizontalPodAutoscalerV2, {
    metadata: { name: component.name },
    spec: {
      scaleTargetRef: { apiVersion: k8s.KubeDeployment.GVK.apiVersion, kind: k8s.KubeDeployment.GVK.kind, name: component.name },
      minReplicas: own.number(c.replicas),
      maxReplicas: own.number(container.max_replicas),
      metrics: [
        utilization('cpu', own.number(container.hpa_cpu_utilization)),
        ...(valueOf(plan, component, container.hpa_memory_utilization) === undefined ? [] : [utilization('memory', own.number(container.hpa_memory_utilization))]),
      ],
      behavior: behavior(own),
    },
  });
}

const utilization = (name: 'cpu' | 'memory', averageUtilization: number): k8s.MetricSpecV2 => ({ type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } });

const behavior = (own: Spelled): k8s.HorizontalPodAutoscalerBehaviorV2 => ({
  scaleUp: steps(own.seconds(container.hpa_scale_up_window), own.number(container.hpa_scale_up_percent), own.number(container.hpa_scale_up_pods), own.seconds(container.hpa_scale_up_period)),
  scaleDown: steps(own.seconds(container.hpa_scale_down_window), own.number(container.hpa_scale_down_percent), own.number(container.hpa_scale_down_pods), own.seconds(container.hpa_scale_down_period)),
});

/** One side: of its two policies the one that moves more pods counts. */
const steps = (stabilizationWindowSeconds: number, percent: number, pods: number, periodSeconds: number): k8s.HpaScalingRulesV2 => ({
  stabilizationWindowSeconds,
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: percent, periodSeconds }, { type: 'Pods', value: pods, periodSeconds }],
});

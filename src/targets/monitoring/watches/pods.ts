import { isCluster } from '../../../model/stack.ts';
import * as container from '../../../settings/container.ts';
import * as m from '../../../settings/monitoring.ts';
import { namespaceOf } from '../../kubernetes/labels.ts';
import { isAutoscaled } from '../../autoscaled.ts';
import { budgetsOf, type Budget } from '../budget.ts';
import { kubelet, state } from '../metrics.ts';
import { podsOf, type Claims, type Pods } from '../pods.ts';
import { cores, duration, matchers, plain, promql } from '../promql.ts';
import { together, type Alert, type Watch } from '../rule.ts';
import type { Watched } from '../watched.ts';
import { filled, filling } from './volume.ts';

/** A component's pods in Kubernetes, from the kubelet and kube-state-metrics; `counted` are the budgets that the server itself tells of. */
export function podsWatch(of: Watched, counted: ReadonlySet<string>): Watch {
  const pods = podsOf(of.plan, of.component);
  const resources = [memory(of, pods), cpu(of, pods)].filter(({ name }) => !counted.has(name));
  const claims = counted.has('volume') ? [] : pods.claims;
  return together(
    budgetsOf(of, [...resources, ...claims.map((one) => volume(of, one))]),
    ...(isFullByDesign(of) ? [] : claims.map(({ budget }) => filling(of, budget))),
    { recordings: [], alerts: [...notReady(of, pods), killed(of, pods), throttled(of, pods), ...stuck(of, pods), ...ceiling(of)] },
  );
}

/** What reads and writes files fills its container with them; the kernel takes that memory back when it is needed, so that a full one is no danger. */
const READS_FILES: readonly string[] = ['nginx', 'postgres', 'kafka'];

/** The check that relates the memory of a server to its limit. */
const MEMORY_CHECKS: Readonly<Record<string, string>> = {
  nginx: 'nginx-buffers-exceed-limit', node: 'heap-exceeds-limit', next: 'heap-exceeds-limit', gunicorn: 'workers-exceed-memory', uvicorn: 'workers-exceed-memory', python: 'workers-exceed-memory', postgres: 'postgres-memory-exceeds-limit', redis: 'redis-exceeds-limit',
};
const memoryCheck = ({ component: { kind } }: Watched): { readonly check?: string } => (MEMORY_CHECKS[kind] === undefined ? {} : { check: MEMORY_CHECKS[kind] });

const memory = (of: Watched, pods: Pods): Budget => ({
  name: 'memory', used: promql`max by (pod) (${kubelet.memory}${pods.containers()})`, limit: plain(of.own(container.memory_limit)),
  ...(READS_FILES.includes(of.component.kind) ? {} : {
    alert: {
      name: 'MemoryNearLimit', from: of.given(m.memory_use), ...memoryCheck(of),
      summary: `${of.component.name}: {{ $labels.pod }} holds {{ $value | humanizePercentage }} of the memory of its container`,
      description: 'At the limit the kernel kills it.',
    },
  }),
});

const cpu = ({ component: { name }, own, given }: Watched, pods: Pods): Budget => ({
  name: 'cpu', used: promql`max by (pod) (rate(${kubelet.cpu}${pods.containers()}[${duration(given(m.rate_window))}]))`, limit: cores(own(container.cpu_limit)),
  alert: {
    name: 'CpuNearLimit', from: given(m.cpu_use), check: 'target-exceeds-capacity',
    summary: `${name}: {{ $labels.pod }} uses {{ $value | humanizePercentage }} of its CPU`,
    description: 'The next burst waits. Compare the rate of requests with the target: above it the stack needs more, below it a request has become dearer.',
  },
});

/** A queue keeps messages until its retention, however fast it fills up to there. */
const isFullByDesign = ({ component: { kind } }: Watched): boolean => kind === 'kafka';

const volume = (of: Watched, { budget, series, size }: Claims): Budget => ({
  name: budget, used: promql`max by (persistentvolumeclaim) (${kubelet.volumeUsed}${series})`, limit: plain(size),
  alert: {
    ...filled(of), name: 'VolumeNearlyFull', from: of.given(isFullByDesign(of) ? m.retention_use : m.disk_use),
    summary: `${of.component.name}: {{ $value | humanizePercentage }} of {{ $labels.persistentvolumeclaim }} is used`,
  },
});

/** Pods of an operator are judged one by one: which controller it makes is its business. */
function notReady(of: Watched, pods: Pods): readonly Alert[] {
  const { component: { name }, plan, given } = of;
  const found = {
    Deployment: promql`${state.deploymentUnavailable}${matchers({ namespace: namespaceOf(plan), deployment: name })} > 0`,
    StatefulSet: promql`${state.statefulSetReplicas}${matchers({ namespace: namespaceOf(plan), statefulset: name })} - ${state.statefulSetReady}${matchers({ namespace: namespaceOf(plan), statefulset: name })} > 0`,
    operator: promql`count(${state.podReady}${pods.pods({ condition: 'true' })} == 0) > 0`,
  }[pods.controller];
  return [{
    name: 'PodsNotReady', severity: 'warning', component: name, expression: found, lasting: duration(given(m.for_cause)),
    summary: `${name}: {{ $value }} of its pods are not ready`,
    description: 'What is left carries the load without reserve. kubectl describe and the log of the pod say what it waits for: an image, a volume, a node with room, or its own probes.',
    ...(isCluster(plan) ? { check: 'pod-exceeds-node' } : {}),
  }];
}

const killed = (of: Watched, pods: Pods): Alert => ({
  name: 'ContainerKilled', severity: 'warning', component: of.component.name,
  expression: promql`increase(${state.restarts}${pods.containers()}[${duration(of.given(m.restart_window))}]) > 0 and on (namespace, pod, container) ${state.lastTerminated}${pods.containers({ reason: 'OOMKilled' })} == 1`,
  summary: `${of.component.name}: {{ $labels.pod }} was killed at its memory limit`,
  description: 'It took more than the plan gives it. What grew? Its own log ends without a word.',
  ...memoryCheck(of),
});

const throttled = (of: Watched, pods: Pods): Alert => {
  const window = duration(of.given(m.rate_window));
  return {
    name: 'CpuThrottled', severity: 'warning', component: of.component.name, lasting: duration(of.given(m.for_cause)),
    expression: promql`sum by (pod) (rate(${kubelet.throttled}${pods.containers()}[${window}])) / sum by (pod) (rate(${kubelet.periods}${pods.containers()}[${window}])) > ${plain(of.given(m.throttled_share))}`,
    summary: `${of.component.name}: {{ $labels.pod }} is held back in {{ $value | humanizePercentage }} of the periods of the scheduler`,
    description: 'Its CPU limit stops it in the middle of requests, and the slowest of them show it. More replicas, or a higher limit.',
  };
};

function stuck(of: Watched, { controller }: Pods): readonly Alert[] {
  if (controller !== 'Deployment') return [];
  const { component: { name }, plan, own } = of;
  return [{
    name: 'RolloutStuck', severity: 'warning', component: name,
    expression: promql`${state.deploymentCondition}${matchers({ namespace: namespaceOf(plan), deployment: name, condition: 'Progressing', status: 'false' })} == 1`,
    summary: `${name}: a rollout has made no progress for ${duration(own(container.progress_deadline)).text}`,
    description: `The old version serves on. kubectl rollout undo deployment/${name} goes back to it.`,
    check: 'rollout-deadlock',
  }];
}

function ceiling(of: Watched): readonly Alert[] {
  const { component: { name }, plan, own, given } = of;
  if (!isAutoscaled(plan, of.component)) return [];
  const most = plain(own(container.max_replicas));
  return [{
    name: 'AutoscalerAtCeiling', severity: 'warning', component: name, lasting: duration(given(m.for_cause)),
    expression: promql`${state.autoscalerReplicas}${matchers({ namespace: namespaceOf(plan), horizontalpodautoscaler: name })} >= ${most}`,
    summary: `${name}: the autoscaler runs {{ $value }} pods and may start no more than ${most.text}`,
    description: 'The load is beyond what the stack was sized for. The ceiling follows from the connections that the database carries: raise the target in the profile, not the ceiling alone.',
    check: 'autoscale-exceeds-connections',
  }];
}

import { at, countAt, listAt, objectsOf, scalarAt, textAt, type KubernetesObject, type Node, type TextNode } from '../../formats/kubernetes-object.ts';
import { countOrShare } from '../../formats/kubernetes-quantity.ts';
import { defaultEntry } from '../../model/entry.ts';
import { grouped } from '../../model/grouped.ts';
import type { Setting } from '../../model/setting.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as kubernetes from '../../settings/kubernetes.ts';
import { behaviorEntries } from './behavior.ts';
import { budgetsOf } from './budgets.ts';
import { allStated, entriesOnly, NOTHING_STATED, seconds, stateNode, unknownValue, wholeNumber, type Stated } from './stating.ts';
import { sameNamespace, type Workload } from './workload.ts';

/** How many pods a workload has, who changes that number, and how they are replaced. */
export function scalingEntries(objects: readonly KubernetesObject[], workload: Workload, component: string): Stated {
  const { tree, kind } = workload.object;
  const scaler = scalerOf(objects, workload);
  const own = scalarAt(tree, 'spec', kind === 'Job' ? 'parallelism' : 'replicas') ?? scalarAt(tree, 'spec', 'jobTemplate', 'spec', 'parallelism');
  const floor = scalarAt(scaler?.tree, 'spec', 'minReplicas');
  const replicas = Number(floor?.text ?? (scaler === undefined ? (own?.text ?? '1') : '1'));
  const count = kind === 'DaemonSet' ? unknownValue(component, c.replicas, 'a DaemonSet runs one pod on every node', workload.object.tree.at)
    : floor !== undefined ? stateNode(component, c.replicas, 'minReplicas', floor, wholeNumber)
    : scaler !== undefined || own === undefined ? entriesOnly([defaultEntry(component, c.replicas, 1, 'Kubernetes')])
    : stateNode(component, c.replicas, 'replicas', own, wholeNumber);
  return allStated([
    count,
    ...(scaler === undefined ? [] : [
      stateNode(component, kubernetes.stated_replicas, 'replicas', own, wholeNumber),
      stateNode(component, kubernetes.min_replicas, 'minReplicas', floor, wholeNumber),
      stateNode(component, container.max_replicas, 'maxReplicas', scalarAt(scaler.tree, 'spec', 'maxReplicas'), wholeNumber),
      behaviorEntries(component, scaler),
    ]),
    ...budgetsOf(objects, workload).map(({ tree: budget }) => budgetEntries(component, budget, replicas)),
    rollout(workload, component, replicas),
  ]);
}

/** The autoscaler of a workload. */
const scalerOf = (objects: readonly KubernetesObject[], { object: { kind, name }, object: own }: Workload): KubernetesObject | undefined =>
  scalersOf(objects).get(`${kind} ${name}`)?.find((object) => sameNamespace(object, own));

const scalers = new WeakMap<readonly KubernetesObject[], ReadonlyMap<string, readonly KubernetesObject[]>>();

/** Autoscalers by the kind and name of what they scale. */
function scalersOf(objects: readonly KubernetesObject[]): ReadonlyMap<string, readonly KubernetesObject[]> {
  const target = ({ tree }: KubernetesObject): string => `${textAt(tree, 'spec', 'scaleTargetRef', 'kind') ?? ''} ${textAt(tree, 'spec', 'scaleTargetRef', 'name') ?? ''}`;
  const made = scalers.get(objects) ?? grouped(objectsOf(objects, 'HorizontalPodAutoscaler'), target);
  scalers.set(objects, made);
  return made;
}

/** What the autoscaler measures against the requests of one container of the pod. */
export function measured(objects: readonly KubernetesObject[], workload: Workload, component: string, containerName: string | undefined): Stated {
  const scaler = scalerOf(objects, workload);
  if (scaler === undefined) return NOTHING_STATED;
  const metrics = listAt(scaler.tree, 'spec', 'metrics').flatMap((metric) => {
    const resource = at(metric, 'resource');
    const ofOne = at(metric, 'containerResource');
    return resource ?? (ofOne !== undefined && textAt(ofOne, 'container') === containerName ? ofOne : []);
  });
  const target = (resource: string): Node | undefined =>
    metrics.filter((metric) => textAt(metric, 'name') === resource).flatMap((metric) => scalarAt(metric, 'target', 'averageUtilization') ?? scalarAt(metric, 'targetAverageUtilization') ?? [])[0];
  return allStated([
    stateNode(component, container.hpa_cpu_utilization, 'averageUtilization', target('cpu') ?? scalarAt(scaler.tree, 'spec', 'targetCPUUtilizationPercentage'), wholeNumber),
    stateNode(component, kubernetes.hpa_memory_utilization, 'averageUtilization', target('memory'), wholeNumber),
  ]);
}

/** Shares are of the pods that there should be, and rounded up. */
export const budgetEntries = (component: string, budget: Node, replicas: number): Stated => allStated([
  stateNode(component, container.pdb_max_unavailable, 'maxUnavailable', scalarAt(budget, 'spec', 'maxUnavailable'), (text) => countOrShare(text, replicas, Math.ceil)),
  stateNode(component, kubernetes.pdb_min_available, 'minAvailable', scalarAt(budget, 'spec', 'minAvailable'), (text) => countOrShare(text, replicas, Math.ceil)),
]);

/** How a Deployment replaces its pods. Shares are of its replicas: the surge is rounded up, the missing ones down; both cannot become 0 by rounding. */
function rollout({ object: { tree, kind } }: Workload, component: string, replicas: number): Stated {
  const common = allStated([
    stateNode(component, container.min_ready, 'minReadySeconds', scalarAt(tree, 'spec', 'minReadySeconds'), seconds),
    stateNode(component, container.progress_deadline, 'progressDeadlineSeconds', scalarAt(tree, 'spec', 'progressDeadlineSeconds'), seconds),
    stateNode(component, container.revision_history, 'revisionHistoryLimit', scalarAt(tree, 'spec', 'revisionHistoryLimit'), wholeNumber),
  ]);
  return kind === 'Deployment' ? allStated([common, replacing(component, at(tree, 'spec', 'strategy'), replicas)]) : common;
}

/** How a strategy of a Deployment replaces pods: how many more there may be meanwhile, and how many fewer. */
export function replacing(component: string, strategy: Node | undefined, replicas: number): Stated {
  const recreate = scalarAt(strategy, 'type');
  if (recreate?.text === 'Recreate') return allStated([stateNode(component, container.max_surge, 'type', recreate, () => 0), stateNode(component, container.max_unavailable, 'type', recreate, () => replicas)]);
  const [surge, unavailable] = ['maxSurge', 'maxUnavailable'].map((key) => scalarAt(strategy, 'rollingUpdate', key));
  const more = countOrShare(surge?.text ?? '25%', replicas, Math.ceil) ?? 0;
  const less = countOrShare(unavailable?.text ?? '25%', replicas, Math.floor) ?? 0;
  const bothNone = /^0%?$/.test(surge?.text ?? '25%') && /^0%?$/.test(unavailable?.text ?? '25%');
  const missing = more === 0 && less === 0 && !bothNone ? 1 : less;
  return allStated([
    share(component, container.max_surge, 'maxSurge', surge, more),
    share(component, container.max_unavailable, 'maxUnavailable', unavailable, missing),
  ]);
}

/** A number or share of pods, as the number that it comes to. */
const share = (component: string, setting: Setting<number>, key: string, node: TextNode | undefined, value: number): Stated =>
  node === undefined ? entriesOnly([defaultEntry(component, setting, value, 'Kubernetes: 25%')]) : stateNode(component, setting, key, node, (text) => (countOrShare(text, 1, Math.ceil) === undefined ? undefined : value));

/** The number of replicas that a workload states. */
export const replicasOf = (workload: Workload): number => countAt(workload.object.tree, 'spec', 'replicas')?.value ?? 1;

import { at, listAt, scalarAt, textAt, type KubernetesObject, type Node } from '../../formats/kubernetes-object.ts';
import type { Setting } from '../../model/setting.ts';
import * as container from '../../settings/container.ts';
import { allStated, seconds, stateNode, wholeNumber, type Stated } from './stating.ts';

/** The settings of one direction of an autoscaler. */
interface Side {
  readonly window: Setting<number>;
  readonly percent: Setting<number>;
  readonly pods: Setting<number>;
  readonly period: Setting<number>;
}

const UP: Side = { window: container.hpa_scale_up_window, percent: container.hpa_scale_up_percent, pods: container.hpa_scale_up_pods, period: container.hpa_scale_up_period };
const DOWN: Side = { window: container.hpa_scale_down_window, percent: container.hpa_scale_down_percent, pods: container.hpa_scale_down_pods, period: container.hpa_scale_down_period };

/** How fast an autoscaler adds and removes pods. Of several policies of one type the first is read. */
export const behaviorEntries = (component: string, { tree }: KubernetesObject): Stated =>
  allStated([sideEntries(component, at(tree, 'spec', 'behavior', 'scaleUp'), UP), sideEntries(component, at(tree, 'spec', 'behavior', 'scaleDown'), DOWN)]);

function sideEntries(component: string, behavior: Node | undefined, side: Side): Stated {
  const policies = listAt(behavior, 'policies');
  const policy = (type: string): Node | undefined => policies.find((one) => textAt(one, 'type') === type);
  return allStated([
    stateNode(component, side.window, 'stabilizationWindowSeconds', scalarAt(behavior, 'stabilizationWindowSeconds'), seconds),
    stateNode(component, side.percent, 'value', scalarAt(policy('Percent'), 'value'), wholeNumber),
    stateNode(component, side.pods, 'value', scalarAt(policy('Pods'), 'value'), wholeNumber),
    stateNode(component, side.period, 'periodSeconds', scalarAt(policies[0], 'periodSeconds'), seconds),
  ]);
}

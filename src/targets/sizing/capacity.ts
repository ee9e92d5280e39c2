import { showValue } from '../../formats/quantity.ts';
import { prose } from '../../formats/markdown.ts';
import { entryOf, partValue, valueOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import type { Component, Stack } from '../../model/stack.ts';
import type { Value } from '../../model/value.ts';
import { isApplication } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as node from '../../settings/node.ts';
import * as profile from '../../settings/profile.ts';
import * as w from '../../settings/workload.ts';

/** What each application can answer beside what is asked of it, in words. */
export const capacityLines = (plan: Stack): readonly string[] => plan.components.filter(isApplication).map((application) => capacityLine(plan, application));

function capacityLine(plan: Stack, application: Component): string {
  const show = <T extends Value>(setting: Setting<T>): string => {
    const value = valueOf(plan, application, setting) ?? partValue(plan, setting);
    return value === undefined ? '?' : showValue(value, setting.unit);
  };
  const able = entryOf(plan, application, c.capacity);
  const asked = valueOf(plan, application, c.app_rps);
  const bound = able?.origin.from === 'rule' && able.origin.bound !== undefined ? `, bound by ${able.origin.bound}` : '';
  const p95 = showValue(partValue(plan, profile.p95) ?? 0, profile.p95.unit);
  const verdict = able === undefined || asked === undefined ? '' : able.value >= asked ? ` The target is ${show(c.app_rps)}: met.` : ` The target is ${show(c.app_rps)}: **short by ${showValue(asked - able.value, c.capacity.unit)}**.`;
  return prose(`${application.name}: replicas ${show(c.replicas)} x processes ${show(node.workers)}, on cores ${show(container.cpu_limit)} each; a request takes ${show(w.cpu_time)} of CPU and waits ${show(w.wait_time)}; with the 95th percentile at ${p95} that answers ${show(c.capacity)}${bound}.`) + verdict;
}

import { isExported } from '../../model/exporters.ts';
import { entryId, type Entry } from '../../model/entry.ts';
import { entryOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import { isExternal, isOperated, part, type Component, type Stack } from '../../model/stack.ts';
import type { Value } from '../../model/value.ts';
import { metricsPort } from '../../settings/metrics-port.ts';
import { matchers, type Matcher } from './promql.ts';

/** A component as the rules of Prometheus see it. */
export interface Watched {
  readonly plan: Stack;
  readonly component: Component;
  /** Braces that choose its series, further labels among them. */
  readonly series: (labels?: Readonly<Record<string, Matcher>>) => string;
  /** The labels of what is recorded of it. */
  readonly labels: Readonly<Record<string, string>>;
  /** An entry of its own; every plan has it. */
  readonly own: <T extends Value>(setting: Setting<T>, subject?: string) => Entry<T>;
  /** An entry of the part of the profile that the setting belongs to. */
  readonly given: <T extends Value>(setting: Setting<T>) => Entry<T>;
}

/** A component with what its rules need. */
export const watched = (plan: Stack, component: Component): Watched => ({
  plan,
  component,
  series: (labels = {}) => matchers({ stack: plan.name, job: component.name, ...labels }),
  labels: { stack: plan.name, component: component.name },
  own: (setting, subject) => needed(plan, component, setting, subject),
  given: (setting) => needed(plan, part(setting.kind), setting),
});

/** Kinds whose operator exports metrics without being asked: CloudNativePG, from its instances and poolers. */
const TELLING: readonly string[] = ['postgres', 'pgbouncer'];

/** Whether anybody exports metrics of the component: the application itself, its operator, or an exporter. */
export const isWatched = (plan: Stack, component: Component): boolean =>
  !isExternal(plan, component) && (metricsPort(component) !== undefined || isExported(plan, component) || (isOperated(plan, component) && TELLING.includes(component.kind)));

function needed<T extends Value>(plan: Stack, component: Component, setting: Setting<T>, subject?: string): Entry<T> {
  const entry = entryOf(plan, component, setting, subject);
  if (entry === undefined) throw new Error(`the plan has no ${entryId(component, setting, subject)}`);
  return entry;
}

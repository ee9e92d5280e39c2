import { entryOf, partValue, valueOf } from './model/lookup.ts';
import { isCluster, isExternal, type Component, type Stack } from './model/stack.ts';
import { isAnswering, isApplication } from './model/who.ts';
import { app_rps, capacity, replicas } from './settings/component.ts';
import { max_replicas } from './settings/container.ts';
import { messages } from './settings/kafka.ts';
import { rps } from './settings/profile.ts';

/** What one tier of a plan can answer beside what is asked of it, requests a second; of a worker, messages a second. */
export interface Tier {
  readonly component: Component;
  readonly replicas: number;
  /** Replicas that its autoscaler may start; on one machine there is none. */
  readonly most: number;
  readonly asked: number;
  readonly capacity: number;
  /** What it can answer with `most` replicas. */
  readonly ceiling: number;
  /** What keeps the capacity from being larger, where the rule says. */
  readonly bound?: string;
}

/** The tiers of a plan whose capacity is known, in the order of the stack. */
export function tiersOf(plan: Stack): readonly Tier[] {
  const target = partValue(plan, rps);
  return plan.components.flatMap((component): readonly Tier[] => {
    const able = entryOf(plan, component, capacity);
    const asked = isApplication(component) ? valueOf(plan, component, isAnswering(component) ? app_rps : messages) : target;
    if (able === undefined || asked === undefined || isExternal(plan, component)) return [];
    const copies = valueOf(plan, component, replicas) ?? 1;
    const most = isCluster(plan) ? Math.max(copies, valueOf(plan, component, max_replicas) ?? copies) : copies;
    const bound = able.origin.from === 'rule' ? able.origin.bound : undefined;
    return [{ component, replicas: copies, most, asked, capacity: able.value, ceiling: (able.value * most) / copies, ...(bound === undefined ? {} : { bound }) }];
  });
}

/** How many times the target a tier carries. */
export const headroom = ({ asked }: Tier, able: number): number => able / asked;

/** The tier that is short first when the load grows beyond what the autoscalers may start, and the rate of the whole stack at which it is. */
export function bottleneck(plan: Stack): { readonly tier: Tier; readonly rate: number } | undefined {
  const [tier] = [...tiersOf(plan)].sort((a, b) => headroom(a, a.ceiling) - headroom(b, b.ceiling));
  const target = partValue(plan, rps);
  return tier === undefined || target === undefined ? undefined : { tier, rate: Math.floor(target * headroom(tier, tier.ceiling)) };
}

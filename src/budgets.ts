import { partValue, valueOf } from './model/lookup.ts';
import { isExternal, type Component, type Stack } from './model/stack.ts';
import { sum, type Unit } from './model/value.ts';
import type { Setting } from './model/setting.ts';
import { peak_connections, replicas } from './settings/component.ts';
import { cpu_limit, memory_limit } from './settings/container.ts';
import { max_connections, reserved_connections, superuser_reserved_connections } from './settings/postgres.ts';
import { allocatable_cpu, allocatable_memory } from './settings/profile.ts';

/** One resource: how much of it the stack may take at most, and how much there is. */
export interface Budget {
  readonly name: string;
  readonly unit: Unit;
  readonly used: number;
  readonly available: number;
  /** What each component takes, all its replicas together; empty where the takers are not components. */
  readonly takers: readonly { readonly component: string; readonly amount: number }[];
}

/** The budgets of a plan: CPU and memory of the machine, and the connections of each database. */
export function budgets(plan: Stack): readonly Budget[] {
  const machine = [limits(plan, 'cpu', cpu_limit, allocatable_cpu), limits(plan, 'memory', memory_limit, allocatable_memory)];
  const databases = plan.components.filter((component) => component.kind === 'postgres').map((database) => connections(plan, database));
  return [...machine, ...databases].filter((budget) => budget !== undefined);
}

function limits(plan: Stack, name: string, limit: Setting<number>, all: Setting<number>): Budget | undefined {
  const available = partValue(plan, all);
  const takers = plan.components.flatMap((component) => {
    const amount = isExternal(plan, component) ? undefined : valueOf(plan, component, limit);
    return amount === undefined ? [] : [{ component: component.name, amount: amount * (valueOf(plan, component, replicas) ?? 1) }];
  });
  return available === undefined ? undefined : { name, unit: limit.unit, used: sum(takers.map((taker) => taker.amount)), available, takers };
}

/** Connections without the slots that PostgreSQL keeps for administrators and monitoring: these are on both sides of the sum. */
function connections(plan: Stack, database: Component): Budget | undefined {
  const peak = valueOf(plan, database, peak_connections);
  const most = valueOf(plan, database, max_connections);
  if (peak === undefined || most === undefined) return undefined;
  const kept = isExternal(plan, database) ? 0 : (valueOf(plan, database, superuser_reserved_connections) ?? 0) + (valueOf(plan, database, reserved_connections) ?? 0);
  return { name: `${database.name} connections`, unit: 'count', used: peak - kept, available: most - kept, takers: [] };
}

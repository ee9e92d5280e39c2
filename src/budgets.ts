import { partValue, valueOf } from './model/lookup.ts';
import { isCluster, isExternal, type Component, type Stack } from './model/stack.ts';
import { sum, type Unit } from './model/value.ts';
import type { Setting } from './model/setting.ts';
import { daemon_cpu, daemon_memory, daemon_pods, nodes } from './settings/cluster.ts';
import { peak_connections, replicas } from './settings/component.ts';
import { cpu_limit, cpu_reservation, memory_limit, memory_reservation } from './settings/container.ts';
import { max_connections, reserved_connections, superuser_reserved_connections } from './settings/postgres.ts';
import { allocatable_cpu, allocatable_memory, max_pods } from './settings/profile.ts';

/** One resource: how much of it the stack may take at most, and how much there is. */
export interface Budget {
  readonly name: string;
  readonly unit: Unit;
  readonly used: number;
  readonly available: number;
  /** What each component takes, all its replicas together; empty where the takers are not components. */
  readonly takers: readonly { readonly component: string; readonly amount: number }[];
}

/**
 * The budgets of a plan: the limits of all components against the machine, or what their pods request against all nodes of
 * a cluster but one, which may be drained; and the connections of each database.
 */
export function budgets(plan: Stack): readonly Budget[] {
  const databases = plan.components.filter((component) => component.kind === 'postgres').map((database) => connections(plan, database));
  return [...(isCluster(plan) ? ofNodes(plan) : ofMachine(plan)), ...databases].filter((budget) => budget !== undefined);
}

const ofMachine = (plan: Stack): readonly (Budget | undefined)[] => [
  budgetOf('cpu', cpu_limit.unit, taken(plan, cpu_limit), partValue(plan, allocatable_cpu)),
  budgetOf('memory', memory_limit.unit, taken(plan, memory_limit), partValue(plan, allocatable_memory)),
];

function ofNodes(plan: Stack): readonly (Budget | undefined)[] {
  const count = partValue(plan, nodes);
  if (count === undefined) return [];
  const left = (all: Setting<number>, daemons: Setting<number>): number => Math.max(1, count - 1) * ((partValue(plan, all) ?? 0) - (partValue(plan, daemons) ?? 0));
  return [
    budgetOf('cpu', cpu_reservation.unit, taken(plan, cpu_reservation), left(allocatable_cpu, daemon_cpu)),
    budgetOf('memory', memory_reservation.unit, taken(plan, memory_reservation), left(allocatable_memory, daemon_memory)),
    budgetOf('pods', 'count', taken(plan, undefined), left(max_pods, daemon_pods)),
  ];
}

const budgetOf = (name: string, unit: Unit, takers: Budget['takers'], available: number | undefined): Budget | undefined =>
  available === undefined ? undefined : { name, unit, used: sum(takers.map(({ amount }) => amount)), available, takers };

/** What each component takes of a resource; of what is not a setting, one for each replica. */
const taken = (plan: Stack, setting: Setting<number> | undefined): Budget['takers'] =>
  plan.components.flatMap((component) => {
    const each = isExternal(plan, component) ? undefined : setting === undefined ? 1 : valueOf(plan, component, setting);
    return each === undefined ? [] : [{ component: component.name, amount: each * (valueOf(plan, component, replicas) ?? 1) }];
  });

/** Connections without the slots that PostgreSQL keeps for administrators and monitoring: these are on both sides of the sum. */
function connections(plan: Stack, database: Component): Budget | undefined {
  const peak = valueOf(plan, database, peak_connections);
  const most = valueOf(plan, database, max_connections);
  if (peak === undefined || most === undefined) return undefined;
  const kept = isExternal(plan, database) ? 0 : (valueOf(plan, database, superuser_reserved_connections) ?? 0) + (valueOf(plan, database, reserved_connections) ?? 0);
  return { name: `${database.name} connections`, unit: 'count', used: peak - kept, available: most - kept, takers: [] };
}

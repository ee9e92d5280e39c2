import { partValue, valueOf } from '../model/lookup.ts';
import { isExternal, type Component, type Stack } from '../model/stack.ts';
import type { Unit } from '../model/value.ts';
import { sum } from '../model/value.ts';
import { peak_connections, replicas } from '../settings/component.ts';
import { cpu_limit, memory_limit } from '../settings/container.ts';
import { max_connections } from '../settings/postgres.ts';
import { allocatable_cpu, allocatable_memory } from '../settings/profile.ts';
import { readable } from './entry.ts';
import { table, type Cell } from './table.ts';

/** One resource: what every component takes of it, and what there is. */
export interface Budget {
  readonly resource: string;
  readonly unit: Unit;
  readonly used: number;
  readonly available: number;
  /** What each component takes, all its replicas together. */
  readonly takers: readonly { readonly component: string; readonly amount: number }[];
}

/** The budgets of a plan: CPU, memory, and the connections of each database. */
export function budgets(plan: Stack): readonly Budget[] {
  const here = plan.components.filter((component) => !isExternal(plan, component));
  const take = (of: typeof cpu_limit) =>
    here.flatMap((component) => {
      const amount = valueOf(plan, component, of);
      return amount === undefined ? [] : [{ component: component.name, amount: amount * (valueOf(plan, component, replicas) ?? 1) }];
    });
  const machine = ([['cpu', cpu_limit, allocatable_cpu], ['memory', memory_limit, allocatable_memory]] as const).flatMap(([resource, limit, all]) => {
    const available = partValue(plan, all);
    const takers = take(limit);
    return available === undefined ? [] : [{ resource, unit: limit.unit, used: sum(takers.map((taker) => taker.amount)), available, takers }];
  });
  return [...machine, ...plan.components.filter((component) => component.kind === 'postgres').flatMap((database) => connections(plan, database))];
}

function connections(plan: Stack, database: Component): readonly Budget[] {
  const used = valueOf(plan, database, peak_connections);
  const most = valueOf(plan, database, max_connections);
  if (used === undefined || most === undefined) return [];
  // The peak counts the sessions of administrators too, so the whole of max_connections is there for it.
  return [{ resource: `${database.name} connections`, unit: 'count', used, available: most, takers: [] }];
}

/** The budgets as a table: a row for each component, then used of available. */
export function showBudgets(all: readonly Budget[], indent: string): readonly string[] {
  const columns = all.filter((budget) => budget.takers.length > 0);
  const names = [...new Set(columns.flatMap((budget) => budget.takers.map((taker) => taker.component)))];
  const right = (text: string): Cell => ({ text, right: true });
  const amount = (budget: Budget, name: string): Cell => {
    const taker = budget.takers.find((candidate) => candidate.component === name);
    return right(taker === undefined ? '' : readable(taker.amount, budget.unit));
  };
  return table(
    [
      ['', ...columns.map((budget) => right(budget.resource))],
      ...names.map((name) => [name, ...columns.map((budget) => amount(budget, name))]),
      ['used', ...columns.map((budget) => right(readable(budget.used, budget.unit)))],
      ['available', ...columns.map((budget) => right(readable(budget.available, budget.unit)))],
      ...all.filter((budget) => budget.takers.length === 0).map((budget) => [budget.resource, `${readable(budget.used, budget.unit)} of ${readable(budget.available, budget.unit)} used`]),
    ],
    indent,
  );
}

import type { Budget } from '../budgets.ts';
import { readable } from './entry.ts';
import { table, type Cell } from './table.ts';

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
      ['', ...columns.map((budget) => right(budget.name))],
      ...names.map((name) => [name, ...columns.map((budget) => amount(budget, name))]),
      ['used', ...columns.map((budget) => right(readable(budget.used, budget.unit)))],
      ['available', ...columns.map((budget) => right(readable(budget.available, budget.unit)))],
      ...all.filter((budget) => budget.takers.length === 0).map((budget) => [budget.name, `${readable(budget.used, budget.unit)} of ${readable(budget.available, budget.unit)} used`]),
    ],
    indent,
  );
}

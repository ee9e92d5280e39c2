import { budgets, type Budget } from '../budgets.ts';
import type { Stack } from '../model/stack.ts';
import { bottleneck, tiersOf, type Tier } from '../tiers.ts';

/** One budget (CPU, memory, the connections of a database) on both sides; one is missing where only the other has it. */
export interface BudgetChange {
  readonly name: string;
  readonly before?: Budget;
  readonly after?: Budget;
}

/** What one tier can answer beside what is asked of it, on both sides. */
export interface TierChange {
  readonly component: string;
  readonly before?: Tier;
  readonly after?: Tier;
}

/** The rate at which the first tier is short, on both sides. */
export interface Shortest {
  readonly before?: { readonly tier: Tier; readonly rate: number } | undefined;
  readonly after?: { readonly tier: Tier; readonly rate: number } | undefined;
}

/** The budgets of both sides, those of the second first. */
export const budgetChanges = (before: Stack, after: Stack): readonly BudgetChange[] => paired(budgets(before), budgets(after), ({ name }) => name).map(([name, sides]) => ({ name, ...sides }));

/** The tiers of both sides, those of the second first. */
export const tierChanges = (before: Stack, after: Stack): readonly TierChange[] => paired(tiersOf(before), tiersOf(after), ({ component }) => component.name).map(([component, sides]) => ({ component, ...sides }));

/** Which tier is short first, before and after. */
export const shortestOf = (before: Stack, after: Stack): Shortest => ({ before: bottleneck(before), after: bottleneck(after) });

function paired<T>(before: readonly T[], after: readonly T[], key: (one: T) => string): readonly (readonly [string, { readonly before?: T; readonly after?: T }])[] {
  const [earlier, later] = [before, after].map((all) => new Map(all.map((one) => [key(one), one])));
  const names = [...new Set([...(later?.keys() ?? []), ...(earlier?.keys() ?? [])])];
  return names.map((name) => {
    const [one, other] = [earlier?.get(name), later?.get(name)];
    return [name, { ...(one === undefined ? {} : { before: one }), ...(other === undefined ? {} : { after: other }) }];
  });
}

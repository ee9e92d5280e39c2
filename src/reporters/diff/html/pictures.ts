import type { Budget } from '../../../budgets.ts';
import type { Comparison } from '../../../diff/comparison.ts';
import { headroom, type Tier } from '../../../tiers.ts';
import { readable } from '../../entry.ts';
import type { Html } from '../../html/html.ts';
import { told } from '../../plain-text.ts';
import { barsFigure, type Bar, type Segment } from './bars.ts';

/** Beyond so many times the target a tier has enough, and its bar would only make the others short. */
const ENOUGH = 3;

const rateOf = (tier: Tier | undefined): string | undefined => (tier === undefined ? undefined : `${readable(Math.floor(tier.ceiling), 'per-second')} of ${readable(Math.floor(tier.asked), 'per-second')}`);
const amountOf = (budget: Budget | undefined): string | undefined => (budget === undefined ? undefined : `${readable(budget.used, budget.unit)} of ${readable(budget.available, budget.unit)}`);
const fromTo = (before: string | undefined, after: string | undefined): string => (before === after ? (after ?? '') : `${before ?? 'none'} \u2192 ${after ?? 'none'}`);

/** What each tier can answer before and after, against what is asked of it. */
export function capacityPicture({ tiers }: Comparison): Html | undefined {
  if (tiers.length === 0) return undefined;
  const bar = (tier: Tier | undefined, look: Bar['look']): readonly Bar[] => {
    if (tier === undefined) return [];
    const times = headroom(tier, tier.ceiling);
    return [{ look, segments: [{ amount: times, look: times < 1 ? 'failed' : look === 'before' ? 'plan' : 'good', says: `${look}: ${rateOf(tier) ?? ''}` }] }];
  };
  const rows = tiers.map(({ component, before, after }) => ({ name: told(component, 24), label: fromTo(rateOf(before), rateOf(after)), most: ENOUGH, mark: 1, bars: [...bar(before, 'before'), ...bar(after, 'after')] }));
  return barsFigure('Capacity of each tier', `What it can answer of what is asked of it, before and after; the line is the target, and a bar ends at ${ENOUGH} times of it.`, [{ name: 'before', look: 'plan' }, { name: 'after', look: 'good' }, { name: 'below the target', look: 'failed' }], rows);
}

/** What is used of each budget before and after, by component. */
export function budgetPicture({ budgets }: Comparison): Html | undefined {
  if (budgets.length === 0) return undefined;
  const components = [...new Set(budgets.flatMap(({ before, after }) => [...(before?.takers ?? []), ...(after?.takers ?? [])].map(({ component }) => component)))];
  const lookOf = (component: string): string => `c${components.indexOf(component) % 8}`;
  const segmentsOf = (budget: Budget): readonly Segment[] => {
    const said = (name: string, amount: number): string => `${told(name, 60)}: ${readable(amount, budget.unit)}`;
    return budget.takers.length === 0 ? [{ amount: budget.used, look: budget.used > budget.available ? 'failed' : 'good', says: said('used', budget.used) }] : budget.takers.map(({ component, amount }) => ({ amount, look: lookOf(component), says: said(component, amount) }));
  };
  const bar = (budget: Budget | undefined, look: Bar['look']): readonly Bar[] =>
    budget === undefined ? [] : [{ look, segments: segmentsOf(budget), frame: budget.available }];
  const rows = budgets.map(({ name, before, after }) => ({
    name: told(name, 24),
    label: fromTo(amountOf(before), amountOf(after)),
    most: Math.max(...[before, after].flatMap((budget) => (budget === undefined ? [] : [budget.used, budget.available]))),
    bars: [...bar(before, 'before'), ...bar(after, 'after')],
  }));
  return barsFigure('Budgets', 'What is used of what there is, by component: above before, below after. The frame is what there is.', components.map((component) => ({ name: told(component, 40), look: lookOf(component) })), rows);
}

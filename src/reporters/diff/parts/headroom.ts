import type { Budget } from '../../../budgets.ts';
import type { Comparison } from '../../../diff/comparison.ts';
import { readable } from '../../entry.ts';
import { told } from '../../plain-text.ts';
import type { Part } from '../part.ts';

const of = (budget: Budget | undefined): string => (budget === undefined ? 'none' : `${readable(budget.used, budget.unit)} of ${readable(budget.available, budget.unit)}`);
const left = ({ used, available, unit }: Budget): string => (used > available ? `${readable(used - available, unit)} too much` : `${readable(available - used, unit)} left`);

/** What is used of each budget, where any of it changes. */
export function headroomPart({ budgets }: Comparison): Part | undefined {
  const changed = budgets.filter(({ before, after }) => of(before) !== of(after));
  if (changed.length === 0) return undefined;
  return {
    is: 'table',
    section: 'headroom',
    title: 'headroom',
    columns: [{ name: 'budget', holds: 'code' }, { name: 'before', holds: 'number' }, { name: 'after', holds: 'number' }, { name: '', holds: 'prose' }],
    rows: changed.map(({ name, before, after }) => [told(name, 80), of(before), of(after), after === undefined ? '' : left(after)]),
    row: 'budget',
  };
}

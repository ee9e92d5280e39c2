import type { Comparison } from '../../../diff/comparison.ts';
import type { Diffed } from '../../../diff/diffed.ts';
import type { Traced } from '../../../diff/traced.ts';
import { CONCERNS } from '../../../model/concern.ts';
import { counted } from '../../../model/quote.ts';
import { told } from '../../plain-text.ts';
import type { Column, Part } from '../part.ts';
import { rowsAgainstPlan, rowsOf, withCommonCause, type Row } from '../rows.ts';
import { isWanted, type Section, type View } from '../view.ts';
import { weighing } from '../weight.ts';
import { named } from '../words.ts';

const COLUMNS: readonly Column[] = [{ name: 'setting', holds: 'code' }, { name: 'before', holds: 'number' }, { name: 'after', holds: 'number' }, { name: '', holds: 'prose' }];
const AGAINST_PLAN: readonly Column[] = [{ name: 'setting', holds: 'code' }, { name: 'theirs', holds: 'prose' }, { name: 'the plan', holds: 'number' }, { name: 'why', holds: 'prose' }];

/** The changes by what they are a matter of: first what servers are told, then what belongs to parts that came or went, and what only follows. */
export function concernParts(comparison: Comparison, of: Diffed['of'], view: View): readonly Part[] {
  const weigh = weighing(comparison);
  const wanted = comparison.changes.filter(({ concern }) => isWanted(view, concern));
  const having = (weight: ReturnType<typeof weigh>): readonly Traced[] => wanted.filter((change) => weigh(change) === weight);
  const rows = (changes: readonly Traced[]): readonly Row[] => (of === 'stack' ? rowsAgainstPlan(changes, comparison) : rowsOf(changes, comparison));
  const table = (title: string, section: Section, changes: readonly Traced[], secondary: { readonly secondary?: true }): Part => {
    const { because, rows: all } = withCommonCause(rows(changes));
    return { is: 'table', section, title, ...(because === undefined ? {} : { note: because }), columns: of === 'stack' ? AGAINST_PLAN : COLUMNS, rows: all.map((row) => [row.name, row.before, row.after, row.because]), row: 'setting', ...secondary };
  };
  const silent = of === 'stack' ? having('main').filter(({ before }) => before === undefined) : [];
  const main = having('main').filter((change) => !silent.includes(change));
  const parts = having('part');
  const derived = having('derived');
  return [
    ...CONCERNS.flatMap((concern) => {
      const own = main.filter((change) => change.concern === concern);
      return own.length === 0 ? [] : [table(concern, concern, own, {})];
    }),
    ...(silent.length === 0 ? [] : [table(`${counted(silent.length, 'setting')} that theirs say nothing of`, 'other', silent, { secondary: true })]),
    ...(parts.length === 0 ? [] : [table(`${counted(parts.length, 'setting')} of what came or went: ${named([...new Set(parts.map(({ component }) => told(component, 60)))])}`, 'other', parts, { secondary: true })]),
    ...(derived.length === 0 ? [] : [table(`${counted(derived.length, 'value')} that only add up or repeat others`, 'other', derived, { secondary: true })]),
  ];
}

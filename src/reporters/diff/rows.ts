import type { Comparison } from '../../diff/comparison.ts';
import type { Traced } from '../../diff/traced.ts';
import { grouped } from '../../model/grouped.ts';
import { told } from '../plain-text.ts';
import { causesInWords, named, originInWords, placeInWords, valueInWords } from './words.ts';

/** Changes of one component that are the same change, in a line. */
export interface Row {
  /** The first id, and what else changed with it. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** Where it begins: `because …` or `stated in …`. */
  readonly because: string;
}

/** What a side without the value says. */
const [NEW, GONE] = ['(new)', '(gone)'];
/** Causes that are told of one change. */
const MOST = 2;

/** Changes as rows, what is said of several settings of a component in the same words in one of them. */
export const rowsOf = (changes: readonly Traced[], comparison: Comparison): readonly Row[] =>
  [...grouped(changes.map((change) => ({ change, row: rowOf(change, comparison) })), ({ change, row }) => [change.component, change.setting.kind, row.before, row.after, row.because].join('\n')).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first.row, name: named([first.row.name, ...others.map(({ change }) => told(shortName(change), 80))]) }]);

function rowOf(change: Traced, comparison: Comparison): Row {
  const { id, before, after } = change;
  return { name: told(id, 160), before: valueInWords(before, NEW), after: valueInWords(after, GONE), because: becauseOf(change, comparison) };
}

const shortName = ({ setting, subject }: Traced): string => `${setting.name}${subject === undefined ? '' : `[${subject}]`}`;

function becauseOf({ id, causes }: Traced, comparison: Comparison): string {
  const own = causes.find((cause) => cause.from === 'stated' && cause.id === id);
  if (own !== undefined) return placeInWords(own, comparison).replace(/^(?!no longer|$)/, 'stated in ');
  return causes.length === 0 ? '' : `because ${causesInWords(causes, MOST, comparison)}`;
}

/** The same of a stranger's stack against a plan: their value with its place, ours with its reason. */
export const rowsAgainstPlan = (changes: readonly Traced[], { before: theirs, after: plan }: Comparison): readonly Row[] =>
  changes.map(({ id, before, after }) => ({
    name: told(id, 160),
    before: before === undefined ? '(silent)' : `${valueInWords(before, '')}, ${originInWords(before, theirs)}`,
    after: valueInWords(after, GONE),
    because: after === undefined ? '' : originInWords(after, plan),
  }));

/** What most rows say of where they begin, told once for all; the rows that say something else keep it. */
export function withCommonCause(rows: readonly Row[]): { readonly because?: string; readonly rows: readonly Row[] } {
  const [common] = [...grouped(rows, ({ because }) => because)].sort(([, one], [, other]) => other.length - one.length);
  if (common === undefined || !common[0].startsWith('because') || common[1].length < 2 || common[1].length * 2 < rows.length) return { rows };
  return { because: common[0], rows: rows.map((row) => (row.because === common[0] ? { ...row, because: '' } : row)) };
}

import type { Comparison } from '../../diff/comparison.ts';
import { stacksIn, type Diffed } from '../../diff/diffed.ts';
import { counted } from '../../model/quote.ts';
import { safeJson, told } from '../plain-text.ts';
import { cutsInWords } from './fit.ts';
import { happenedTo, stackJson, wantedOf, type Amount } from './json/stack.ts';
import { countsOf, summaryOf } from './summary.ts';
import type { View } from './view.ts';

/** A diff as JSON; the field names are stable. Where it would be too long, unified diffs are cut first, then changes, then whole stacks; `cut` says so. */
export function diffJson(diffed: Diffed, view: View): string {
  const all: Amount = { diffs: count(diffed, ({ files }) => files.length), changes: count(diffed, (comparison) => wantedOf(comparison, view).length) };
  const whole = safeJson(toldOf(diffed, view, all, all));
  const most = view.maxLength ?? Infinity;
  if (fits(whole, most)) return whole;
  const diffs = greatest(all.diffs, (kept) => fits(safeJson(toldOf(diffed, view, { ...all, diffs: kept }, all)), most));
  if (diffs !== undefined) return safeJson(toldOf(diffed, view, { ...all, diffs }, all));
  const changes = greatest(all.changes, (kept) => fits(safeJson(toldOf(diffed, view, { diffs: 0, changes: kept }, all)), most));
  if (changes !== undefined) return safeJson(toldOf(diffed, view, { diffs: 0, changes }, all));
  const brief = greatest(diffed.comparisons.length, (kept) => fits(safeJson(briefOf(diffed, kept)), most));
  if (brief !== undefined && brief > 0) return safeJson(briefOf(diffed, brief));
  const short = briefOf(diffed, 0);
  const { stale, edited, ...numbers } = short.summary;
  return [safeJson(short), safeJson({ ...short, summary: numbers, cut: [...short.cut, `${stale.length} stale`, `${edited.length} edited`] }), safeJson({ of: diffed.of, cut: ['everything'] })].find((text) => fits(text, most)) ?? '{}\n';
}

const fits = (text: string, most: number): boolean => Buffer.byteLength(text) <= most;
const count = ({ comparisons }: Diffed, of: (comparison: Comparison) => number): number => comparisons.reduce((sum, comparison) => sum + of(comparison), 0);

/** Only what a list of stacks says of each of the first of them. */
function briefOf(diffed: Diffed, kept: number) {
  const { of, before, after, comparisons } = diffed;
  const left = comparisons.length - kept;
  const stacks = comparisons.slice(0, kept).map((comparison) => ({ name: told(comparison.name, 60), happened: happenedTo(comparison), summary: summaryOf(comparison) }));
  return { of, before: told(before, 60), after: told(after, 60), summary: summaryJson(diffed), stacks, notes: [], cut: ['everything but the summaries', ...(left === 0 ? [] : [counted(left, 'stack')])] };
}

/** The greatest whole number up to `most` that suits, where those below it do too; nothing where not even none does. */
function greatest(most: number, suits: (kept: number) => boolean): number | undefined {
  if (!suits(0)) return undefined;
  let [good, bad] = [0, most + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (suits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

function toldOf(diffed: Diffed, view: View, amount: Amount, all: Amount): object {
  const left = { ...amount };
  const cuts = [{ is: 'file diff', count: all.diffs - amount.diffs }, { is: 'change', count: all.changes - amount.changes }].filter((cut) => cut.count > 0);
  return {
    of: diffed.of,
    before: told(diffed.before),
    after: told(diffed.after),
    summary: summaryJson(diffed),
    stacks: diffed.comparisons.map((comparison) => {
      const stack = stackJson(comparison, view, left);
      left.diffs = Math.max(0, left.diffs - comparison.files.length);
      left.changes = Math.max(0, left.changes - wantedOf(comparison, view).length);
      return stack;
    }),
    notes: diffed.notes,
    ...(cuts.length === 0 ? {} : { cut: cuts.map((cut) => cutsInWords([cut])) }),
  };
}

function summaryJson(diffed: Diffed) {
  const { of, comparisons, refused = [] } = diffed;
  const count = (happened: ReturnType<typeof happenedTo>): number => comparisons.filter((comparison) => happenedTo(comparison) === happened).length;
  return { stacks: stacksIn(diffed), changed: count('changed'), added: count('added'), removed: count('removed'), refused: refused.length, ...countsOf(comparisons, of) };
}

import { placeOf, type Cause } from '../../../diff/cause.ts';
import { differs, type Comparison } from '../../../diff/comparison.ts';
import type { FileChange } from '../../../diff/files.ts';
import type { Side } from '../../../diff/side.ts';
import type { Traced, TracedFinding } from '../../../diff/traced.ts';
import { placed, placedEntry, type Entry } from '../../../model/entry.ts';
import { entryJson } from '../../entry.ts';
import { findingJson } from '../../findings.ts';
import { patchOf } from '../hunks.ts';
import { summaryOf } from '../summary.ts';
import { isWanted, type View } from '../view.ts';
import { weighing, type Weight } from '../weight.ts';

/** How many unified diffs and how many changes are told; the rest is cut. */
export interface Amount {
  readonly diffs: number;
  readonly changes: number;
}

/** What became of a stack. */
export const happenedTo = (comparison: Comparison): 'added' | 'removed' | 'changed' | 'same' => (comparison.before === undefined ? 'added' : comparison.after === undefined ? 'removed' : differs(comparison) ? 'changed' : 'same');

/** The changes that are wanted. */
export const wantedOf = ({ changes }: Comparison, view: View): readonly Traced[] => changes.filter(({ concern }) => isWanted(view, concern));

/** A comparison with so many of its unified diffs and changes, the first ones. */
export function stackJson(comparison: Comparison, view: View, { diffs, changes }: Amount): object {
  const { name, before, after, structure, steps, findings, budgets, tiers, shortest, files } = comparison;
  const weigh = weighing(comparison);
  const seen = (side: Comparison['before'], finding: TracedFinding): object => ({
    ...findingJson(side === undefined ? finding : { ...placed(finding, side.shown), entries: finding.entries.map((entry) => placedEntry(entry, side.shown)) }),
    causes: finding.causes.map((cause) => causeJson(cause, comparison)),
  });
  const short = (side: typeof shortest.before): object | undefined => (side === undefined ? undefined : { component: side.tier.component.name, rate: side.rate });
  return {
    name,
    happened: happenedTo(comparison),
    before: before?.name,
    after: after?.name,
    summary: summaryOf(comparison),
    capacity: { before: short(shortest.before), after: short(shortest.after) },
    structure: structure.map((change) => ({ ...placed(change, (change.happened === 'removed' ? before : after)?.shown ?? ((at) => at)), causes: change.causes.map((cause) => causeJson(cause, comparison)) })),
    ...(isWanted(view, 'capacity') || isWanted(view, 'headroom') ? { tiers: tiers.map(({ component, ...sides }) => ({ component, before: tierJson(sides.before), after: tierJson(sides.after) })) } : {}),
    ...(isWanted(view, 'findings') ? { findings: { new: findings.appeared.map((finding) => seen(after, finding)), vanished: findings.vanished.map((finding) => seen(before, finding)), stayed: findings.stayed.length } } : {}),
    ...(isWanted(view, 'restart') ? { steps } : {}),
    ...(isWanted(view, 'headroom') ? { budgets } : {}),
    changes: wantedOf(comparison, view).slice(0, changes).map((change) => tracedJson(change, weigh(change), comparison)),
    ...(isWanted(view, 'files') ? { files: files.map((file, i) => fileJson(file, i < diffs ? 'with-diff' : 'without-diff')) } : {}),
  };
}

const tierJson = (tier: Comparison['tiers'][number]['before']): object | undefined => (tier === undefined ? undefined : { ...tier, component: tier.component.name });

function tracedJson({ id, component, concern, causes, ...sides }: Traced, weight: Weight, comparison: Comparison): object {
  return { id, component, before: valueJson(sides.before, comparison.before), after: valueJson(sides.after, comparison.after), concern, weight, causes: causes.map((cause) => causeJson(cause, comparison)) };
}

/** A value of one side. What it was computed from is left out: the causes tell of that what changed. */
function valueJson(entry: Entry | undefined, side: Side | undefined): object | undefined {
  if (entry === undefined) return undefined;
  const { value, unit, shown, origin } = entryJson(side === undefined ? entry : placedEntry(entry, side.shown));
  if (origin.from !== 'rule') return { value, unit, shown, origin };
  const { inputs: _inputs, ...rule } = origin;
  return { value, unit, shown, origin: rule };
}

function causeJson(cause: Cause, comparison: Comparison): object {
  if (cause.from === 'program') return cause;
  const place = placeOf(cause, comparison);
  const at = place === undefined ? {} : { at: place };
  return cause.from === 'structure' ? { ...cause, ...at } : { from: cause.from, id: cause.id, before: cause.before?.value, after: cause.after?.value, ...at };
}

const fileJson = (file: FileChange, texts: 'with-diff' | 'without-diff'): object => {
  const { hunks: _hunks, ...rest } = file;
  return { ...rest, ...(texts === 'with-diff' && file.hunks.length > 0 ? { diff: patchOf(file).join('\n') } : {}) };
};

import { keyOf } from '../../diff/cause.ts';
import { differs, type Comparison } from '../../diff/comparison.ts';
import type { Diffed } from '../../diff/diffed.ts';
import { grouped } from '../../model/grouped.ts';
import { told } from '../plain-text.ts';
import { actionsInWords } from './actions.ts';
import type { Column } from './part.ts';
import { statusOf } from './status.ts';
import { capacityInWords, findingsInWords, ownFiles, settingsOf } from './summary.ts';
import { isWanted, type View } from './view.ts';
import { named } from './words.ts';

/** A comparison, and the names of the others that tell the same. */
export interface Group {
  readonly comparison: Comparison;
  readonly alike: readonly string[];
}

/** Comparisons that read the same but for the stack's name and its profile's, told once. */
export function sharing(comparisons: readonly Comparison[], of: Diffed['of'], view: View): readonly Group[] {
  if (comparisons.length < 2) return comparisons.map((comparison) => ({ comparison, alike: [] }));
  return [...grouped(comparisons, (comparison) => unnamed(comparison, of, view)).values()].flatMap(([first, ...others]) => (first === undefined ? [] : [{ comparison: first, alike: others.map(({ name }) => name) }]));
}

/** All that is told of a comparison, without its names and the places of its statements; of files not their lines, which have names and hashes in them. */
function unnamed(comparison: Comparison, of: Diffed['of'], view: View): string {
  const { name, before, after, structure, steps, findings, changes, files } = comparison;
  const text = JSON.stringify([
    statusOf(comparison, of),
    structure.map((change) => [change.what, change.name, change.happened, change.before, change.after]),
    isWanted(view, 'restart') && steps,
    isWanted(view, 'findings') && [findings.appeared, findings.vanished].map((all) => all.map(({ check, message }) => [check, message])),
    changes.filter(({ concern }) => isWanted(view, concern)).map((change) => [change.id, change.before?.value, change.after?.value, change.causes.map(keyOf)]),
    isWanted(view, 'files') && files.map(({ path, happened, added, removed, edited }) => [path, happened, added, removed, edited]),
  ]);
  return [before?.name ?? '', after?.name ?? '', name].filter((own) => own !== '').reduce((said, own) => said.replace(new RegExp(`(?<![\\w-])${own.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'g'), '*'), text);
}

/** ` (and the same in 97 others: shop-002, …)`. */
export const alikeInWords = (alike: readonly string[]): string => (alike.length === 0 ? '' : ` (and the same in ${named(alike.map((name) => told(name, 60)))})`);

/** As many stacks with the same line as are still told one by one. */
const ONE_BY_ONE = 3;

/** A line of every stack that differs, where there are several; of many with the same line, one of all. */
export function overviewOf(comparisons: readonly Comparison[]): { readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] } | undefined {
  if (comparisons.length < 2) return undefined;
  const lines = comparisons.filter(differs).map((comparison) => ({ name: nameOf(comparison), cells: cellsOf(comparison) }));
  const same = [...grouped(lines, ({ cells }) => cells.join('\n')).values()];
  return {
    columns: [{ name: 'stack', holds: 'code' }, { name: 'capacity', holds: 'prose' }, { name: 'findings', holds: 'prose' }, { name: 'to take it up', holds: 'prose' }, { name: 'settings', holds: 'number' }, { name: 'files', holds: 'number' }],
    rows: same.flatMap((all) => (all.length <= ONE_BY_ONE ? all : [{ name: named(all.map(({ name }) => name)), cells: all[0]?.cells ?? [] }]).map(({ name, cells }) => [name, ...cells])),
  };
}

const nameOf = ({ name, before, after }: Comparison): string => `${told(name, 60)}${before === undefined ? ' (new)' : after === undefined ? ' (gone)' : ''}`;

const cellsOf = (comparison: Comparison): readonly string[] => [
  capacityInWords(comparison),
  findingsInWords(comparison).join(', '),
  actionsInWords(comparison.steps, comparison.after?.stack).join(', '),
  String(settingsOf(comparison)),
  String(ownFiles(comparison).length),
];

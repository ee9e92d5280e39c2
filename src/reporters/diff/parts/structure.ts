import { structuralCause } from '../../../diff/cause.ts';
import type { Comparison } from '../../../diff/comparison.ts';
import type { TracedPart } from '../../../diff/traced.ts';
import type { Diffed } from '../../../diff/diffed.ts';
import { grouped } from '../../../model/grouped.ts';
import { counted } from '../../../model/quote.ts';
import { told } from '../../plain-text.ts';
import type { Part } from '../part.ts';
import { causeInWords, placeInWords } from '../words.ts';

/** The components, links, routes and requests that came, went or became something else. */
export function structurePart(comparison: Comparison, of: Diffed['of']): Part | undefined {
  // Nobody's files say what their clients do.
  const changes = of === 'stack' ? comparison.structure.filter(({ what }) => what !== 'request') : comparison.structure;
  if (changes.length === 0) return undefined;
  const is = (before = '', after = ''): string => told(before === '' || after === '' ? before || after : `${before} -> ${after}`, 100);
  return {
    is: 'table',
    section: 'structure',
    title: 'structure',
    columns: [{ name: '', holds: 'prose' }, { name: '', holds: 'prose' }, { name: 'name', holds: 'code' }, { name: 'is', holds: 'code' }, { name: 'with', holds: 'code' }, { name: '', holds: 'prose' }],
    rows: [...changes.filter(({ what }) => what !== 'request').map((change) => [change.happened, change.what, told(change.name, 160), is(change.before, change.after), told((change.links ?? []).join(', '), 200), originInWords(change, comparison)]), ...requestRows(changes)],
    row: 'change of structure',
  };
}

/** What the scenario asks for follows from the routes: its names are enough. */
const requestRows = (changes: readonly TracedPart[]): readonly (readonly string[])[] =>
  [...grouped(changes.filter(({ what }) => what === 'request'), ({ happened }) => happened)].map(([happened, requests]) => [happened, counted(requests.length, 'request'), told(requests.map(({ name }) => name).join(', '), 200), '', '', '']);

/** Where a part is stated, or was; of what the sizing adds by itself, and of what is left out, why. */
function originInWords(change: TracedPart, comparison: Comparison): string {
  if (change.causes.length > 0) return `because ${change.causes.map((cause) => causeInWords(cause, comparison)).join('; ')}`;
  return placeInWords(structuralCause(change), comparison).replace(/^(?=.)/, change.happened === 'removed' ? 'was stated in ' : 'stated in ');
}

import { isGone, placeOf, type Cause } from '../../diff/cause.ts';
import type { Comparison } from '../../diff/comparison.ts';
import { placedEntry, showPosition, type Entry } from '../../model/entry.ts';
import { place, shown } from '../entry.ts';
import { told } from '../plain-text.ts';

/** Longest value and longest other text of a stranger's that are told in a line. */
const VALUE = 160;
const TEXT = 300;

/** A value in a line of a report; what a side does not have is said. */
export const valueInWords = (entry: Entry | undefined, without: string): string => (entry === undefined ? without : told(shown(entry), VALUE));

/** Where a cause is stated, or was: `profiles/medium.yaml:4:14`, `no longer stated in shop.yaml:7:3`. */
export function placeInWords(cause: Cause, comparison: Comparison): string {
  const place = placeOf(cause, comparison);
  return place === undefined ? '' : `${cause.from !== 'structure' && isGone(cause) ? 'no longer stated in ' : ''}${told(showPosition(place), TEXT)}`;
}

/** Where an entry of one of the sides comes from, in a few words. */
export function originInWords(entry: Entry, side: Comparison['before']): string {
  return told(place(side === undefined ? entry.origin : placedEntry(entry, side.shown).origin), TEXT);
}

/** A cause in words: `machine.memory 8GiB -> 12GiB, profiles/medium.yaml:4:14`. */
export function causeInWords(cause: Cause, comparison: Comparison): string {
  const place = placeInWords(cause, comparison);
  const at = place === '' ? '' : `, ${place}`;
  if (cause.from === 'structure') return `${cause.what} ${told(cause.name, VALUE)} ${cause.happened}${at}`;
  if (cause.from === 'program') return `the rule ${cause.rule} of another version of Plumbline`;
  return `${told(cause.id, VALUE)} ${valueInWords(cause.before, 'not stated')} -> ${valueInWords(cause.after, 'none')}${at}`;
}

/** The first causes in a sentence, and how many more there are. */
export const causesInWords = (causes: readonly Cause[], most: number, comparison: Comparison): string =>
  `${causes.slice(0, most).map((cause) => causeInWords(cause, comparison)).join('; ')}${causes.length > most ? `; and ${causes.length - most} more` : ''}`;

/** Names in a sentence: `db, cache and 3 more`. */
export const named = (names: readonly string[], most = 3): string => (names.length <= most + 1 ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`);

/** Names in a list of facts, without a comma: `db and cache`, `db and 3 more`. */
export const inWords = (names: readonly string[]): string => (names.length > 2 ? `${names[0] ?? ''} and ${names.length - 1} more` : names.join(' and '));

/** A text with the arrows that a page has and not every terminal. */
export const arrows = (text: string): string => text.replaceAll('->', '→');

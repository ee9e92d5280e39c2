import type { Node } from '../../formats/kubernetes-object.ts';
import { entryId, statedEntry, type Entry, type Position } from '../../model/entry.ts';
import { inOneLine } from '../../model/quote.ts';
import type { Setting } from '../../model/setting.ts';
import type { Unread } from '../../model/stack.ts';
import type { Value } from '../../model/value.ts';

/** Entries, and what could not be read. */
export interface Stated {
  readonly entries: readonly Entry[];
  readonly unread: readonly Unread[];
}

/** Nothing stated. */
export const NOTHING_STATED: Stated = { entries: [], unread: [] };

/** Everything that several parts state. */
export const allStated = (all: readonly Stated[]): Stated => ({ entries: all.flatMap((one) => one.entries), unread: all.flatMap((one) => one.unread) });

/** Entries alone. */
export const entriesOnly = (entries: readonly Entry[]): Stated => ({ entries, unread: [] });

/** The entry of a value that is written as a text; a text that is none of its kind is not read. */
export function stateNode<T extends Value>(component: string, setting: Setting<T>, key: string, node: Node | undefined, parse: (text: string) => T | undefined, subject?: string): Stated {
  if (node?.kind !== 'scalar') return NOTHING_STATED;
  const value = parse(node.text.trim());
  const more = subject === undefined ? {} : { subject };
  if (value !== undefined) return entriesOnly([statedEntry(component, setting, value, node.at, { ...more, text: `${key}: ${inOneLine(node.text)}` })]);
  return { entries: [], unread: [{ component, id: entryId({ name: component }, setting, subject), what: key, because: `${inOneLine(node.text)} is no value for it`, at: node.at }] };
}

/** A value that exists and that nobody can know from the files. */
export const unknownValue = (component: string, setting: Pick<Setting, 'kind' | 'name'>, because: string, at: Position): Stated => ({
  entries: [], unread: [{ component, id: entryId({ name: component }, setting), what: setting.name, because, at }],
});

/** Whole numbers from 0. */
export const wholeNumber = (text: string): number | undefined => (/^[0-9]{1,12}$/.test(text) ? Number(text) : undefined);
/** Seconds as milliseconds. */
export const seconds = (text: string): number | undefined => (/^[0-9]{1,9}$/.test(text) ? Number(text) * 1000 : undefined);

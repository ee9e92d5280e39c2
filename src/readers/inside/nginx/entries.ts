import { placeOf, shown, type Directive } from '../../../formats/nginx-syntax.ts';
import { defaultEntry, entryId, statedEntry, type Entry } from '../../../model/entry.ts';
import { plainly } from '../../../model/quote.ts';
import type { Setting } from '../../../model/setting.ts';
import type { Unread } from '../../../model/stack.ts';
import type { Value } from '../../../model/value.ts';
import { IMAGE_FILE } from './image.ts';

/** What reading one directive gave: an entry, something that could not be read, or neither. */
export interface Read {
  readonly entries: readonly Entry[];
  readonly unread: readonly Unread[];
}

/** Nothing read. */
export const NONE: Read = { entries: [], unread: [] };

/** All that was read together. */
export const joined = (...all: readonly Read[]): Read => ({ entries: all.flatMap((one) => one.entries), unread: all.flatMap((one) => one.unread) });

/** Whether a directive stands in the image's own configuration, not in a file of the tree. */
export const isImages = (directive: Directive): boolean => directive.file.path === IMAGE_FILE;

/** A value that a directive states; of the image's own configuration it counts as a default. */
export function entryOf<T extends Value>(component: string, setting: Setting<T>, value: T, directive: Directive, subject?: string): Entry<T> {
  if (isImages(directive)) return defaultEntry(component, setting, value, 'nginx image', subject);
  return statedEntry(component, setting, value, placeOf(directive), { text: plainly(shown(directive), 100), ...(subject === undefined ? {} : { subject }) });
}

/** Reads one text as the value of a setting; what holds a variable is not read. */
export function readAs<T extends Value>(component: string, setting: Setting<T>, text: string | undefined, read: (text: string) => T | undefined, directive: Directive, subject?: string): Read {
  if (text === undefined) return NONE;
  const value = read(text);
  if (value !== undefined) return { entries: [entryOf(component, setting, value, directive, subject)], unread: [] };
  return { entries: [], unread: [unreadOf(component, directive, text.includes('$') ? `${plainly(text, 60)} is known only at run time` : `${plainly(text, 60)} is no value of it`, entryId({ name: component }, setting, subject))] };
}

/** A directive that could not be read, and why. */
export const unreadOf = (component: string, directive: Directive, because: string, id?: string): Unread => ({
  component, ...(id === undefined ? {} : { id }), what: plainly(shown(directive), 100), because, ...(isImages(directive) ? {} : { at: placeOf(directive) }),
});


/** The value of `name=value` among the arguments of a directive. */
export const parameter = (directive: Directive, name: string): string | undefined =>
  directive.args.find((arg) => arg.text.startsWith(`${name}=`))?.text.slice(name.length + 1);

/** Whether a word is among the arguments of a directive. */
export const hasWord = (directive: Directive, word: string): boolean => directive.args.some((arg) => arg.text === word);

/** The text of an argument, from 0. */
export const argument = (directive: Directive | undefined, index: number): string | undefined => directive?.args[index]?.text;

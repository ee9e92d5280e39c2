import { parseValue } from '../../../formats/quantity.ts';
import type { Literal, Plain } from '../../../formats/literal.ts';
import { entryId, statedEntry, type Entry, type Position } from '../../../model/entry.ts';
import { NOTHING, together, type Facts } from '../../../model/facts.ts';
import { plainly } from '../../../model/quote.ts';
import type { Setting } from '../../../model/setting.ts';
import type { Value } from '../../../model/value.ts';
import { host_count } from '../../../settings/found.ts';

/** A value as it is written. */
export interface Written {
  readonly text: string;
  readonly at: Position;
  /** As a report shows it: `--workers 4`. */
  readonly shown: string;
}

/** Facts that are only entries. */
export const entriesOnly = (...entries: readonly Entry[]): Facts => ({ ...NOTHING, entries });

/** A setting whose value is stated and cannot be known: its default does not count. */
export const unreadSetting = (component: string, setting: Setting, what: string, because: string, at?: Position): Facts => ({
  ...NOTHING,
  unread: [{ component, id: entryId({ name: component }, setting), what, because, ...(at === undefined ? {} : { at }) }],
});

const FLAGS: ReadonlyMap<string, boolean> = new Map([['true', true], ['yes', true], ['on', true], ['1', true], ['false', false], ['no', false], ['off', false], ['0', false]]);

/** The value of a setting in a server's own spelling; `undefined` where it is none. */
export function valueFrom<T extends Value>(setting: Setting<T>, text: string): T | undefined {
  const trimmed = text.trim();
  if (setting.unit === 'flag') return FLAGS.get(trimmed.toLowerCase()) as T | undefined;
  const value = parseValue(trimmed, setting.unit, setting.bare);
  const fits = typeof value !== 'number' || (value >= (setting.min ?? -Infinity) && value <= (setting.max ?? Infinity) && (setting.unit === 'ratio' || Number.isInteger(value)));
  return fits ? (value as T | undefined) : undefined;
}

const KINDS: Readonly<Partial<Record<Setting['unit'], string>>> = { count: 'a whole number', milliseconds: 'a time', bytes: 'a size', flag: 'yes or no', ratio: 'a number' };

/** A stated setting, or why its text is no value of it. */
export function stating<T extends Value>(component: string, setting: Setting<T>, { text, at, shown }: Written): Facts {
  const value = valueFrom(setting, text);
  if (value === undefined) return unreadSetting(component, setting, shown, `${plainly(text)} is not ${KINDS[setting.unit] ?? 'understood'} that it takes`, at);
  return entriesOnly(statedEntry(component, setting, value, at, { text: plainly(shown, 80) }));
}

/** A number as text: a time may have decimals in a program, where it has none in a file. */
const textOf = (value: Plain, { unit, bare }: Setting): string =>
  typeof value === 'number' && !Number.isInteger(value) && unit === 'milliseconds' && bare !== undefined ? `${Math.round(value * bare)}ms` : String(value);

/** A setting that a program computes: its value, or why it is not known; and that it is counted on the host. */
export function statingLiteral<T extends Value>(component: string, setting: Setting<T>, literal: Literal, written: Omit<Written, 'text'>): Facts {
  const host = literal.host === true && setting.unit === 'count' ? [statedEntry(component, host_count, plainly(written.shown, 80), written.at, { text: plainly(written.shown, 80) })] : [];
  if (!literal.known) return together([entriesOnly(...host), unreadSetting(component, setting, written.shown, literal.because, written.at)]);
  const { value } = literal;
  if (value === null) return NOTHING;
  return together([entriesOnly(...host), stating(component, setting, { ...written, text: Array.isArray(value) ? value.join(',') : textOf(value, setting) })]);
}

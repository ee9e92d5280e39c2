import { showValue } from '../formats/quantity.ts';
import { showPosition, type Entry, type Origin } from '../model/entry.ts';
import { MiB, type Unit, type Value } from '../model/value.ts';

/** An entry's value in the spelling of people. */
export const shown = (entry: Entry): string => readable(entry.value, entry.setting.unit);

/** A value in the spelling of people; an odd number of bytes is rounded, with a `~`. */
export function readable(value: Value, unit: Unit): string {
  const exact = showValue(value, unit);
  if (unit !== 'bytes' || typeof value !== 'number' || value < MiB || !/\dB$/.test(exact)) return exact;
  return `~${Math.round((value / MiB) * 10) / 10}MiB`;
}

/** Where a value comes from, in a few words. */
export function place(origin: Origin | OriginJson): string {
  if (origin.from === 'stated') return showPosition(origin.at);
  if (origin.from === 'default') return `default of ${origin.of}`;
  if (origin.inputs.length === 0) return 'decided';
  return origin.bound === undefined ? 'sized' : `sized, bound by ${origin.bound}`;
}

/** An entry as JSON; the field names are stable. */
export interface EntryJson {
  readonly id: string;
  readonly value: Value;
  readonly unit: Unit;
  readonly shown: string;
  readonly origin: OriginJson;
}

/** An origin as JSON: entries it was computed from are named by their ids. */
export type OriginJson = Exclude<Origin, { readonly from: 'rule' }> | { readonly from: 'rule'; readonly rule: string; readonly inputs: readonly string[]; readonly bound?: string };

/** An entry as JSON. */
export const entryJson = (entry: Entry): EntryJson => ({
  id: entry.id,
  value: entry.value,
  unit: entry.setting.unit,
  shown: shown(entry),
  origin: originJson(entry.origin),
});

/** An origin as JSON. */
export const originJson = (origin: Origin): OriginJson =>
  origin.from === 'rule' ? { from: 'rule', rule: origin.rule, inputs: origin.inputs.map((input) => input.id), ...(origin.bound === undefined ? {} : { bound: origin.bound }) } : origin;

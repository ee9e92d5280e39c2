import { isIPv6 } from 'node:net';
import type { Setting } from '../model/setting.ts';
import { OTHER_TEXT, SIZE, TEXTS, type Spelling } from '../model/spelling.ts';
import { meant } from './suggest.ts';
import { DAY, TiB, type Unit, type Value } from '../model/value.ts';
import { parseValue, showValue } from './quantity.ts';

/** A value of a setting, or what was expected instead. */
export type SettingValue =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly expected: string; readonly hint?: string; /** Which item of a list is wrong, from 0. */ readonly item?: number };

const NAMES: Readonly<Record<Unit, string>> = {
  bytes: 'a size', milliseconds: 'a time', millicores: 'a number of CPU cores', count: 'a whole number',
  'per-second': 'a rate', ratio: 'a number', flag: 'true or false', text: 'a text', list: 'a list',
};
const EXAMPLES: Readonly<Partial<Record<Unit, string>>> = {
  bytes: '512MiB', milliseconds: '30s', millicores: '2, 0.5 or 500m', count: '200', 'per-second': '10/s or 30/min', ratio: '0.3 or 30%',
};
/** Where the server itself has no limit: beyond it a number is a slip of the finger. */
const GREATEST: Readonly<Partial<Record<Unit, number>>> = {
  bytes: 1024 * TiB, milliseconds: 3660 * DAY, millicores: 1_024_000, count: 2_147_483_647, 'per-second': 1e9, ratio: 1e9,
};

/** Reads a value of a setting from its spelling: unit, range, words and characters. Of a list, what is expected is said of an item. */
export function readSettingValue(setting: Setting, given: string | readonly string[]): SettingValue {
  if (setting.unit === 'list') return typeof given === 'string' ? no('a list such as [a, b]') : readList(setting, given);
  if (typeof given !== 'string') return no('one value, not a list');
  if (setting.unit === 'text') return readText(setting, given);
  const value = parseValue(given, setting.unit, setting.bare);
  if (value === undefined) return no(unreadable(setting), unitHint(setting, given));
  return typeof value === 'number' ? inRange(setting, value) : { ok: true, value };
}

const no = (expected: string, hint?: string): SettingValue => ({ ok: false, expected, ...(hint === undefined ? {} : { hint }) });
const spellingOf = (setting: Setting): Spelling => (TEXTS as Readonly<Record<string, Spelling>>)[`${setting.kind}.${setting.name}`] ?? OTHER_TEXT;
const unreadable = ({ unit }: Setting): string => (EXAMPLES[unit] === undefined ? NAMES[unit] : `${NAMES[unit]} such as ${EXAMPLES[unit]}`);

function unitHint({ unit }: Setting, given: string): string | undefined {
  const number = /^[0-9]+(\.[0-9]+)?$/.test(given);
  if (unit === 'bytes' && new RegExp(SIZE).test(given)) return 'it is no whole number of bytes';
  if (unit === 'bytes') return number ? `say the unit: ${given}MiB or ${given}GiB` : 'units of size are B, KiB, MiB, GiB and TiB';
  if (unit === 'milliseconds') return number ? `say the unit: ${given}ms, ${given}s or ${given}min` : 'units of time are ms, s, min, h and d';
  return undefined;
}

function inRange(setting: Setting, value: number): SettingValue {
  const least = setting.min ?? -Infinity;
  const most = setting.max ?? GREATEST[setting.unit] ?? Infinity;
  // PostgreSQL's -1 means "none" and lies outside the range of true quantities.
  if (value < least || value > most || (value < 0 && value !== least && setting.bare !== undefined)) return no(range(setting, least, most));
  const step = setting.bare ?? 1;
  if (step > 1 && value > 0 && value % step !== 0) return no(`a multiple of ${showValue(step, setting.unit)}, the unit in which the server counts`);
  return { ok: true, value: value + 0 }; // not -0
}

function range({ unit }: Setting, least: number, most: number): string {
  const low = showValue(least, unit);
  return most > Number.MAX_SAFE_INTEGER ? `${NAMES[unit]} of at least ${low}` : `${NAMES[unit]} from ${low} to ${limit(most, unit)}`;
}

const ROUND: Readonly<Partial<Record<Unit, number>>> = { bytes: TiB, milliseconds: DAY };

/** A server's odd limit (2147483647kB) in round words. */
function limit(most: number, unit: Unit): string {
  const exact = showValue(most, unit);
  const round = ROUND[unit];
  return exact.length < 10 || round === undefined || most < round ? exact : `about ${showValue(Math.round(most / round) * round, unit)}`;
}

function readText(setting: Setting, text: string): SettingValue {
  if (setting.oneOf !== undefined) {
    if (setting.oneOf.includes(text)) return { ok: true, value: text };
    return no(`one of ${setting.oneOf.join(', ')}`, meant(text, setting.oneOf));
  }
  const { pattern, expected } = spellingOf(setting);
  if (!new RegExp(pattern, 'u').test(text)) return no(expected);
  if (setting.kind === 'component' && setting.name === 'external' && !isPort(text.slice(text.lastIndexOf(':') + 1))) return no('a port from 1 to 65535');
  return { ok: true, value: text };
}

const isPort = (text: string): boolean => Number(text) >= 1 && Number(text) <= 65_535;

function readList(setting: Setting, items: readonly string[]): SettingValue {
  const { pattern, expected } = spellingOf(setting);
  const item = items.findIndex((text) => !new RegExp(pattern, 'u').test(text) || (setting.name === 'trusted_proxies' && text.includes(':') && !isIPv6(text.replace(/\/.*/, ''))));
  return item < 0 ? { ok: true, value: items } : { ok: false, expected, item };
}

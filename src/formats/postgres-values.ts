import type { Setting } from '../model/setting.ts';
import { DAY, GiB, HOUR, KiB, MINUTE, MiB, SECOND, TiB, type Value } from '../model/value.ts';
import { digits, inUnits, type NamedUnit } from './units.ts';

const SIZES: readonly NamedUnit[] = [['TB', TiB], ['GB', GiB], ['MB', MiB], ['kB', KiB], ['B', 1]];
const TIMES: readonly NamedUnit[] = [['d', DAY], ['h', HOUR], ['min', MINUTE], ['s', SECOND], ['ms', 1]];

/** Text in quotes, as postgresql.conf reads it: quotes doubled, backslashes and line ends escaped. */
export function quoteText(text: string): string {
  if (text.includes('\0')) throw new Error('PostgreSQL takes no text with a null character');
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "''").replace(/[\u0001-\u001f]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return `'${escaped}'`;
}

/** A quantity with its unit. PostgreSQL's special values, 0 and -1, have none. */
function quantity(value: number, units: readonly NamedUnit[]): string {
  return value <= 0 ? digits(value) : inUnits(value, units);
}

/** A value as text, without the quotes that a file or a statement may need. */
export function bare(setting: Pick<Setting, 'unit'>, value: Value): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return value.join(', ');
  if (setting.unit === 'bytes') return quantity(value, SIZES);
  if (setting.unit === 'milliseconds') return quantity(value, TIMES);
  return digits(value);
}

/** A value as postgresql.conf spells it. */
export function postgresValue(setting: Pick<Setting, 'unit'>, value: Value): string {
  const text = bare(setting, value);
  // A decimal number may not have its unit outside quotes.
  return typeof value === 'boolean' || (typeof value === 'number' && !/\.[0-9]+[a-z]/i.test(text)) ? text : quoteText(text);
}

/** A name in SQL. */
export const identifier = (name: string): string => `"${noNull(name).replaceAll('"', '""')}"`;

/** Text in SQL; it means the same whatever `standard_conforming_strings` says. */
export function literal(text: string): string {
  const doubled = noNull(text).replaceAll("'", "''");
  return text.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`;
}

function noNull(text: string): string {
  if (text.includes('\0')) throw new Error('SQL takes no text with a null character');
  return text;
}

/** A value in `ALTER ROLE ... SET name = value`: plain numbers need no quotes, all else does. */
export function sqlValue(setting: Pick<Setting, 'unit'>, value: Value): string {
  const text = bare(setting, value);
  return typeof value === 'number' && /^-?[0-9.]+$/.test(text) ? text : literal(text);
}

import type { Setting } from '../model/setting.ts';
import { SECOND, type Value } from '../model/value.ts';
import { digits, oneLine } from './units.ts';

/** The times of PgBouncer that take whole seconds only; the others take decimals. */
const WHOLE_SECONDS: readonly string[] = ['tcp_keepidle', 'tcp_keepintvl'];

/**
 * A value as pgbouncer.ini spells it: times in seconds, flags as 0 and 1. The file knows no quotes.
 * `undefined` for a time of which PgBouncer takes whole seconds only and that is none.
 */
export function pgbouncerValue(setting: Pick<Setting, 'unit' | 'name'>, value: Value): string | undefined {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return oneLine(value).trim();
  if (typeof value !== 'number') return value.map(oneLine).join(', ');
  if (setting.unit === 'milliseconds') return WHOLE_SECONDS.includes(setting.name) && value % SECOND !== 0 ? undefined : digits(value / SECOND);
  return digits(value);
}

/** A value inside a connection string of `[databases]`: in quotes where it is not a plain word. */
export const connectionValue = (text: string): string => (/^[A-Za-z0-9_.:-]+$/.test(text) ? text : `'${oneLine(text).replaceAll("'", "''")}'`);

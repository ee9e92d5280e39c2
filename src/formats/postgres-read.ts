import type { Setting } from '../model/setting.ts';
import { DAY, GiB, HOUR, KiB, MINUTE, MiB, SECOND, TiB, type Value } from '../model/value.ts';

/** A value of a parameter in our units, or what PostgreSQL expects instead. */
export type ParameterValue = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly expected: string };

/** Units are case-sensitive; `us` exists since 12. */
const SIZES: Readonly<Record<string, number>> = { B: 1, kB: KiB, MB: MiB, GB: GiB, TB: TiB };
const TIMES: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: SECOND, min: MINUTE, h: HOUR, d: DAY };
const NUMBER = /^\s*([-+]?(?:0[xX][0-9a-fA-F]+|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?))(?:\s*([A-Za-z]+))?\s*$/;
/** Words that PostgreSQL takes though its settings view does not list them. */
const HIDDEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  wal_level: { archive: 'replica', hot_standby: 'replica' },
  client_min_messages: { debug: 'debug2', info: 'info' },
  log_min_messages: { debug: 'debug2' },
  log_min_error_statement: { debug: 'debug2' },
  trace_recovery_messages: { debug: 'debug2' },
};

/** Reads a value as PostgreSQL does: a bare number counts the parameter's own unit, decimals are rounded to it. */
export function readParameter(setting: Setting, text: string): ParameterValue {
  if (setting.unit === 'flag') {
    const flag = readFlag(text);
    return flag === undefined ? no('on or off') : yes(flag);
  }
  if (setting.unit === 'text') return setting.oneOf === undefined ? yes(text) : readWord(setting, setting.oneOf, text);
  return readNumber(setting, text);
}

const yes = (value: Value): ParameterValue => ({ ok: true, value });
const no = (expected: string): ParameterValue => ({ ok: false, expected });

/** `on`, `off`, `1`, `0` and every beginning of true, false, yes and no. */
function readFlag(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (word === '') return undefined;
  if (word === '1' || word === 'on' || 'true'.startsWith(word) || 'yes'.startsWith(word)) return true;
  if (word === '0' || word === 'of' || word === 'off' || 'false'.startsWith(word) || 'no'.startsWith(word)) return false;
  return undefined;
}

function readWord(setting: Setting, words: readonly string[], text: string): ParameterValue {
  const word = text.toLowerCase();
  const found = words.find((one) => one.toLowerCase() === word) ?? HIDDEN[setting.name]?.[word];
  if (found !== undefined) return yes(found);
  // Where a word is on or off, the other spellings of a flag mean them.
  const flag = ['true', 'false', 'yes', 'no', '1', '0'].includes(word) ? readFlag(word) : undefined;
  const meant = flag === undefined ? undefined : words.find((one) => one === (flag ? 'on' : 'off'));
  return meant === undefined ? no(`one of ${words.filter(Boolean).join(', ')}`) : yes(meant);
}

function readNumber(setting: Setting, text: string): ParameterValue {
  const [, digits = '', unit = ''] = NUMBER.exec(text) ?? [];
  const units = setting.unit === 'bytes' ? SIZES : setting.unit === 'milliseconds' ? TIMES : {};
  const expected = unitWords(setting);
  if (digits === '') return no(expected);
  const base = setting.bare ?? 1;
  const octal = /^[-+]?0[0-7]+$/.test(digits) && setting.unit !== 'ratio';
  const number = octal ? Math.sign(Number(digits) || 1) * parseInt(digits.replace(/^[-+]/, ''), 8) : Number(digits);
  const factor = unit === '' ? base : Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (factor === undefined || !Number.isFinite(number)) return no(expected);
  // Special values (-1 and 0) are kept as they are; in the range, all count in the parameter's own unit.
  const counted = (number * factor) / base;
  const whole = setting.unit === 'ratio' || FRACTIONS.includes(setting.name) ? counted : roundHalfEven(counted);
  const value = whole < 0 ? whole : whole * base;
  if ((setting.min !== undefined && value < setting.min) || (setting.max !== undefined && value > setting.max)) return no(`${expected}, ${rangeWords(setting)}`);
  return yes(value);
}

/** Parameters with a unit that keep their decimals. */
const FRACTIONS: readonly string[] = ['vacuum_cost_delay', 'autovacuum_vacuum_cost_delay'];

/** As C's rint() does. */
function roundHalfEven(number: number): number {
  const floor = Math.floor(number);
  const part = number - floor;
  return part < 0.5 ? floor : part > 0.5 ? floor + 1 : floor % 2 === 0 ? floor : floor + 1;
}

function unitWords({ unit, bare = 1 }: Setting): string {
  if (unit === 'bytes') return `a size with B, kB, MB, GB or TB, or a number that counts ${bare === 1 ? 'bytes' : bare >= MiB ? `${bare / MiB} MB` : `${bare / KiB} kB`}`;
  if (unit === 'milliseconds') return 'a time with us, ms, s, min, h or d';
  return unit === 'ratio' ? 'a number' : 'a whole number';
}

function rangeWords({ unit, min, max, bare = 1 }: Setting): string {
  const show = (value: number | undefined): string => String(value === undefined ? '' : value < 0 ? value : value / bare);
  return `from ${show(min)} to ${show(max)}${unit === 'bytes' || unit === 'milliseconds' ? ' in its own unit' : ''}`;
}

import { DAY, GiB, HOUR, KiB, MINUTE, MiB, SECOND } from '../model/value.ts';

const SIZES: Readonly<Record<string, number>> = { '': 1, k: KiB, m: MiB, g: GiB };
/** A month of nginx has 30 days and a year 365. */
const TIMES: Readonly<Record<string, number>> = { y: 365 * DAY, M: 30 * DAY, w: 7 * DAY, d: DAY, h: HOUR, m: MINUTE, s: SECOND, ms: 1 };

/** A size as nginx spells it (`10m`, `16k`, `1g`), in bytes. */
export function sizeIn(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^([0-9]{1,15})([kKmMgG]?)$/.exec(text) ?? [];
  return digits === '' ? undefined : Number(digits) * (SIZES[unit.toLowerCase()] ?? 1);
}

/** A time as nginx spells it (`60`, `1m30s`, `500ms`), in milliseconds; a bare number counts seconds. */
export function timeIn(text: string): number | undefined {
  if (text === '' || !/^(?:[0-9]{1,12}(?:ms|[yMwdhms]) ?){0,8}(?:[0-9]{1,12})?$/.test(text)) return undefined;
  const parts = [...text.matchAll(/([0-9]{1,12})(ms|[yMwdhms])?/g)];
  return parts.reduce((total, [, digits, unit]) => total + Number(digits) * (TIMES[unit ?? 's'] ?? SECOND), 0);
}

/** A rate as nginx spells it (`10r/s`, `30r/m`), per second. */
export function rateIn(text: string): number | undefined {
  const [, digits, unit] = /^([0-9]{1,9})r\/([sm])$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) / (unit === 'm' ? 60 : 1);
}

/** A whole number. */
export const countIn = (text: string): number | undefined => (/^[0-9]{1,12}$/.test(text) ? Number(text) : undefined);

/** `on` or `off`. */
export const flagIn = (text: string): boolean | undefined => (/^on$/i.test(text) ? true : /^off$/i.test(text) ? false : undefined);

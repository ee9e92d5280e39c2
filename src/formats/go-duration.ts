import { DAY, HOUR, MINUTE, SECOND } from '../model/value.ts';

const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };
/** Nobody writes a longer one; in characters. */
const LONGEST = 60;

/** A time as Go, HAProxy and Compose spell it (`1m30s`, `1.5h`, `500ms`), in milliseconds; `undefined` when it is none. */
export function duration(text: string): number | undefined {
  if (text.length > LONGEST || !/^(?:[0-9]+(?:\.[0-9]+)?(?:ns|us|\u00b5s|ms|s|m|h|d|w))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/([0-9.]+)([a-z\u00b5]+)/g)];
  return Math.round(parts.reduce((total, [, number, unit = '']) => total + Number(number) * (UNITS[unit] ?? 0), 0));
}

/** The same; a bare number counts in `bare`. */
export const goDuration = (text: string, bare: number): number | undefined => (/^[0-9]{1,12}$/.test(text) ? Number(text) * bare : duration(text));

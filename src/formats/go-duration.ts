import { DAY, HOUR, MINUTE, SECOND } from '../model/value.ts';

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY };

/**
 * A time as Go programs and HAProxy spell it (`1m30s`, `500ms`, `2h`), in milliseconds; a bare number counts in `bare`.
 * `undefined` when it is none.
 */
export function goDuration(text: string, bare: number): number | undefined {
  if (/^[0-9]{1,12}$/.test(text)) return Number(text) * bare;
  if (text.length > 40 || !/^(?:[0-9.]{1,12}(?:us|ms|s|m|h|d))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/([0-9.]+)(us|ms|s|m|h|d)/g)];
  const total = parts.reduce((sum, [, number = '', unit = '']) => sum + Number(number) * (UNITS[unit] ?? NaN), 0);
  return Number.isFinite(total) ? Math.round(total) : undefined;
}

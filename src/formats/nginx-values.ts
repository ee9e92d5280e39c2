import { DAY, GiB, HOUR, KiB, MINUTE, MiB, SECOND } from '../model/value.ts';

/** The largest of `units` that counts `value` exactly; `undefined` where none does. */
function inUnits(value: number, units: readonly (readonly [suffix: string, size: number])[]): string | undefined {
  if (!Number.isSafeInteger(value) || value < 0) return undefined;
  if (value === 0) return '0';
  const [suffix, size] = units.find(([, unit]) => value % unit === 0) ?? [];
  return size === undefined ? undefined : `${value / size}${suffix}`;
}

const SIZES = [['m', MiB], ['k', KiB], ['', 1]] as const;
const TIMES = [['d', DAY], ['h', HOUR], ['m', MINUTE], ['s', SECOND], ['ms', 1]] as const;

/** A size for buffers and zones, which know `k` and `m` only. */
export const nginxSize = (bytes: number): string | undefined => inUnits(bytes, SIZES);
/** A size for bodies and files, which know `g` too. */
export const nginxOffset = (bytes: number): string | undefined => inUnits(bytes, [['g', GiB], ...SIZES]);
/** A time for the directives that count milliseconds. */
export const nginxTime = (milliseconds: number): string | undefined => inUnits(milliseconds, TIMES);
/** A time for the directives that count whole seconds and refuse `ms`. */
export const nginxSeconds = (milliseconds: number): string | undefined => inUnits(milliseconds, TIMES.slice(0, -1));
/** A time as a bare number of seconds, as headers such as `Retry-After` want it. */
export const headerSeconds = (milliseconds: number): string | undefined => inUnits(milliseconds, [['', SECOND]]);
/** A whole number. */
export const nginxCount = (count: number): string | undefined => inUnits(count, [['', 1]]);

/** A rate: nginx knows whole requests per second or per minute, and nothing between them. */
export function nginxRate(perSecond: number): string | undefined {
  if (Number.isSafeInteger(perSecond) && perSecond > 0) return `${perSecond}r/s`;
  const perMinute = Math.round(perSecond * 60);
  return perMinute > 0 && Math.abs(perMinute / 60 - perSecond) < 1e-9 ? `${perMinute}r/m` : undefined;
}

/**
 * A word of a directive that nginx reads as itself: in quotes where it must be. A `$` would begin
 * a variable, which no quoting prevents, so it is an error, as are characters that cannot be seen.
 */
export function nginxWord(text: string): string {
  if (/[$\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) throw new Error(`nginx cannot be told this text as it is: ${JSON.stringify(text)}`);
  return /^[A-Za-z0-9/_.:=@~+-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

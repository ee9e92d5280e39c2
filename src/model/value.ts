/** What a setting can hold. Quantities are whole numbers (or exact decimals) of their unit. */
export type Value = number | boolean | string | readonly string[];

/**
 * The unit a value is counted in: `bytes`, `milliseconds` and `millicores` (thousandths of a CPU
 * core) are integers; `ratio` and `per-second` may have decimals.
 */
export type Unit =
  | 'bytes'
  | 'milliseconds'
  | 'millicores'
  | 'count'
  | 'per-second'
  | 'ratio'
  | 'flag'
  | 'text'
  | 'list';

export const KiB = 1024;
export const MiB = 1024 * KiB;
export const GiB = 1024 * MiB;
export const TiB = 1024 * GiB;
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** One CPU core in millicores. */
export const CORE = 1000;

/** The greatest multiple of `step` that is at most `value`. */
export const floorTo = (value: number, step: number): number => Math.floor(value / step) * step;
/** The smallest multiple of `step` that is at least `value`. */
export const ceilTo = (value: number, step: number): number => Math.ceil(value / step) * step;
/** `value` held between `low` and `high`; `low` wins when the two cross. */
export const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
/** The sum of a list of numbers. */
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

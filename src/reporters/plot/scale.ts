import { grouped } from '../../formats/figures.ts';

/** A mark on an axis. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** An axis: where a value lies on it (0 to 1), and its marks. */
export interface Axis {
  readonly place: (value: number) => number;
  readonly ticks: readonly Tick[];
}

const STEPS = [1, 2, 2.5, 5, 10];

/** An axis from zero to at least `most`, with a handful of round marks. */
export function linear(most: number, marks = 5): Axis {
  const top = most > 0 && Number.isFinite(most) ? most : 1;
  const power = 10 ** Math.floor(Math.log10(top / marks));
  const step = (STEPS.find((candidate) => candidate * power * marks >= top) ?? 10) * power;
  const count = Math.ceil(Number((top / step).toFixed(6)));
  return { place: (value) => value / (count * step), ticks: Array.from({ length: count + 1 }, (_, i) => ({ at: i * step, label: short(i * step) })) };
}

/** An axis from zero to exactly `most`; the marks are round, and need not reach its end. */
export function upTo(most: number, marks = 6): Axis {
  return { place: (value) => value / (most || 1), ticks: linear(most, marks).ticks.filter(({ at }) => at <= most * 1.0001) };
}

/** Room for the words above a mark near the end of a logarithmic axis. */
export const ABOVE = 1.6;

/** A logarithmic axis that holds all values above zero, with marks at 1, 2 and 5 of each power of ten, or fewer. */
export function logarithmic(values: readonly number[]): Axis {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const low = Math.min(...positive, positive.length > 0 ? Infinity : 1);
  const high = Math.max(...positive, positive.length > 0 ? 0 : 10);
  const all = roundBetween(low / 10, high * 10);
  const from = all.findLast((at) => at <= low) ?? low;
  const to = all.find((at) => at >= high && at > from) ?? high;
  const span = Math.log10(to / from);
  const within = all.filter((at) => at >= from && at <= to);
  const shown = within.length > 9 ? within.filter((at) => isPower(at)) : within;
  return { place: (value) => (value <= from ? 0 : Math.log10(value / from) / span), ticks: shown.map((at) => ({ at, label: short(at) })) };
}

const isPower = (value: number): boolean => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;

function roundBetween(low: number, high: number): readonly number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  return Array.from({ length: last - first + 1 }, (_, i) => [1, 2, 5].map((digit) => Number(`${digit}e${first + i}`))).flat();
}

/** Percentiles, 0 to `last`: each mark leaves a tenth of what the one before leaves, so that the tail has room. */
export function percentile(last: number): Axis {
  const depth = (value: number): number => Math.log10(100 / Math.max(1e-7, 100 - value));
  const ticks = [0, 50, 90, 99, 99.9, 99.99, 99.999].filter((at) => at <= last);
  return { place: (value) => depth(value) / depth(last), ticks: ticks.map((at) => ({ at, label: at === 0 ? '0' : String(at) })) };
}

/** A number as a mark shows it: `1.5k`, `20`, `0.5`. */
function short(value: number): string {
  if (value >= 10_000) return `${grouped(value / 1000)}k`;
  return grouped(Number(value.toPrecision(6)));
}

import { MOST_CLIENTS } from '../../bench/spec.ts';
import { parseValue, showValue } from '../../formats/quantity.ts';
import { fail } from '../../model/problem.ts';
import { quoted } from '../../model/quote.ts';
import { HOUR, MINUTE, SECOND } from '../../model/value.ts';

/** The flags of `gen bench`, as they were typed. */
export interface BenchOptions {
  readonly profile: string;
  readonly set: readonly string[];
  readonly sized?: true;
  readonly url?: string;
  readonly allowHost?: string;
  readonly start?: true;
  readonly at?: string;
  readonly app?: string;
  readonly appDir?: string;
  readonly limits: 'cgroup' | 'none';
  readonly rate?: string;
  readonly duration?: string;
  readonly warmUp?: string;
  readonly arrivals: 'even' | 'poisson';
  readonly scenario?: string;
  readonly connections?: string;
  readonly clients?: string;
  readonly timeout?: string;
  readonly seed?: string;
  readonly search?: true;
  readonly saturate?: true;
  readonly quick?: true;
  readonly ratings: string;
  readonly output?: string;
  readonly html?: string;
  readonly format: 'text' | 'json';
}

/** The numbers among the flags; times in milliseconds, what was not said left out. */
export interface Numbers {
  readonly rate?: number;
  readonly duration: number;
  readonly warmUp: number;
  readonly connections?: number;
  readonly clients?: number;
  readonly timeout: number;
  readonly seed: number;
}

/** What is taken where nothing is said; the length of a quick run. */
const DEFAULTS = { full: { duration: 20 * SECOND, warmUp: 5 * SECOND }, quick: { duration: 5 * SECOND, warmUp: 2 * SECOND } } as const;
const TIMEOUT = 10 * SECOND;

interface Range {
  readonly flag: string;
  readonly unit: 'milliseconds' | 'per-second' | 'count';
  readonly least: number;
  readonly most: number;
}

/** Reads the numbers among the flags; every one is bounded, so that no run is without end. */
export function numbersOf(options: BenchOptions): Numbers {
  const { duration, warmUp } = DEFAULTS[options.quick ? 'quick' : 'full'];
  const rate = numberOf(options.rate, { flag: '--rate', unit: 'per-second', least: 0.1, most: 50_000 });
  const clients = numberOf(options.clients, { flag: '--clients', unit: 'count', least: 1, most: MOST_CLIENTS });
  const connections = numberOf(options.connections, { flag: '--connections', unit: 'count', least: 1, most: 20_000 });
  return {
    ...(rate === undefined ? {} : { rate }),
    ...(clients === undefined ? {} : { clients }),
    ...(connections === undefined ? {} : { connections }),
    duration: numberOf(options.duration, { flag: '--duration', unit: 'milliseconds', least: SECOND, most: HOUR }) ?? duration,
    warmUp: numberOf(options.warmUp, { flag: '--warm-up', unit: 'milliseconds', least: 0, most: 10 * MINUTE }) ?? warmUp,
    timeout: numberOf(options.timeout, { flag: '--timeout', unit: 'milliseconds', least: 10, most: 10 * MINUTE }) ?? TIMEOUT,
    seed: numberOf(options.seed, { flag: '--seed', unit: 'count', least: 0, most: 2 ** 31 - 1 }) ?? 1,
  };
}

const EXPECTED = { milliseconds: 'a time', 'per-second': 'a rate', count: 'a whole number' } as const;

function numberOf(text: string | undefined, { flag, unit, least, most }: Range): number | undefined {
  if (text === undefined) return undefined;
  const value = parseValue(text, unit);
  if (typeof value === 'number' && value >= least && value <= most) return value;
  return fail(`expected ${EXPECTED[unit]} from ${showValue(least, unit)} to ${showValue(most, unit)}, found ${quoted(text)}`, { file: flag, line: 0, column: 0 }, unit === 'milliseconds' && /^[0-9.]+$/.test(text) ? `say the unit: ${text}s or ${text}min` : undefined);
}

import type { PlanUnit } from './plan.ts';
import type { PgSetting } from './postgres.ts';

/** A value in a plan's unit, as a server reports it: numbers for amounts, true or false for flags. */
export type Reported = number | boolean | string | readonly string[];

const bytesPer: Readonly<Record<string, number>> = { B: 1, kB: 1024, '8kB': 8192, MB: 1024 ** 2, GB: 1024 ** 3 };
const millisecondsPer: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** What PostgreSQL reports, in a plan's unit. A negative amount is PostgreSQL's "off" or "automatic" and stays as it is. */
export function postgresValue({ setting, unit: own }: Pick<PgSetting, 'setting' | 'unit'>, unit: PlanUnit): Reported {
  const amount = Number(setting);
  if (unit === 'bytes') return amount < 0 ? amount : amount * (bytesPer[own ?? 'B'] ?? Number.NaN);
  if (unit === 'milliseconds') return amount < 0 ? amount : amount * (millisecondsPer[own ?? 'ms'] ?? Number.NaN);
  return plainValue(setting, unit, ['on', 'off']);
}

// The settings of Redis whose times are in milliseconds; all its other times are in seconds.
const redisMilliseconds = new Set(['busy-reply-threshold', 'lua-time-limit', 'cluster-node-timeout', 'latency-monitor-threshold']);

/** What Redis reports, in a plan's unit. */
export function redisValue(name: string, setting: string, unit: PlanUnit): Reported {
  if (unit === 'milliseconds') return Number(setting) * (redisMilliseconds.has(name) ? 1 : 1000);
  return plainValue(setting, unit, ['yes', 'no']);
}

/** What PgBouncer reports, in a plan's unit: its times are in seconds. */
export function pgbouncerValue(setting: string, unit: PlanUnit): Reported {
  return unit === 'milliseconds' ? Number(setting) * 1000 : plainValue(setting, unit, ['1', '0']);
}

function plainValue(setting: string, unit: PlanUnit, [yes, no]: readonly [yes: string, no: string]): Reported {
  switch (unit) {
    case 'flag': return setting === yes ? true : setting === no ? false : setting;
    case 'text': return setting;
    case 'list': return setting === '' ? [] : setting.split(',').map((each) => each.trim());
    default: return Number(setting);
  }
}

import { partValue, valueOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import type { Stack } from '../../model/stack.ts';
import { isAnswering } from '../../model/who.ts';
import { rps } from '../../settings/profile.ts';
import { cpu_time, queries_per_request, query_time, wait_time } from '../../settings/workload.ts';
import { readable } from '../entry.ts';
import { table } from '../table.ts';

/** The load that was asked for; times in milliseconds. */
export interface Load {
  readonly rps: number;
  readonly cpuTime: number;
  readonly wait: number;
  readonly queries: number;
  readonly queryTime: number;
}

/** The load, from any plan that was made for it. */
export function loadOf(plan: Stack): Load {
  const of = (setting: Setting<number>): number => partValue(plan, setting) ?? 0;
  const api = plan.components.find(isAnswering);
  const work = (setting: Setting<number>): number => (api === undefined ? undefined : valueOf(plan, api, setting)) ?? of(setting);
  return { rps: of(rps), cpuTime: work(cpu_time), wait: work(wait_time), queries: work(queries_per_request), queryTime: work(query_time) };
}

/** Two decimals at most. */
export const round = (value: number): number => Math.round(value * 100) / 100;
const ms = (time: number): string => readable(time, 'milliseconds');

/** What the load keeps busy wherever it runs, by Little's law. */
export const busyOf = (load: Load) => ({
  inFlight: round((load.rps * (load.cpuTime + load.wait)) / 1000),
  busyCores: round((load.rps * load.cpuTime) / 1000),
  busyConnections: round((load.rps * load.queries * load.queryTime) / 1000),
});

/** The same with its arithmetic; `most` is the response time asked of all. */
export function showArithmetic(load: Load, most: number | undefined): readonly string[] {
  const busy = busyOf(load);
  return table([
    ['in flight', `${load.rps}/s x (${ms(load.cpuTime)} + ${ms(load.wait)}) = ${busy.inFlight} requests at once`, "Little's law"],
    ['cpu', `${load.rps}/s x ${ms(load.cpuTime)} = ${busy.busyCores} cores busy in the application`],
    ['connections', `${load.rps}/s x ${load.queries} queries x ${ms(load.queryTime)} = ${busy.busyConnections} busy in the database`, "Little's law"],
    ...(most === undefined ? [] : [['p95', `at most ${ms(most)}, of which ${ms(load.wait)} is waiting for others`]]),
  ]);
}

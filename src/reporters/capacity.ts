import { budgets } from '../budgets.ts';
import { partValue, valueOf } from '../model/lookup.ts';
import type { Setting } from '../model/setting.ts';
import type { Stack } from '../model/stack.ts';
import { CORE, sum } from '../model/value.ts';
import { isApplication } from '../model/who.ts';
import { app_rps, capacity, replicas } from '../settings/component.ts';
import { cpu_limit } from '../settings/container.ts';
import { workers } from '../settings/node.ts';
import { cpu, memory, p95, rps } from '../settings/profile.ts';
import { cpu_time, queries_per_request, query_time, wait_time } from '../settings/workload.ts';
import { readable } from './entry.ts';
import type { Style } from './style.ts';
import { table, type Cell } from './table.ts';

/** One machine, and whether it carries the load. */
export interface Candidate {
  readonly name: string;
  /** Missing when the machine is too small to be sized at all. */
  readonly plan?: Stack;
  readonly carries: boolean;
  readonly because?: string;
}

/** The answer to `gen size`. */
export interface Capacity {
  readonly builtIn: readonly Candidate[];
  /** The smallest machine of its own that carries the load, or the largest that does not. */
  readonly custom: Candidate;
}

/** The load, from any plan that was made for it. */
interface Load {
  readonly rps: number;
  readonly cpuTime: number;
  readonly wait: number;
  readonly queries: number;
  readonly queryTime: number;
}

function loadOf(plan: Stack): Load {
  const of = (setting: Setting<number>): number => partValue(plan, setting) ?? 0;
  const api = plan.components.filter(isApplication)[0];
  const work = (setting: Setting<number>): number => (api === undefined ? undefined : valueOf(plan, api, setting)) ?? of(setting);
  return { rps: of(rps), cpuTime: work(cpu_time), wait: work(wait_time), queries: work(queries_per_request), queryTime: work(query_time) };
}

const round = (value: number): number => Math.round(value * 100) / 100;
const ms = (time: number): string => readable(time, 'milliseconds');
const all = ({ builtIn, custom }: Capacity): readonly Candidate[] => [...builtIn, custom];

/** What a candidate brings, in numbers. */
function figures(plan: Stack) {
  const apps = plan.components.filter(isApplication);
  const total = (of: (app: (typeof apps)[number]) => number): number => sum(apps.map(of));
  const connections = budgets(plan).find((budget) => budget.takers.length === 0);
  const copies = (app: (typeof apps)[number]): number => valueOf(plan, app, replicas) ?? 1;
  const loops = total((app) => copies(app) * Math.min(valueOf(plan, app, workers) ?? 1, (valueOf(plan, app, cpu_limit) ?? Infinity) / CORE));
  const busy = total((app) => ((valueOf(plan, app, app_rps) ?? 0) * (valueOf(plan, app, cpu_time) ?? 0)) / 1000);
  return {
    cpu: partValue(plan, cpu) ?? 0,
    memory: partValue(plan, memory) ?? 0,
    workers: total((app) => (valueOf(plan, app, workers) ?? 1) * copies(app)),
    capacity: total((app) => valueOf(plan, app, capacity) ?? 0),
    utilisation: round(busy / loops),
    connections: connections === undefined ? undefined : { used: connections.used, available: connections.available },
  };
}

/** The answer as people read it: the arithmetic, the candidates, the verdict. */
export function showCapacity(found: Capacity, style: Style): readonly string[] {
  const plan = all(found).find((candidate) => candidate.plan !== undefined)?.plan;
  return [...(plan === undefined ? [] : [...arithmetic(loadOf(plan), commonP95(found)), '']), ...table([HEAD, ...all(found).map((candidate) => row(candidate, style))]), '', verdict(found, style)];
}

/** The response time asked of every candidate; the built-in profiles have their own where none is asked. */
function commonP95(found: Capacity): number | undefined {
  const times = new Set(all(found).flatMap(({ plan }) => (plan === undefined ? [] : [partValue(plan, p95)])));
  return times.size === 1 ? [...times][0] : undefined;
}

function arithmetic(load: Load, most: number | undefined): readonly string[] {
  const each = load.cpuTime + load.wait;
  const held = round((load.rps * load.queries * load.queryTime) / 1000);
  return table([
    ['in flight', `${load.rps}/s x (${ms(load.cpuTime)} + ${ms(load.wait)}) = ${round((load.rps * each) / 1000)} requests at once`, "Little's law"],
    ['cpu', `${load.rps}/s x ${ms(load.cpuTime)} = ${round((load.rps * load.cpuTime) / 1000)} cores busy in the application`],
    ['connections', `${load.rps}/s x ${load.queries} queries x ${ms(load.queryTime)} = ${held} busy in the database`, "Little's law"],
    ...(most === undefined ? [] : [['p95', `at most ${ms(most)}, of which ${ms(load.wait)} is waiting for others`]]),
  ]);
}

const right = (text: string): Cell => ({ text, right: true });
const HEAD: readonly (Cell | string)[] = ['', right('cpu'), right('memory'), right('workers'), right('comfortable'), right('use'), right('connections'), 'carries it'];

function row({ name, plan, carries, because }: Candidate, style: Style): readonly (Cell | string)[] {
  const answer: Cell = carries ? { text: 'yes', look: style.green } : { text: `no: ${because ?? ''}`, look: style.yellow };
  if (plan === undefined) return [name, '', '', '', '', '', '', answer];
  const has = figures(plan);
  return [
    name,
    right(readable(has.cpu, 'millicores')),
    right(readable(has.memory, 'bytes')),
    right(String(has.workers)),
    right(`${round(has.capacity)}/s`),
    right(`${Math.round(has.utilisation * 100)} %`),
    right(has.connections === undefined ? '' : `${has.connections.used} of ${has.connections.available}`),
    answer,
  ];
}

function verdict(found: Capacity, style: Style): string {
  const built = found.builtIn.find((candidate) => candidate.carries)?.name;
  const own = found.custom.carries && found.custom.plan !== undefined ? figures(found.custom.plan) : undefined;
  const machine = own && `machine: { cpu: ${readable(own.cpu, 'millicores')}, memory: ${readable(own.memory, 'bytes')} }`;
  if (built !== undefined) return `${style.bold(`gen --profile ${built}`)} carries it${machine === undefined || !isSmaller(found) ? '' : `; ${machine} would do`}`;
  if (machine !== undefined) return `no built-in profile carries it; ${style.bold(machine)} does`;
  return 'one machine of up to 64 cores does not carry it: spread the load, cache more, or make requests cheaper';
}

/** Whether the machine of its own has fewer cores than every built-in profile that carries the load. */
const isSmaller = ({ builtIn, custom }: Capacity): boolean =>
  builtIn.every(({ carries, plan }) => !carries || plan === undefined || custom.plan === undefined || figures(custom.plan).cpu < figures(plan).cpu);

/** The answer as JSON; the field names are stable. */
export function capacityJson(found: Capacity): object {
  const plan = all(found).find((candidate) => candidate.plan !== undefined)?.plan;
  const load = plan && loadOf(plan);
  return {
    ...(load && { load, inFlight: round((load.rps * (load.cpuTime + load.wait)) / 1000), busyCores: round((load.rps * load.cpuTime) / 1000), busyConnections: round((load.rps * load.queries * load.queryTime) / 1000) }),
    candidates: all(found).map(({ name, plan: sized, carries, because }) => ({ name, carries, ...(because === undefined ? {} : { because }), ...(sized && figures(sized)) })),
    answer: found.builtIn.find((candidate) => candidate.carries)?.name ?? (found.custom.carries ? found.custom.name : null),
  };
}

import { budgets } from '../budgets.ts';
import { inPlan } from '../model/input.ts';
import { partValue, valueOf } from '../model/lookup.ts';
import { isCluster, type Stack } from '../model/stack.ts';
import { CORE, sum } from '../model/value.ts';
import { isAnswering } from '../model/who.ts';
import { processes } from '../rules/application/inputs.ts';
import { nodes } from '../settings/cluster.ts';
import { app_rps, capacity, replicas } from '../settings/component.ts';
import { cpu_limit } from '../settings/container.ts';
import { cpu, memory } from '../settings/profile.ts';
import { cpu_time } from '../settings/workload.ts';
import { bottleneck } from '../tiers.ts';
import { answerCell } from './capacity/answer.ts';
import { allOf, answerOf, commonP95, coresOf, type Candidate, type Capacity } from './capacity/candidate.ts';
import { clusterFigures, nodeWords, showClusters, showNext } from './capacity/clusters.ts';
import { busyOf, loadOf, round, showArithmetic } from './capacity/load.ts';
import { readable } from './entry.ts';
import type { Style } from './style.ts';
import { table, type Cell } from './table.ts';

/** What a candidate brings, in numbers; CPU and memory of one machine or node. */
function figures(plan: Stack) {
  const apps = plan.components.filter(isAnswering);
  const total = (of: (app: (typeof apps)[number]) => number): number => sum(apps.map(of));
  const connections = budgets(plan).find((budget) => budget.takers.length === 0);
  const copies = (app: (typeof apps)[number]): number => valueOf(plan, app, replicas) ?? 1;
  const workers = (app: (typeof apps)[number]): number => inPlan(plan, app, processes) ?? 1;
  const loops = total((app) => copies(app) * Math.min(workers(app), (valueOf(plan, app, cpu_limit) ?? Infinity) / CORE));
  const busy = total((app) => ((valueOf(plan, app, app_rps) ?? 0) * (valueOf(plan, app, cpu_time) ?? 0)) / 1000);
  const short = bottleneck(plan);
  return {
    cpu: partValue(plan, cpu) ?? 0,
    memory: partValue(plan, memory) ?? 0,
    ...(isCluster(plan) ? { nodes: partValue(plan, nodes) ?? 0 } : {}),
    workers: total((app) => workers(app) * copies(app)),
    capacity: total((app) => valueOf(plan, app, capacity) ?? 0),
    utilisation: round(busy / loops),
    connections: connections === undefined ? undefined : { used: connections.used, available: connections.available },
    ...(short === undefined ? {} : { bottleneck: { component: short.tier.component.name, rate: short.rate } }),
  };
}

/** The answer as people read it: the arithmetic, the candidates, the verdict. */
export function showCapacity(found: Capacity, style: Style): readonly string[] {
  const plan = allOf(found).find((candidate) => candidate.plan !== undefined)?.plan;
  const machines = [...found.builtIn, ...(found.custom === undefined ? [] : [found.custom])];
  return [
    ...(plan === undefined ? [] : [...showArithmetic(loadOf(plan), commonP95(found)), '']),
    ...(machines.length === 0 ? [] : [...table([HEAD, ...machines.map((candidate) => row(candidate, style))]), '']),
    ...(found.clusters.length === 0 ? [] : [...showClusters(found.clusters, style), '']),
    ...verdict(found, style),
  ];
}

const right = (text: string): Cell => ({ text, right: true });
const HEAD: readonly (Cell | string)[] = ['', right('cpu'), right('memory'), right('workers'), right('comfortable'), 'short first', right('use'), right('connections'), 'carries it'];

function row(candidate: Candidate, style: Style): readonly (Cell | string)[] {
  const { name, plan } = candidate;
  const answer = answerCell(candidate, style);
  if (plan === undefined) return [name, '', '', '', '', '', '', '', answer];
  const has = figures(plan);
  const times = has.nodes === undefined ? '' : `${has.nodes} x `;
  return [
    name,
    right(`${times}${readable(has.cpu, 'millicores')}`),
    right(`${times}${readable(has.memory, 'bytes')}`),
    right(String(has.workers)),
    right(`${has.bottleneck?.rate ?? round(has.capacity)}/s`),
    has.bottleneck?.component ?? '',
    right(`${Math.round(has.utilisation * 100)} %`),
    right(has.connections === undefined ? '' : `${has.connections.used} of ${has.connections.available}`),
    answer,
  ];
}

function verdict(found: Capacity, style: Style): readonly string[] {
  const answer = answerOf(found);
  if (answer?.plan === undefined) return [nothing(found)];
  const next = isCluster(answer.plan) ? showNext(answer.plan, found.reach) : [];
  if (found.builtIn.includes(answer)) return [`${style.bold(commandOf(answer.name, answer.plan))} carries it${smaller(found, answer.plan)}`, ...next];
  if (answer === found.custom) return [`no built-in machine carries it; ${style.bold(fieldsOf(answer.plan))} does${found.builtIn.filter(({ carries }) => carries).map(({ name, plan }) => `, and so does ${commandOf(name, plan)}`).join('')}`];
  const none = found.builtIn.length === 0 ? '' : `${found.custom === undefined ? 'no built-in profile' : 'no machine of up to 64 cores'} carries it; `;
  return [`${none}${nodeWords(answer.plan)} do: ${style.bold(fieldsOf(answer.plan))}`, ...next];
}

/** How a built-in profile is rendered; with another runtime than its own, how a profile with its machine begins. */
function commandOf(name: string, plan: Stack | undefined): string {
  const runtime = plan?.components.find(isAnswering)?.kind ?? 'node';
  return runtime === 'node' || plan === undefined ? `gen --profile ${name}` : `gen init --runtime ${runtime} with ${fieldsOf(plan)}`;
}

/** What to do where nothing carries the load, and how far the best of it goes. */
function nothing(found: Capacity): string {
  const [best] = allOf(found).flatMap(({ name, plan }) => {
    const short = plan && bottleneck(plan);
    return short === undefined ? [] : [{ name, rate: short.rate, component: short.tier.component.name }];
  }).sort((a, b) => b.rate - a.rate);
  const most = best === undefined ? '' : `; of these, ${best.name} ${best.name.startsWith('nodes') ? 'carry' : 'carries'} most, ${best.rate}/s, and ${best.component} is short first`;
  return `${found.custom === undefined ? 'no cluster' : found.clusters.length === 0 ? 'no machine' : 'neither a machine nor a cluster'} of these sizes carries it${most}: spread the load, cache more, or make requests cheaper`;
}

/** A machine or nodes as a profile states them. */
function fieldsOf(plan: Stack): string {
  const { cpu: cores, memory: space } = figures(plan);
  return `${isCluster(plan) ? 'topology: cluster, ' : ''}machine: { cpu: ${readable(cores, 'millicores')}, memory: ${readable(space, 'bytes')} }`;
}

/** What would do beside a built-in profile: a machine, or a cluster, of fewer cores. */
function smaller(found: Capacity, built: Stack): string {
  const other = answerOf({ ...found, builtIn: [] })?.plan;
  if (other === undefined || coresOf(other) >= coresOf(built)) return '';
  return `; ${isCluster(other) ? `${nodeWords(other)} would do: ` : ''}${fieldsOf(other)}${isCluster(other) ? '' : ' would do'}`;
}

/** The answer as JSON; the field names are stable. */
export function capacityJson(found: Capacity): object {
  const plan = allOf(found).find((candidate) => candidate.plan !== undefined)?.plan;
  const load = plan && loadOf(plan);
  const answer = answerOf(found);
  const machines = [...found.builtIn, ...(found.custom === undefined ? [] : [found.custom])];
  const head = ({ name, carries, because }: Candidate): object => ({ name, carries, ...(because === undefined ? {} : { because }) });
  return {
    ...(load && { load, ...busyOf(load) }),
    candidates: machines.map((candidate) => ({ ...head(candidate), ...(candidate.plan && figures(candidate.plan)) })),
    ...(found.clusters.length === 0 ? {} : { clusters: found.clusters.map((candidate) => ({ ...head(candidate), ...(candidate.plan && clusterFigures(candidate.plan)) })) }),
    answer: answer?.name ?? null,
    ...(found.reach === undefined ? {} : { reach: { rate: found.reach.rate, component: found.reach.component.name } }),
  };
}

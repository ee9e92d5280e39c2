import { each, first, given, mapped, optional, own, present, readAll, structure, type Input } from '../model/input.ts';
import { repeated } from '../model/lookup.ts';
import { counted } from '../model/quote.ts';
import { isCluster, isOperated, PROJECT, type Component, type Stack } from '../model/stack.ts';
import * as cluster from '../settings/cluster.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as kubernetes from '../settings/kubernetes.ts';
import * as profile from '../settings/profile.ts';
import { stayingHosted } from './runs-once.ts';
import { inCores, inMiB } from './words.ts';

/** The pods of one component, and what each of them requests; `apart` where no two of them may share a node. */
export interface Pods {
  readonly of: string;
  readonly replicas: number;
  readonly most: number | undefined;
  readonly surge: number | undefined;
  readonly cpu: number | undefined;
  readonly memory: number | undefined;
  readonly apart: boolean;
}

/** What one node has for them. */
export interface Room {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

const ONCE = ['Job', 'CronJob', 'DaemonSet'];
const HOLDING_DATA = ['postgres', 'redis', 'kafka'];
const workloadOf = (stack: Stack, component: Component): string | undefined => repeated(stack, component, kubernetes.workload)[0]?.value;

/** Operators keep the copies of a store apart; others say so. */
const apart: Input<boolean> = {
  read: (scope) => {
    const told = present(kubernetes.anti_affinity_required).read(scope);
    return told.found ? { ...told, value: told.value === true || (HOLDING_DATA.includes(scope.component.kind) && isOperated(scope.stack, scope.component)) } : told;
  },
};

/** What one pod requests: of files all its containers together, of a plan the one that it has. */
export const requests = {
  cpu: optional(first(own(kubernetes.pod_cpu_request), own(container.cpu_reservation))),
  memory: optional(first(own(kubernetes.pod_memory_request), own(container.memory_reservation))),
};

/** Whether a container stands beside the main one of a pod, whose sums hold it already: `proxy/exporter` beside `proxy`. */
export const isBeside = (name: string, names: readonly string[]): boolean => names.some((other) => name.startsWith(`${other}/`));

/** The pods that stay, of every component. */
export const nodePods: Input<readonly Pods[]> = each((stack, from) => stayingHosted(stack, from).filter((component, _, all) => !ONCE.includes(workloadOf(stack, component) ?? '') && !isBeside(component.name, all.map(({ name }) => name))), {
  replicas: own(c.replicas), most: optional(own(container.max_replicas)), surge: optional(own(container.max_surge)), ...requests, apart,
});

const left = {
  cpu: first(given(profile.allocatable_cpu), given(profile.cpu)), memory: first(given(profile.allocatable_memory), given(profile.memory)), pods: optional(given(profile.max_pods)),
  daemons: structure((stack) => !onOneMachine(stack)), daemonCpu: optional(given(cluster.daemon_cpu)), daemonMemory: optional(given(cluster.daemon_memory)), daemonPods: optional(given(cluster.daemon_pods)),
};

/** What a node has for pods: in a cluster the agents on each node are taken off where they are known; one machine is the stack's alone. */
export const nodeLeft: Input<Room> = mapped({ read: (scope) => readAll(scope, left) }, ({ daemons, ...has }) => ({
  cpu: beside(has.cpu, daemons ? has.daemonCpu : 0), memory: beside(has.memory, daemons ? has.daemonMemory : 0), pods: beside(has.pods ?? Infinity, daemons ? has.daemonPods : 0),
}));

const beside = (all: number, agents: number | undefined): number => Math.max(0, all - (agents ?? 0));

/** How many nodes there are: a profile says it, or the files describe them. */
export const nodeCount: Input<number> = first(given(cluster.nodes), {
  read: ({ stack }) => {
    const entry = repeated(stack, PROJECT, kubernetes.nodes)[0];
    return entry === undefined ? { found: false, missing: 'number of nodes (cluster.nodes)' } : { found: true, value: entry.value, entries: [entry] };
  },
});

/** Whether a stack says on how many nodes it runs. */
export const saysNodes = (stack: Stack): boolean => stack.entries.has('cluster.nodes') || repeated(stack, PROJECT, kubernetes.nodes).length > 0;

/** Whether everything shares one machine: pods of a cluster spread over its nodes, and what fits these is another relation. */
export const onOneMachine = (stack: Stack): boolean => !isCluster(stack) && !saysNodes(stack);

const RESOURCES = [
  { name: 'CPU', take: (one: Pods) => one.cpu, has: (room: Room) => room.cpu, show: inCores },
  { name: 'memory', take: (one: Pods) => one.memory, has: (room: Room) => room.memory, show: inMiB },
  { name: 'pods', take: () => 1, has: (room: Room) => room.pods, show: (count: number) => counted(count, 'pod') },
] as const;

/** What so many pods of each request of the resource that is short on so many nodes, in words; `undefined` where the sums fit. */
export function shortOn(nodes: number, room: Room, pods: readonly Pods[], count: (one: Pods) => number): string | undefined {
  for (const { name, take, has, show } of RESOURCES) {
    const total = pods.reduce((all, one) => all + count(one) * (take(one) ?? 0), 0);
    if (total <= nodes * has(room)) continue;
    const there = nodes === 0 ? 'no node is left' : `${nodes === 1 ? 'one node has' : `${nodes} nodes have`} ${show(nodes * has(room))}`;
    return `${show(total)}${name === 'pods' ? '' : ` of ${name}`}; ${there}`;
  }
  return undefined;
}

/** Components of which nobody knows what their pods request. */
export const unknownRequests = (pods: readonly Pods[]): { readonly missing: string } | undefined => {
  const names = pods.filter((one) => one.cpu === undefined || one.memory === undefined).map((one) => one.of);
  return names.length === 0 ? undefined : { missing: `requests of ${names.join(' and ')}` };
};

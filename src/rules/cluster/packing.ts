/** What one node has for pods beside its DaemonSets: millicores, bytes, a number of pods. */
export interface NodeRoom {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

/** Pods of one component: what each of them requests, and whether no two of them may share a node. */
export interface PodGroup {
  readonly of: string;
  readonly pods: number;
  readonly cpu: number;
  readonly memory: number;
  readonly apart: boolean;
}

/**
 * Nodes that hold all pods, by first-fit decreasing, those first that share no node; `undefined` where a pod is larger than a node. Pods of one group are
 * alike, so that a node takes as many of them at once as it has room for.
 */
export function nodesFor(node: NodeRoom, groups: readonly PodGroup[]): number | undefined {
  const asked = groups.filter((group) => group.pods > 0);
  if (asked.some((group) => fitting(node, group) < 1)) return undefined;
  const size = (group: PodGroup): number => Math.max(group.cpu / node.cpu, group.memory / node.memory);
  const opened: NodeRoom[] = [];
  for (const group of [...asked].sort((a, b) => Number(b.apart) - Number(a.apart) || size(b) - size(a) || (a.of < b.of ? -1 : 1))) {
    let left = group.pods;
    for (let at = 0; left > 0; at += 1) {
      const room = opened[at] ?? node;
      const placed = Math.min(left, fitting(room, group));
      opened[at] = { cpu: room.cpu - placed * group.cpu, memory: room.memory - placed * group.memory, pods: room.pods - placed };
      left -= placed;
    }
  }
  return opened.length;
}

/** How many pods of a group a node has room for. */
const fitting = (room: NodeRoom, { cpu, memory, apart }: PodGroup): number =>
  Math.max(0, Math.min(apart ? 1 : Infinity, room.pods, cpu === 0 ? Infinity : Math.floor(room.cpu / cpu), memory === 0 ? Infinity : Math.floor(room.memory / memory)));

/** The same with the pods that a rolling update of one component adds, whichever of them takes most; `undefined` as above. */
export function nodesInRollout(node: NodeRoom, groups: readonly (PodGroup & { readonly surge: number })[]): number | undefined {
  const rollouts = [undefined, ...groups].map((rolled) => nodesFor(node, groups.map((group) => (group === rolled ? { ...group, pods: group.pods + group.surge } : group))));
  return rollouts.reduce((most, count) => (most === undefined || count === undefined ? undefined : Math.max(most, count)));
}

/** Nodes of which one can be drained during a rolling update; `undefined` as above. */
export function nodesWithDrain(node: NodeRoom, groups: readonly (PodGroup & { readonly surge: number })[]): number | undefined {
  const rolling = nodesInRollout(node, groups);
  return rolling === undefined ? undefined : rolling + 1;
}

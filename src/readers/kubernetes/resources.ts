import { at, objectsOf, scalarAt, textAt, listAt, type KubernetesObject, type Node, type TextNode } from '../../formats/kubernetes-object.ts';
import { quantityBytes, quantityCores } from '../../formats/kubernetes-quantity.ts';
import { defaultEntry, entryId, statedEntry, type Entry } from '../../model/entry.ts';
import { counted } from '../../model/quote.ts';
import type { Setting } from '../../model/setting.ts';
import * as container from '../../settings/container.ts';
import * as found from '../../settings/found.ts';
import * as kubernetes from '../../settings/kubernetes.ts';
import { allStated, stateNode, type Stated } from './stating.ts';
import { mainComponent, sameNamespace, type Workload } from './workload.ts';

type Resource = 'cpu' | 'memory';
const PARSE = { cpu: quantityCores, memory: quantityBytes } as const;
const LIMIT = { cpu: container.cpu_limit, memory: container.memory_limit } as const;
const REQUEST = { cpu: container.cpu_reservation, memory: container.memory_reservation } as const;

/** What a container may use and what is kept for it; a LimitRange of the namespace fills in what it does not state. */
export function resourceEntries(component: string, node: Node, ranges: readonly Node[]): Stated {
  const resources = at(node, 'resources');
  const both = (['cpu', 'memory'] as const).map((resource): Stated => {
    const limit = scalarAt(resources, 'limits', resource) ?? ranged(ranges, 'default', resource);
    const stated = scalarAt(resources, 'requests', resource);
    // A limit of its own is also the request; the range's request is for containers that state neither.
    const request = stated ?? (scalarAt(resources, 'limits', resource) === undefined ? ranged(ranges, 'defaultRequest', resource) : undefined);
    const said = allStated([
      stateNode(component, LIMIT[resource], `limits.${resource}`, limit, PARSE[resource]),
      stateNode(component, REQUEST[resource], `requests.${resource}`, request, PARSE[resource]),
    ]);
    const value = limit === undefined || request !== undefined ? undefined : PARSE[resource](limit.text);
    return value === undefined ? said : { ...said, entries: [...said.entries, requestOf(component, REQUEST[resource], value)] };
  });
  return allStated([
    ...both,
    ...['hugepages-2Mi', 'hugepages-1Gi'].map((pages) => stateNode(component, found.hugepages, `limits.${pages}`, scalarAt(resources, 'limits', pages), quantityBytes)),
    stateNode(component, container.ephemeral_storage, 'limits.ephemeral-storage', scalarAt(resources, 'limits', 'ephemeral-storage'), quantityBytes),
    stateNode(component, kubernetes.ephemeral_storage_request, 'requests.ephemeral-storage', scalarAt(resources, 'requests', 'ephemeral-storage'), quantityBytes),
    ...(['cpu', 'memory'] as const).map((resource) => stateNode(component, resource === 'cpu' ? kubernetes.limit_max_cpu : kubernetes.limit_max_memory, `max.${resource}`, ranged(ranges, 'max', resource), PARSE[resource])),
  ]);
}

const requestOf = (component: string, setting: Setting<number>, value: number): Entry<number> =>
  defaultEntry(component, setting, value, 'Kubernetes: the limit');

/** What a LimitRange states for containers. */
const ranged = (ranges: readonly Node[], key: string, resource: Resource): TextNode | undefined =>
  ranges.filter((item) => textAt(item, 'type') === 'Container').flatMap((item) => scalarAt(item, key, resource) ?? [])[0];

/** The items of the LimitRanges of a workload's namespace. */
export const rangesFor = (objects: readonly KubernetesObject[], workload: Workload): readonly Node[] =>
  objectsOf(objects, 'LimitRange').filter((object) => sameNamespace(object, workload.object)).flatMap((object) => listAt(object.tree, 'spec', 'limits'));

const SUMS = [
  [LIMIT.cpu, kubernetes.pod_cpu_limit, 'limits', 'cpu'], [LIMIT.memory, kubernetes.pod_memory_limit, 'limits', 'memory'],
  [REQUEST.cpu, kubernetes.pod_cpu_request, 'requests', 'cpu'], [REQUEST.memory, kubernetes.pod_memory_request, 'requests', 'memory'],
] as const;

/** Sums of a pod's containers; init containers run before, so that the largest of them alone can be more. */
export function podEntries(workload: Workload, stated: readonly Entry[], ranges: readonly Node[]): readonly Entry[] {
  const main = mainComponent(workload);
  if (main === undefined) return [];
  const all = new Map(stated.map((entry) => [entry.id, entry.value]));
  const sums = SUMS.flatMap(([setting, sum, side, resource]) => {
    const values = workload.containers.map(({ component }) => all.get(entryId({ name: component }, setting)));
    const known = values.filter((value): value is number => typeof value === 'number');
    // A limit that one container lacks is no limit of the pod; a request that one lacks is nothing more.
    if (known.length === 0 || (side === 'limits' && known.length < values.length)) return [];
    const before = workload.initContainers.map((node) => PARSE[resource](textAt(node, 'resources', side, resource) ?? '0') ?? 0);
    const total = Math.max(known.reduce((one, other) => one + other, 0), ...before);
    return [statedEntry(main.component, sum, total, main.node.at, { text: counted(workload.containers.length, 'container') })];
  });
  const podRanges = ranges.filter((item) => textAt(item, 'type') === 'Pod');
  const most = (['cpu', 'memory'] as const).flatMap((resource) => podRanges.slice(0, 1).flatMap((item) =>
    stateNode(main.component, resource === 'cpu' ? kubernetes.limit_pod_max_cpu : kubernetes.limit_pod_max_memory, `max.${resource}`, scalarAt(item, 'max', resource), PARSE[resource]).entries));
  return [...sums, ...most];
}

import type { Position } from '../model/entry.ts';
import { at, listAt, pairsAt, podPath, textAt, textsAt, type KubernetesObject, type Node } from './kubernetes-object.ts';
import { hasLabels, labelsText, type Labels } from './kubernetes-selector.ts';

/** A Service without endpoints, and what it looks for. */
export interface Unserved {
  readonly service: string;
  readonly wanted: string;
  /** The labels of the pods that have one of the wanted ones, where some have. */
  readonly near: string | undefined;
  /** The name of the port, where pods are found and none has it. */
  readonly port: string | undefined;
  readonly at: Position;
}

interface Pod {
  readonly labels: Labels;
  readonly namespace: string | undefined;
  readonly ports: ReadonlySet<string>;
}

/** Kinds that run pods whose labels are not in their own manifest, or may be more than it says. */
const MADE_ELSEWHERE = /^[a-z0-9.-]{1,200}\.[a-z]{1,30}\//;

/** Services of manifests that lead nowhere. Where other objects make pods of their own (operators, charts), a selector that finds nothing says nothing. */
export function unservedIn(objects: readonly KubernetesObject[]): readonly Unserved[] {
  const pods = objects.flatMap(podOf);
  const others = objects.some((object) => MADE_ELSEWHERE.test(object.apiVersion) && !/\.k8s\.io\//.test(object.apiVersion));
  if (pods.length === 0) return [];
  return objects.filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1').flatMap((service) => {
    const selector = textsAt(service.tree, 'spec', 'selector');
    if (selector.size === 0 || textAt(service.tree, 'spec', 'type') === 'ExternalName') return [];
    const place = at(service.tree, 'spec', 'selector')?.at ?? service.tree.at;
    const inSpace = pods.filter((pod) => pod.namespace === undefined || service.namespace === undefined || pod.namespace === service.namespace);
    const found = inSpace.filter((pod) => hasLabels(selector, pod.labels));
    if (found.length > 0) return portsOf(service, found);
    if (others) return [];
    const near = inSpace.find((pod) => [...selector].some(([key, value]) => pod.labels.get(key) === value) || [...selector.keys()].some((key) => pod.labels.has(key) && pods.length === 1));
    const shown = near === undefined ? undefined : labelsText(new Map([...selector.keys()].flatMap((key) => (near.labels.has(key) ? [[key, near.labels.get(key) ?? ''] as const] : []))));
    return [{ service: service.name, wanted: labelsText(selector), near: shown === undefined || shown === '' || shown === labelsText(selector) ? undefined : shown, port: undefined, at: place }];
  });
}

/** Ports by name that none of the pods has. */
function portsOf(service: KubernetesObject, pods: readonly Pod[]): readonly Unserved[] {
  return listAt(service.tree, 'spec', 'ports').flatMap((port) => {
    const target = at(port, 'targetPort');
    if (target?.kind !== 'scalar' || /^[0-9]*$/.test(target.text) || pods.some((pod) => pod.ports.has(target.text))) return [];
    return [{ service: service.name, wanted: '', near: undefined, port: target.text, at: target.at }];
  });
}

function podOf(object: KubernetesObject): readonly Pod[] {
  const pod = at(object.tree, ...podPath(object.kind));
  const containers: readonly Node[] = [...listAt(pod, 'spec', 'containers'), ...listAt(pod, 'spec', 'initContainers')];
  if (containers.length === 0 || pairsAt(pod, 'metadata').length === 0) return [];
  const ports = new Set(containers.flatMap((container) => listAt(container, 'ports')).flatMap((port) => textAt(port, 'name') ?? []));
  return [{ labels: textsAt(pod, 'metadata', 'labels'), namespace: object.namespace, ports }];
}

import { at, listAt, podPath, scalarAt, textAt, textsAt, type KubernetesObject, type MapNode, type Node } from '../../formats/kubernetes-object.ts';
import type { Labels } from '../../formats/kubernetes-selector.ts';
import { PROFILE_PARTS, PROJECT } from '../../model/stack.ts';

/** One container of a pod, and the component that it is. */
export interface PodContainer {
  readonly component: string;
  readonly node: MapNode;
  readonly main: boolean;
}

/** What runs pods, and the pods that it runs. */
export interface Workload {
  readonly object: KubernetesObject;
  /** The namespace that it runs in; `default` where none is stated. */
  readonly namespace: string;
  /** The pod: its metadata and its spec. */
  readonly metadata: Node | undefined;
  readonly spec: MapNode;
  readonly labels: Labels;
  readonly containers: readonly PodContainer[];
  readonly initContainers: readonly Node[];
}

/** Kinds that make pods, those of Argo and OpenShift among them. */
const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'Rollout', 'DeploymentConfig', 'CronJob', 'Pod']);

/** The namespace of an object; what states none is applied to the default one. */
export const namespaceOf = (object: Pick<KubernetesObject, 'namespace'>): string => object.namespace ?? 'default';

/** Whether two objects lie in one namespace; one that states none can be applied to any. */
export const sameNamespace = (one: Pick<KubernetesObject, 'namespace'>, other: Pick<KubernetesObject, 'namespace'>): boolean =>
  one.namespace === undefined || other.namespace === undefined || one.namespace === other.namespace;

/** The workloads among objects, each container with the name of its component. */
export function workloadsOf(objects: readonly KubernetesObject[], taken: readonly string[] = []): readonly Workload[] {
  const names = new Set<string>([...PROFILE_PARTS, PROJECT.name, ...taken]);
  return objects.flatMap((object): readonly Workload[] => {
    if (!WORKLOADS.has(object.kind) || object.name === '') return [];
    const pod = at(object.tree, ...podPath(object.kind));
    const spec = at(pod, 'spec');
    if (spec?.kind !== 'mapping') return [];
    const component = freeName(object, names);
    const all = listAt(spec, 'containers').flatMap((node) => (node.kind === 'mapping' ? [node] : []));
    const main = mainOf(object, pod, all);
    const containers = all.map((node, index): PodContainer => ({ node, main: node === main, component: node === main ? component : `${component}/${textAt(node, 'name') ?? String(index + 1)}` }));
    const unique = containers.filter((one, index) => containers.findIndex((other) => other.component === one.component) === index);
    // A restartable init container runs beside the others.
    const init = listAt(spec, 'initContainers').filter((node) => textAt(node, 'restartPolicy') !== 'Always');
    const sidecars = listAt(spec, 'initContainers').flatMap((node): readonly PodContainer[] => {
      const name = `${component}/${textAt(node, 'name') ?? 'init'}`;
      return node.kind !== 'mapping' || init.includes(node) || unique.some((one) => one.component === name) ? [] : [{ node, main: false, component: name }];
    });
    return [{ object, namespace: namespaceOf(object), metadata: at(pod, 'metadata'), spec, labels: textsAt(pod, 'metadata', 'labels'), containers: [...unique, ...sidecars], initContainers: init }];
  });
}

/** The name of the workload; where another has it, its kind or namespace before it. */
export function freeName(object: KubernetesObject, names: Set<string>): string {
  const { name, kind, namespace } = object;
  const candidates = [name, `${kind.toLowerCase()}.${name}`, ...(namespace === undefined ? [] : [`${namespace}.${name}`, `${namespace}.${kind.toLowerCase()}.${name}`])];
  const free = candidates.find((one) => !names.has(one)) ?? `${name}.${names.size}`;
  names.add(free);
  return free;
}

/** The container that the pod is there for: the annotated one, the one named like the workload, else the first. */
function mainOf(object: KubernetesObject, pod: Node | undefined, containers: readonly MapNode[]): MapNode | undefined {
  const named = (name: string | undefined): MapNode | undefined => (name === undefined ? undefined : containers.find((node) => textAt(node, 'name') === name));
  const annotation = scalarAt(pod, 'metadata', 'annotations', 'kubectl.kubernetes.io/default-container');
  return named(annotation?.text) ?? named(object.name) ?? containers[0];
}

/** The component of the pod's main container. */
export const mainComponent = (workload: Workload): PodContainer | undefined => workload.containers.find(({ main }) => main);

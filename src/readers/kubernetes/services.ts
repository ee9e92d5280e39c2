import { listAt, scalarAt, textAt, textsAt, type KubernetesObject, type Node } from '../../formats/kubernetes-object.ts';
import { hasLabels } from '../../formats/kubernetes-selector.ts';
import type { Address } from '../deployment.ts';
import type { Peer } from './policies.ts';
import { namedPort } from './probes.ts';
import { replicasOf } from './scaling.ts';
import { namespaceOf, sameNamespace, type PodContainer, type Workload } from './workload.ts';

/** StatefulSets of more pods than this have names that nobody writes. */
const MOST_PODS = 20;

/** The names of Services and of the pods of headless ones: who answers there, or that nobody of these manifests does (ExternalName, endpoints of their own). */
export const addressesOf = (objects: readonly KubernetesObject[], workloads: readonly Workload[], operated: readonly Peer[] = []): readonly Address[] =>
  objects.filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1').flatMap((service) => {
    const addresses = [...serviceAddresses(service, workloads), ...operatedAddresses(service, operated)];
    return addresses.length > 0 ? addresses : hostsOf(service.name, namespaceOf(service)).map((host) => ({ host, component: '' }));
  });

/** Every way to write a name of a namespace. */
export const hostsOf = (name: string, namespace: string): readonly string[] =>
  [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`].map((host) => host.toLowerCase());

/** The workloads whose pods a Service selects. */
function selectedBy(service: KubernetesObject, workloads: readonly Workload[]): readonly Workload[] {
  const selector = textsAt(service.tree, 'spec', 'selector');
  return selector.size === 0 ? [] : workloads.filter((workload) => sameNamespace(service, workload.object) && hasLabels(selector, workload.labels));
}

function serviceAddresses(service: KubernetesObject, workloads: readonly Workload[]): readonly Address[] {
  if (textAt(service.tree, 'spec', 'type') === 'ExternalName') return [];
  const [workload] = selectedBy(service, workloads);
  if (workload === undefined) return [];
  const namespace = service.namespace ?? namespaceOf(workload.object);
  const hosts = hostsOf(service.name, namespace);
  const headless = textAt(service.tree, 'spec', 'clusterIP') === 'None';
  const byComponent = new Map<string, Map<number, number>>();
  for (const port of listAt(service.tree, 'spec', 'ports')) {
    const number = Number(textAt(port, 'port'));
    const target = targetOf(workload, port, number);
    if (target === undefined || !Number.isInteger(number)) continue;
    const ports = byComponent.get(target.component) ?? new Map<number, number>();
    byComponent.set(target.component, ports.set(headless ? target.port : number, target.port));
  }
  const [main] = workload.containers.filter((one) => one.main);
  if (byComponent.size === 0 && main !== undefined && headless) byComponent.set(main.component, new Map());
  // A headless name leads to the pods themselves: every port of theirs answers.
  const pods = headless && textAt(workload.object.tree, 'spec', 'serviceName') === service.name ? podNames(workload, service.name, namespace) : [];
  return [...byComponent].flatMap(([component, ports]) => [...hosts, ...pods].map((host) => ({ host, component, ...(headless && byComponent.size === 1 ? {} : { ports }) })));
}

/** A Service in front of pods that an operator runs: it says what they listen on. */
function operatedAddresses(service: KubernetesObject, operated: readonly Peer[]): readonly Address[] {
  const selector = textsAt(service.tree, 'spec', 'selector');
  const peer = selector.size === 0 ? undefined : operated.find(({ object, pods }) => sameNamespace(service, object) && pods.some((labels) => hasLabels(selector, labels)));
  const [main] = peer?.containers ?? [];
  if (main === undefined) return [];
  const ports = new Map(listAt(service.tree, 'spec', 'ports').flatMap((port) => {
    const [number, target] = [Number(textAt(port, 'port')), Number(textAt(port, 'targetPort') ?? textAt(port, 'port'))];
    return Number.isInteger(number) ? [[number, Number.isInteger(target) ? target : number] as const] : [];
  }));
  return hostsOf(service.name, namespaceOf(service)).map((host) => ({ host, component: main.component, ports }));
}

const podNames = (workload: Workload, service: string, namespace: string): readonly string[] =>
  Array.from({ length: Math.min(MOST_PODS, replicasOf(workload)) }, (_, index) => hostsOf(`${workload.object.name}-${index}.${service}`, namespace)).flat();

interface Target {
  readonly component: string;
  readonly port: number;
}

/** Where a port of a Service leads: the container that has the port, else the main one. */
function targetOf({ containers }: Workload, port: Node, number: number): Target | undefined {
  const stated = scalarAt(port, 'targetPort');
  const name = stated !== undefined && !/^[0-9]{1,5}$/.test(stated.text) ? stated.text : undefined;
  if (name !== undefined) {
    for (const one of containers) {
      const found = namedPort(one.node, name);
      if (found !== undefined) return { component: one.component, port: found };
    }
    return undefined;
  }
  const target = stated === undefined ? number : Number(stated.text);
  const owner = containers.find((one) => declares(one, target)) ?? containers.find((one) => one.main);
  return owner === undefined ? undefined : { component: owner.component, port: target };
}

const declares = ({ node }: PodContainer, port: number): boolean => listAt(node, 'ports').some((one) => Number(textAt(one, 'containerPort')) === port);


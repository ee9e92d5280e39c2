import { at, countAt, listAt, pairsAt, scalarAt, textAt, textsAt, withValue, type KubernetesObject, type Node, type PairNode, type TextNode } from '../../formats/kubernetes-object.ts';
import { quantityBytes } from '../../formats/kubernetes-quantity.ts';
import type { Labels } from '../../formats/kubernetes-selector.ts';
import { defaultEntry, statedEntry, type Entry } from '../../model/entry.ts';
import { GiB, KiB, MiB, sum } from '../../model/value.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import { initial_heap, max_heap } from '../../settings/kafka.ts';
import * as kubernetes from '../../settings/kubernetes.ts';
import * as strimzi from '../../settings/strimzi.ts';
import { bare, limitsOf, type Operated } from './cloudnative-pg.ts';
import { projectedFile } from './projected.ts';
import { resourceEntries } from './resources.ts';
import { budgetEntries } from './scaling.ts';
import { hostsOf } from './services.ts';
import { seconds, stateNode } from './stating.ts';
import { freeName, namespaceOf, sameNamespace } from './workload.ts';

const API = 'kafka.strimzi.io/';
const PROPERTIES = '/tmp/strimzi.properties';
/** The operator's own listeners. Source: strimzi.io, network policies of operands. */
const OWN = ['CONTROLPLANE-9090://:9090', 'REPLICATION-9091://:9091'];
/** Without jvmOptions the operator takes half of the memory, 5 GiB at most. Source: strimzi.io, JvmOptions. */
const GREATEST_HEAP = 5 * GiB;

/** Kafkas of Strimzi with their pools of nodes, as the Kafka that the operator runs. */
export const strimziKafkas = (objects: readonly KubernetesObject[], names: Set<string>): readonly Operated[] =>
  objects.filter(({ apiVersion, kind, name }) => apiVersion.startsWith(API) && kind === 'Kafka' && name !== '').map((object) => kafkaOf(object, poolsOf(objects, object), freeName(object, names)));

/** The pools of a Kafka whose nodes store messages. */
const poolsOf = (objects: readonly KubernetesObject[], kafka: KubernetesObject): readonly KubernetesObject[] =>
  objects.filter((pool) => pool.apiVersion.startsWith(API) && pool.kind === 'KafkaNodePool' && sameNamespace(pool, kafka) &&
    textAt(pool.tree, 'metadata', 'labels', 'strimzi.io/cluster') === kafka.name && listAt(pool.tree, 'spec', 'roles').some((role) => role.kind === 'scalar' && role.text === 'broker'));

function kafkaOf(object: KubernetesObject, pools: readonly KubernetesObject[], component: string): Operated {
  const { tree, name } = object;
  const spec = at(tree, 'spec', 'kafka') ?? tree;
  // Before pools were asked for, the Kafka itself said what its nodes are.
  const nodes = pools[0] === undefined ? spec : (at(pools[0].tree, 'spec') ?? pools[0].tree);
  const listeners = listAt(spec, 'listeners');
  const file = projectedFile([...listening(listeners, tree), ...pairsAt(spec, 'config')], (value) => ` ${value}`);
  const limits = resourceEntries(component, nodes, []);
  const memory = limits.entries.find(({ setting }) => setting.name === container.memory_limit.name)?.value;
  const brokers = replicasOf(pools, spec);
  const ports = new Map(listeners.flatMap((one) => portsOf(one)).map((port) => [port, port]));
  return {
    container: {
      ...bare(component, tree), command: ['kafka-server-start.sh', PROPERTIES].map((text) => ({ text, at: tree.at })),
      files: file === undefined ? [] : [PROPERTIES], file: (path) => (path === PROPERTIES ? file : undefined), ...limitsOf(limits.entries),
    },
    addresses: ['kafka-bootstrap', 'kafka-brokers'].flatMap((service) => hostsOf(`${name}-${service}`, namespaceOf(object))).map((host) => ({ host, component, ...(ports.size === 0 ? {} : { ports }) })),
    entries: [
      ...limits.entries,
      statedEntry(component, kubernetes.workload, object.kind, tree.at, { text: `kind: ${object.kind}` }),
      ...(object.namespace === undefined ? [] : [statedEntry(component, kubernetes.namespace, object.namespace, tree.at)]),
      ...(brokers === undefined ? [] : [statedEntry(component, c.replicas, brokers.value, brokers.node.at, { text: `replicas: ${brokers.node.text}` })]),
      ...stateNode(component, c.version, 'version', scalarAt(spec, 'version'), (text) => (/^[0-9]+(?:\.[0-9]+)+$/.test(text) ? text : undefined)).entries,
      ...heaps(component, at(nodes, 'jvmOptions') ?? at(spec, 'jvmOptions'), typeof memory === 'number' ? memory : undefined),
      ...volumes(component, at(nodes, 'storage')),
      ...stateNode(component, container.grace_period, 'terminationGracePeriodSeconds', scalarAt(nodes, 'template', 'pod', 'terminationGracePeriodSeconds'), seconds).entries,
      ...stateNode(component, container.tmpfs_size, 'tmpDirSizeLimit', scalarAt(nodes, 'template', 'pod', 'tmpDirSizeLimit'), quantityBytes).entries,
      ...budget(component, at(spec, 'template', 'podDisruptionBudget'), brokers?.value ?? 1),
      ...(at(spec, 'rack') === undefined ? [] : [statedEntry(component, strimzi.rack, true, at(spec, 'rack')?.at ?? tree.at, { text: 'rack' })]),
    ],
    unread: limits.unread,
    connections: [],
    peer: { object, pods: [podsOf(object, pools[0])], containers: [{ component, node: nodes.kind === 'mapping' ? nodes : tree, main: true }] },
  };
}

/** The listeners of the brokers, as the operator writes them into the file: the first place is that of the first stated port. */
function listening(listeners: readonly Node[], tree: Node): readonly PairNode[] {
  const ports = listeners.flatMap((one) => scalarAt(one, 'port') ?? []);
  const place = ports[0]?.at ?? tree.at;
  const text = (value: string): TextNode => ({ kind: 'scalar', at: place, text: value, quoted: false });
  return [
    { key: 'controller.listener.names', at: place, value: text('CONTROLPLANE-9090') },
    { key: 'listeners', at: place, value: text([...ports.map((port, index) => `CLIENTS${index}://:${port.text}`), ...OWN].join(',')) },
  ];
}

const portsOf = (listener: Node): readonly number[] => {
  const port = countAt(listener, 'port');
  return port === undefined ? [] : [port.value];
};

/** Brokers of all pools together. */
function replicasOf(pools: readonly KubernetesObject[], spec: Node): { readonly value: number; readonly node: TextNode } | undefined {
  const stated = pools.length === 0 ? [countAt(spec, 'replicas')] : pools.map(({ tree }) => countAt(tree, 'spec', 'replicas'));
  const known = stated.flatMap((one) => one ?? []);
  const [first] = known;
  return first === undefined || known.length < stated.length ? undefined : { value: sum(known.map(({ value }) => value)), node: first.node };
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: KiB, m: MiB, g: GiB };

/** Heap sizes as the JVM's flags spell them. */
function heapSize(text: string): number | undefined {
  const [, digits, unit = ''] = /^([0-9]{1,12})([kKmMgG]?)$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * (UNITS[unit.toLowerCase()] ?? 1);
}

function heaps(component: string, options: Node | undefined, memory: number | undefined): readonly Entry[] {
  const stated = [...stateNode(component, initial_heap, '-Xms', scalarAt(options, '-Xms'), heapSize).entries, ...stateNode(component, max_heap, '-Xmx', scalarAt(options, '-Xmx'), heapSize).entries];
  return stated.some(({ setting }) => setting === max_heap) || memory === undefined ? stated : [...stated, defaultEntry(component, max_heap, Math.min(GREATEST_HEAP, memory / 2), 'Strimzi')];
}

/** The disks of one broker together. */
function volumes(component: string, storage: Node | undefined): readonly Entry[] {
  const disks = textAt(storage, 'type') === 'jbod' ? listAt(storage, 'volumes') : storage === undefined ? [] : [storage];
  const sizes = disks.flatMap((disk) => scalarAt(disk, 'size') ?? []);
  const known = sizes.flatMap((size) => quantityBytes(size.text) ?? []);
  const [first] = sizes;
  return first === undefined || known.length < disks.length ? [] : [statedEntry(component, container.volume_size, sum(known), first.at, { text: `size: ${first.text}` })];
}

/** The operator's own budget: one broker at a time, unless the template says otherwise. */
function budget(component: string, template: Node | undefined, brokers: number): readonly Entry[] {
  const most = scalarAt(template, 'maxUnavailable');
  if (most === undefined) return [defaultEntry(component, container.pdb_max_unavailable, 1, 'Strimzi')];
  return budgetEntries(component, withValue(undefined, ['spec', 'maxUnavailable'], most, most.at), brokers).entries;
}

/** Labels of the brokers. Source: strimzi.io, labels of operands. */
const podsOf = ({ name, tree }: KubernetesObject, pool: KubernetesObject | undefined): Labels => new Map([
  ...textsAt(tree, 'metadata', 'labels'), ...textsAt(pool?.tree, 'spec', 'template', 'pod', 'metadata', 'labels'),
  ['app.kubernetes.io/name', 'kafka'], ['app.kubernetes.io/instance', name], ['app.kubernetes.io/managed-by', 'strimzi-cluster-operator'], ['app.kubernetes.io/part-of', `strimzi-${name}`],
  ['strimzi.io/cluster', name], ['strimzi.io/kind', 'Kafka'], ['strimzi.io/name', `${name}-kafka`], ['strimzi.io/component-type', 'kafka'],
]);

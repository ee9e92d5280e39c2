import { at, listAt, scalarAt, textAt, textsAt, type KubernetesObject, type TextNode } from '../../formats/kubernetes-object.ts';
import { quantityBytes } from '../../formats/kubernetes-quantity.ts';
import type { Labels } from '../../formats/kubernetes-selector.ts';
import { defaultEntry, statedEntry, type Entry } from '../../model/entry.ts';
import type { SourceFile, Word } from '../../model/source.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import { listens } from '../../settings/found.ts';
import * as kubernetes from '../../settings/kubernetes.ts';
import * as sentinel from '../../settings/sentinel.ts';
import { bare, limitsOf, type Operated } from './cloudnative-pg.ts';
import { resourceEntries } from './resources.ts';
import { hostsOf } from './services.ts';
import { allStated, seconds, stateNode, wholeNumber, type Stated } from './stating.ts';
import { freeName, namespaceOf } from './workload.ts';

const API = 'databases.spotahome.com/';
const CONF = '/redis/redis.conf';
/** What the operator takes where the resource is silent. Source: redis-operator, defaults.go. */
const SILENT = { image: 'redis:6.2.6-alpine', port: '6379', replicas: 3, grace: 30_000 } as const;
const SENTINEL_PORT = 26_379;

/** RedisFailovers, as the Redis that the operator runs. */
export const redisFailovers = (objects: readonly KubernetesObject[], names: Set<string>): readonly Operated[] =>
  objects.filter(({ apiVersion, kind, name }) => apiVersion.startsWith(API) && kind === 'RedisFailover' && name !== '').map((object) => failoverOf(object, freeName(object, names)));

function failoverOf(object: KubernetesObject, component: string): Operated {
  const { tree, name } = object;
  const redis = at(tree, 'spec', 'redis') ?? tree;
  const port = scalarAt(redis, 'port');
  const number = Number(port?.text ?? SILENT.port);
  const limits = resourceEntries(component, redis, []);
  const stated = allStated([limits, scaling(component, object), sentinelEntries(component, object)]);
  const namespace = namespaceOf(object);
  return {
    container: {
      ...bare(component, tree),
      image: imageOf(object),
      command: [...commandOf(object), ...listAt(redis, 'customConfig').flatMap((line) => (line.kind === 'scalar' ? optionOf(line) : []))],
      files: [CONF],
      file: (path) => (path === CONF ? operatorsConf(object, port) : undefined),
      ...limitsOf(limits.entries),
    },
    addresses: [
      ...[`rfr-${name}`, `rfrm-${name}`, `rfrs-${name}`].flatMap((host) => hostsOf(host, namespace)).map((host) => ({ host, component, ports: new Map([[number, number]]) })),
      ...hostsOf(`rfs-${name}`, namespace).map((host) => ({ host, component, ports: new Map([[SENTINEL_PORT, SENTINEL_PORT]]) })),
    ],
    // The sentinels answer at a port of their own, whom the service rfs- leads to.
    entries: [...stated.entries, statedEntry(component, listens, true, at(tree, 'spec', 'sentinel')?.at ?? tree.at, { subject: String(SENTINEL_PORT), text: 'sentinel' })],
    unread: stated.unread,
    connections: [],
    peer: { object, pods: (['redis', 'sentinel'] as const).flatMap((part) => podsOf(object, part)), containers: [{ component, node: tree, main: true }] },
  };
}

const imageOf = ({ tree }: KubernetesObject): Word => {
  const stated = scalarAt(tree, 'spec', 'redis', 'image');
  return stated === undefined ? { text: SILENT.image, at: tree.at } : { text: stated.text, at: stated.at };
};

function commandOf({ tree }: KubernetesObject): readonly Word[] {
  const stated = listAt(tree, 'spec', 'redis', 'command').flatMap((word) => (word.kind === 'scalar' ? [{ text: word.text, at: word.at }] : []));
  return stated.length > 0 ? stated : ['redis-server', CONF].map((text) => ({ text, at: tree.at }));
}

/** A line of customConfig: the operator sets it by CONFIG SET, which counts for more than the command. */
const optionOf = ({ text, at: place }: TextNode): readonly Word[] => {
  const [name = '', ...values] = text.trim().split(/ +/);
  return [`--${name}`, ...values.map((value) => (value === '""' ? '' : value))].map((word) => ({ text: word, at: place }));
};

/** The file that the operator writes, but for whom to follow. Source: redis-operator, generator.go. */
function operatorsConf({ tree }: KubernetesObject, port: TextNode | undefined): SourceFile {
  const lines = [`port ${port?.text ?? SILENT.port}`, 'tcp-keepalive 60', 'save 900 1', 'save 300 10'];
  return { path: tree.at.file, text: lines.join('\n'), places: new Map(lines.map((_, index) => [index + 1, index === 0 ? (port?.at ?? tree.at) : tree.at])) };
}

/** How many copies there are, where they may run and how they stop; the operator's budget leaves two, or one of two. */
function scaling(component: string, { tree, kind, namespace }: KubernetesObject): Stated {
  const redis = at(tree, 'spec', 'redis');
  const replicas = scalarAt(redis, 'replicas');
  const grace = scalarAt(redis, 'terminationGracePeriod');
  const apart = listAt(redis, 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution').find((term) => textAt(term, 'topologyKey') === 'kubernetes.io/hostname');
  const entries: readonly Entry[] = [
    statedEntry(component, kubernetes.workload, kind, tree.at, { text: `kind: ${kind}` }),
    ...(namespace === undefined ? [] : [statedEntry(component, kubernetes.namespace, namespace, tree.at)]),
    ...(replicas === undefined ? [defaultEntry(component, c.replicas, SILENT.replicas, 'redis-operator')] : []),
    ...(grace === undefined ? [defaultEntry(component, container.grace_period, SILENT.grace, 'redis-operator')] : []),
    defaultEntry(component, kubernetes.pdb_min_available, Number(replicas?.text ?? SILENT.replicas) > 2 ? 2 : 1, 'redis-operator'),
    ...(apart === undefined ? [] : [statedEntry(component, kubernetes.anti_affinity_required, true, apart.at, { text: 'requiredDuringSchedulingIgnoredDuringExecution' })]),
  ];
  return allStated([
    { entries, unread: [] },
    stateNode(component, c.replicas, 'replicas', replicas, wholeNumber),
    stateNode(component, container.grace_period, 'terminationGracePeriod', grace, seconds),
    stateNode(component, container.volume_size, 'storage', scalarAt(redis, 'storage', 'persistentVolumeClaim', 'spec', 'resources', 'requests', 'storage'), quantityBytes),
  ]);
}

const sentinelEntries = (component: string, { tree }: KubernetesObject): Stated =>
  stateNode(component, sentinel.replicas, 'sentinel.replicas', scalarAt(tree, 'spec', 'sentinel', 'replicas'), wholeNumber);

/** Labels of the pods: the resource's own, and the operator's, which count for more; of the copies one is the master. */
function podsOf({ tree, name }: KubernetesObject, part: 'redis' | 'sentinel'): readonly Labels[] {
  const labels = [
    ['app.kubernetes.io/managed-by', 'redis-operator'], ['redisfailovers.databases.spotahome.com/name', name], ...textsAt(tree, 'metadata', 'labels'),
    ['app.kubernetes.io/name', name], ['app.kubernetes.io/component', part], ['app.kubernetes.io/part-of', 'redis-failover'],
  ] as const;
  return part === 'sentinel' ? [new Map(labels)] : ['master', 'slave'].map((role) => new Map([...labels, ['redisfailovers-role', role]]));
}

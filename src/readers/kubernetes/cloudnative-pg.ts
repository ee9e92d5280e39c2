import { at, countAt, listAt, pairsAt, scalarAt, textAt, textsAt, type KubernetesObject, type MapNode, type Node, type TextNode } from '../../formats/kubernetes-object.ts';
import type { Labels } from '../../formats/kubernetes-selector.ts';
import { quantityBytes } from '../../formats/kubernetes-quantity.ts';
import { defaultEntry, statedEntry, type Entry, type Position } from '../../model/entry.ts';
import type { Connection } from '../../model/facts.ts';
import type { SourceFile, Word } from '../../model/source.ts';
import type { Unread } from '../../model/stack.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as kubernetes from '../../settings/kubernetes.ts';
import * as pg from '../../settings/postgres.ts';
import type { Address } from '../deployment.ts';
import type { RunningContainer } from '../inside/running.ts';
import type { Peer } from './policies.ts';
import { projectedFile } from './projected.ts';
import { budgetsOf } from './budgets.ts';
import { scriptsOf } from './cloudnative-pg-scripts.ts';
import { resourceEntries } from './resources.ts';
import { budgetEntries, replacing } from './scaling.ts';
import { hostsOf } from './services.ts';
import { stateNode, seconds, wholeNumber } from './stating.ts';
import { freeName, namespaceOf } from './workload.ts';

/** What an operator's object stands for. */
export interface Operated {
  readonly container: RunningContainer;
  readonly addresses: readonly Address[];
  readonly entries: readonly Entry[];
  readonly unread: readonly Unread[];
  readonly connections: readonly Connection[];
  /** Its pods, as policies name them. */
  readonly peer: Peer;
}

const POSTGRES_CONF = '/controller/custom.conf';
const PGBOUNCER_INI = '/controller/configs/pgbouncer.ini';

/** Clusters and Poolers of CloudNativePG, as the PostgreSQL and PgBouncer that the operator runs. */
export function operated(objects: readonly KubernetesObject[], names: Set<string>): readonly Operated[] {
  return objects.flatMap((object): readonly Operated[] => {
    if (!object.apiVersion.startsWith('postgresql.cnpg.io/') || object.name === '') return [];
    if (object.kind === 'Cluster') return [clusterOf(objects, object, freeName(object, names))];
    return object.kind === 'Pooler' ? [poolerOf(objects, object, freeName(object, names))] : [];
  });
}

/** What the operator sets where the manifest is silent. Source: cloudnative-pg.io, PostgreSQL configuration. */
const OPERATORS: readonly (readonly [name: string, value: number])[] = [['max_worker_processes', 32], ['max_parallel_workers', 32], ['max_replication_slots', 32], ['wal_keep_size', 512 * 1024 ** 2]];

function clusterOf(objects: readonly KubernetesObject[], object: KubernetesObject, component: string): Operated {
  const { tree } = object;
  const parameters = pairsAt(tree, 'spec', 'postgresql', 'parameters');
  const file = projectedFile(parameters, (value, quoted) => (quoted ? `'${value.replaceAll("'", "''")}'` : /^[A-Za-z0-9_.+-]+$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`));
  const image = scalarAt(tree, 'spec', 'imageName');
  const major = scalarAt(tree, 'spec', 'imageCatalogRef', 'major');
  const stated = new Set(parameters.map(({ key }) => key));
  const limits = resourceEntries(component, at(tree, 'spec') ?? tree, []);
  const memory = numberOf(limits.entries, container.memory_limit.name);
  const namespace = namespaceOf(object);
  const scripts = scriptsOf(objects, object, component);
  return {
    container: {
      ...bare(component, tree), ...imageOf(image ?? (major === undefined ? undefined : { ...major, text: `ghcr.io/cloudnative-pg/postgresql:${major.text}` })),
      command: words(tree.at, file === undefined ? ['postgres'] : ['postgres', '-c', `config_file=${POSTGRES_CONF}`]), ...withFiles(new Map([...(file === undefined ? [] : [[POSTGRES_CONF, file] as const]), ...scripts.files])), ...limitsOf(limits.entries),
    },
    addresses: ['rw', 'ro', 'r'].flatMap((role) => hostsOf(`${object.name}-${role}`, namespace)).map((host) => ({ host, component, ports: new Map([[5432, 5432]]) })),
    entries: [
      ...limits.entries, ...common(object, component),
      ...stateNode(component, container.volume_size, 'storage.size', scalarAt(tree, 'spec', 'storage', 'size') ?? scalarAt(tree, 'spec', 'storage', 'pvcTemplate', 'resources', 'requests', 'storage'), quantityBytes).entries,
      ...stateNode(component, container.wal_volume_size, 'walStorage.size', scalarAt(tree, 'spec', 'walStorage', 'size'), quantityBytes).entries,
      ...shm(tree, component, memory),
      ...stateNode(component, container.grace_period, 'stopDelay', scalarAt(tree, 'spec', 'stopDelay'), seconds).entries,
      ...budget(object, component), ...apart(tree, component),
      ...OPERATORS.flatMap(([name, value]) => {
        const setting = pg.parameter(name);
        return setting === undefined || stated.has(name) ? [] : [defaultEntry(component, setting, value, 'CloudNativePG')];
      }),
    ],
    unread: [...limits.unread, ...scripts.unread],
    connections: [],
    peer: { object, pods: instances(object), containers: [{ component, node: tree, main: true }] },
  };
}

function poolerOf(objects: readonly KubernetesObject[], object: KubernetesObject, component: string): Operated {
  const { tree } = object;
  const pgbouncer = at(tree, 'spec', 'pgbouncer');
  const parameters = pairsAt(pgbouncer, 'parameters');
  const mode = pairsAt(pgbouncer).filter(({ key }) => key === 'poolMode').map((pair) => ({ ...pair, key: 'pool_mode' }));
  const cluster = scalarAt(tree, 'spec', 'cluster', 'name');
  const host = cluster === undefined ? undefined : `${cluster.text}-${textAt(tree, 'spec', 'type') ?? 'rw'}`;
  const head = [...(host === undefined ? [] : ['[databases]', `* = host=${host} port=5432`]), '[pgbouncer]'];
  const file = projectedFile([...mode, ...parameters], (value) => ` ${value}`, head);
  const containers = listAt(tree, 'spec', 'template', 'spec', 'containers');
  const own = containers.find((one) => textAt(one, 'name') === 'pgbouncer');
  const limits = own === undefined ? { entries: [], unread: [] } : resourceEntries(component, own, []);
  const image = scalarAt(own, 'image');
  const copies = instancesOf(object);
  return {
    container: {
      ...bare(component, tree), ...imageOf(image),
      command: words(tree.at, ['pgbouncer', PGBOUNCER_INI]), ...withFiles(new Map(file === undefined ? [] : [[PGBOUNCER_INI, file]])), ...limitsOf(limits.entries),
    },
    addresses: hostsOf(object.name, namespaceOf(object)).map((one) => ({ host: one, component, ports: new Map([[5432, 5432]]) })),
    entries: [
      ...limits.entries, ...common(object, component), defaultEntry(component, c.port, 5432, 'CloudNativePG'),
      ...stateNode(component, container.grace_period, 'terminationGracePeriodSeconds', scalarAt(tree, 'spec', 'template', 'spec', 'terminationGracePeriodSeconds'), seconds).entries,
      ...replacing(component, at(tree, 'spec', 'deploymentStrategy'), copies).entries,
      ...budgetsOf(objects, { object, labels: pooling(object, cluster?.text ?? '') }).flatMap(({ tree: own }) => budgetEntries(component, own, copies).entries),
    ],
    unread: limits.unread,
    connections: cluster === undefined || host === undefined ? [] : [{ from: component, host, port: 5432, protocol: 'postgres', at: cluster.at, text: `cluster: ${cluster.text}` }],
    peer: { object, pods: [pooling(object, cluster?.text ?? '')], containers: [{ component, node: tree, main: true }] },
  };
}

/** Labels of a Cluster's primary and of its replicas. Source: cloudnative-pg.io, labels and annotations. */
const instances = ({ tree, name }: KubernetesObject): readonly Labels[] =>
  ['primary', 'replica'].map((role) => new Map([
    ...textsAt(tree, 'metadata', 'labels'), ...textsAt(tree, 'spec', 'inheritedMetadata', 'labels'), ...usual(name, 'database', 'postgresql'),
    ['cnpg.io/cluster', name], ['postgresql', name], ['cnpg.io/podRole', 'instance'], ['cnpg.io/instanceRole', role], ['role', role],
  ]));

/** Labels of a Pooler's pods. Source: as above. */
const pooling = ({ tree, name }: KubernetesObject, cluster: string): Labels => new Map([
  ...textsAt(tree, 'metadata', 'labels'), ...usual(cluster, 'pooler', 'postgresql'), ...textsAt(tree, 'spec', 'template', 'metadata', 'labels'),
  ['cnpg.io/poolerName', name], ['cnpg.io/cluster', cluster], ['cnpg.io/podRole', 'pooler'],
]);

const usual = (instance: string, component: string, name: string): readonly (readonly [string, string])[] => [
  ['app.kubernetes.io/name', name], ['app.kubernetes.io/instance', instance], ['app.kubernetes.io/component', component], ['app.kubernetes.io/managed-by', 'cloudnative-pg'],
];

const common = ({ tree, kind, namespace }: KubernetesObject, component: string): readonly Entry[] => [
  statedEntry(component, kubernetes.workload, kind, tree.at, { text: `kind: ${kind}` }),
  ...(namespace === undefined ? [] : [statedEntry(component, kubernetes.namespace, namespace, tree.at)]),
  ...(scalarAt(tree, 'spec', 'instances') === undefined ? [defaultEntry(component, c.replicas, 1, 'CloudNativePG')] : stateNode(component, c.replicas, 'instances', scalarAt(tree, 'spec', 'instances'), wholeNumber).entries),
];

const instancesOf = ({ tree }: KubernetesObject): number => countAt(tree, 'spec', 'instances')?.value ?? 1;

/** The operator's own budgets: the primary stays, and all standbys but one. It hands the primary over before a drain; a single instance has nobody to hand over to. */
function budget(object: KubernetesObject, component: string): readonly Entry[] {
  const [said, least] = [scalarAt(object.tree, 'spec', 'enablePDB'), Math.max(1, instancesOf(object) - 1)];
  if (said?.text === 'false' || textAt(object.tree, 'spec', 'nodeMaintenanceWindow', 'inProgress') === 'true') return [];
  return [said === undefined ? defaultEntry(component, kubernetes.pdb_min_available, least, 'CloudNativePG: enablePDB') : statedEntry(component, kubernetes.pdb_min_available, least, said.at, { text: `enablePDB: ${said.text}` })];
}

function apart(tree: MapNode, component: string): readonly Entry[] {
  const type = scalarAt(tree, 'spec', 'affinity', 'podAntiAffinityType');
  const [wanted, key] = [textAt(tree, 'spec', 'affinity', 'enablePodAntiAffinity'), textAt(tree, 'spec', 'affinity', 'topologyKey')];
  const hosts = wanted !== 'false' && (key === undefined || key === 'kubernetes.io/hostname');
  return type?.text === 'required' && hosts ? [statedEntry(component, kubernetes.anti_affinity_required, true, type.at, { text: 'podAntiAffinityType: required' })] : [];
}

/** /dev/shm is a volume in memory: of the stated size, else as large as the container's memory. */
function shm(tree: MapNode, component: string, memory: number | undefined): readonly Entry[] {
  const size = scalarAt(tree, 'spec', 'ephemeralVolumesSizeLimit', 'shm');
  if (size !== undefined) return stateNode(component, container.shm_size, 'shm', size, quantityBytes).entries;
  return memory === undefined ? [] : [defaultEntry(component, container.shm_size, memory, 'CloudNativePG: the memory limit')];
}

const numberOf = (entries: readonly Entry[], name: string): number | undefined => {
  const value = entries.find(({ setting }) => setting.name === name)?.value;
  return typeof value === 'number' ? value : undefined;
};

/** The limits among entries, as a container has them. */
export const limitsOf = (entries: readonly Entry[]): Pick<RunningContainer, 'cpu' | 'memory'> => {
  const [cpu, memory] = [numberOf(entries, container.cpu_limit.name), numberOf(entries, container.memory_limit.name)];
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
};

/** An image that the manifest names; else the operator takes its own. */
const imageOf = (node: TextNode | undefined): Pick<RunningContainer, 'image'> => (node === undefined ? {} : { image: { text: node.text, at: node.at } });

const words = (place: Position, texts: readonly string[]): readonly Word[] => texts.map((text) => ({ text, at: place }));

/** A container of which nothing is said but where it stands. */
export const bare = (component: string, tree: Node): Omit<RunningContainer, 'command' | 'file' | 'files'> => ({ component, at: tree.at, entrypoint: [], environment: new Map(), unresolved: new Map() });

const withFiles = (files: ReadonlyMap<string, SourceFile>): Pick<RunningContainer, 'file' | 'files'> => ({ files: [...files.keys()].sort(), file: (path) => files.get(path) });

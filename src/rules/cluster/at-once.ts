import { isExporterApart } from '../../model/exporters.ts';
import { byKind, each, mapped, once, optional, own, structure, type Input, type Values } from '../../model/input.ts';
import { GiB, MiB } from '../../model/value.ts';
import { hosted } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as exporter from '../../settings/exporter.ts';
import * as redis from '../../settings/redis.ts';
import * as sentinel from '../../settings/sentinel.ts';

/** What is reserved for a container, and what it may take at most. */
interface Share {
  readonly request: number;
  readonly limit: number;
}

/** Bytes of disk outside of volumes that a container is given which states nothing. */
export const USUAL_DISK: Share = { request: 256 * MiB, limit: GiB };

/** What one container is given: millicores, bytes, and bytes of disk outside of volumes. */
export interface Given {
  readonly cpu: Share;
  readonly memory: Share;
  readonly disk: Share;
}

/** Pods that are alike. */
export interface AtOnce {
  readonly of: string;
  /** As many as there can be at once: the autoscaler at its ceiling, and what a rolling update adds. */
  readonly most: number;
  readonly containers: readonly Given[];
  /** Bytes of each volume that one pod claims. */
  readonly volumes: readonly number[];
}

const READ = {
  kind: structure((_, component) => component.kind),
  replicas: own(c.replicas),
  ceiling: optional(own(container.max_replicas)),
  surge: optional(own(container.max_surge)),
  cpu: own(container.cpu_limit),
  cpuRequest: own(container.cpu_reservation),
  memory: own(container.memory_limit),
  memoryRequest: own(container.memory_reservation),
  disk: optional(own(container.ephemeral_storage)),
  volume: optional(own(container.volume_size)),
  walVolume: optional(own(container.wal_volume_size)),
  appends: optional(byKind({ redis: own(redis.appendonly) })),
  saves: optional(byKind({ redis: own(redis.save) })),
  exporterApart: structure(isExporterApart),
  exporterCpu: optional(own(exporter.cpu_limit)),
  exporterCpuRequest: optional(own(exporter.cpu_reservation)),
  exporterMemory: optional(own(exporter.memory_limit)),
  exporterDisk: optional(own(exporter.ephemeral_storage)),
  sentinels: optional(own(sentinel.replicas)),
  sentinelCpu: optional(own(sentinel.cpu)),
  sentinelMemory: optional(own(sentinel.memory)),
  sentinelDisk: optional(own(sentinel.ephemeral_storage)),
};

type Read = Values<typeof READ> & { readonly of: string };

/** Every pod that the stack can have at once, with those that operators start. */
export const podsAtOnce: Input<readonly AtOnce[]> = once(mapped(each(hosted, READ), (all) => all.flatMap((one) => [ownPods(one), ...exporterPods(one), ...sentinelPods(one)])));

const ownPods = (one: Read): AtOnce => ({
  of: one.of,
  most: Math.max(one.replicas, one.ceiling ?? 0) + (one.surge ?? 0),
  containers: [{ cpu: { request: one.cpuRequest, limit: one.cpu }, memory: { request: one.memoryRequest, limit: one.memory }, disk: whole(one.disk ?? 0) }, ...(one.exporterApart ? [] : exporterOf(one))],
  volumes: isKept(one) ? [one.volume, one.walVolume].filter((size) => size !== undefined) : [],
});

/** Whether its volume is a claim: the proxy's is a folder that goes with the pod, and a cache has none unless it writes. */
const isKept = ({ kind, appends, saves }: Read): boolean => (kind === 'redis' ? appends === true || (saves ?? '') !== '' : kind !== 'nginx');

const whole = (amount: number): Share => ({ request: amount, limit: amount });
const atLeast = (least: Share, amount: number): Share => ({ request: Math.max(least.request, amount), limit: Math.max(least.limit, amount) });

const exporterOf = (one: Read): readonly Given[] =>
  one.exporterCpu === undefined || one.exporterMemory === undefined
    ? []
    : [{ cpu: { request: one.exporterCpuRequest ?? one.exporterCpu, limit: one.exporterCpu }, memory: whole(one.exporterMemory), disk: whole(one.exporterDisk ?? 0) }];

/** A rolling update of the exporter adds one. */
const exporterPods = (one: Read): readonly AtOnce[] => {
  const containers = one.exporterApart ? exporterOf(one) : [];
  return containers.length === 0 ? [] : [{ of: `${one.of}-exporter`, most: 2, containers, volumes: [] }];
};

/** A rolling update of the sentinels adds one. The container that copies their configuration states no disk, and is given the usual one. */
const sentinelPods = (one: Read): readonly AtOnce[] =>
  one.sentinels === undefined || one.sentinelCpu === undefined || one.sentinelMemory === undefined
    ? []
    : [{ of: `${one.of}-sentinel`, most: one.sentinels + 1, containers: [{ cpu: whole(one.sentinelCpu), memory: whole(one.sentinelMemory), disk: atLeast(USUAL_DISK, one.sentinelDisk ?? 0) }], volumes: [] }];

import { isExporterApart } from '../../model/exporters.ts';
import { each, mapped, once, optional, own, structure, type Input } from '../../model/input.ts';
import { hosted } from '../../model/who.ts';
import { replicas } from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as exporter from '../../settings/exporter.ts';
import * as sentinel from '../../settings/sentinel.ts';
import type { PodGroup } from './packing.ts';

/** The pods of a component: what they request, how many a rolling update adds, and how many the autoscaler may start. */
export interface Pods extends PodGroup {
  readonly surge: number;
  readonly most: number;
}

/** Kinds whose operators keep their pods on different nodes: two copies of data on one node are lost together. */
const APART: readonly string[] = ['postgres', 'redis', 'kafka'];

/** The pods of every component of a cluster. */
export const podGroups: Input<readonly Pods[]> = once(mapped(
  each(hosted, {
    pods: own(replicas), cpu: own(container.cpu_reservation), memory: own(container.memory_reservation), apart: structure((_, component) => APART.includes(component.kind)),
    surge: optional(own(container.max_surge)), most: optional(own(container.max_replicas)),
    exporterCpu: optional(own(exporter.cpu_reservation)), exporterMemory: optional(own(exporter.memory_limit)), exporterApart: structure(isExporterApart),
    sentinels: optional(own(sentinel.replicas)), sentinelCpu: optional(own(sentinel.cpu)), sentinelMemory: optional(own(sentinel.memory)),
  }),
  (all) => all.flatMap(({ exporterCpu = 0, exporterMemory = 0, exporterApart, sentinels = 0, sentinelCpu = 0, sentinelMemory = 0, ...one }): readonly Pods[] => [
    { ...one, cpu: one.cpu + (exporterApart ? 0 : exporterCpu), memory: one.memory + (exporterApart ? 0 : exporterMemory), surge: one.surge ?? 0, most: Math.max(one.pods, one.most ?? 0) },
    ...(!exporterApart || exporterMemory === 0 ? [] : [{ of: `${one.of}-exporter`, pods: 1, cpu: exporterCpu, memory: exporterMemory, apart: false, surge: 1, most: 1 }]),
    ...(sentinels === 0 ? [] : [{ of: `${one.of}-sentinel`, pods: sentinels, cpu: sentinelCpu, memory: sentinelMemory, apart: false, surge: 1, most: sentinels }]),
  ]),
));

/** The same pods at the ceilings of their autoscalers. */
export const atCeiling = (groups: readonly Pods[]): readonly Pods[] => groups.map((group) => ({ ...group, pods: group.most }));

import { code, markdownTable, prose } from '../../formats/markdown.ts';
import { showValue } from '../../formats/quantity.ts';
import { partValue, valueOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import { isCluster, isExternal, part, type Stack } from '../../model/stack.ts';
import * as cluster from '../../settings/cluster.ts';
import * as container from '../../settings/container.ts';
import * as profile from '../../settings/profile.ts';

const COLUMNS: readonly (readonly [heading: string, setting: Setting<number>])[] = [
  ['CPU for pods', cluster.node_cpu],
  ['memory for pods', cluster.node_memory],
  ['pods', cluster.node_pods],
  ['nodes at target', cluster.nodes_at_target],
  ['in a rollout', cluster.nodes_in_rollout],
  ['with one drained', cluster.nodes_with_drain],
  ['at the ceiling', cluster.nodes_at_ceiling],
];

/** What a node of the profile's machine has for pods on each platform, and how many of them hold the Kubernetes rendering. */
export function nodeTable(plan: Stack): string {
  const headings = COLUMNS.map(([heading]) => heading);
  const rows = cluster.PLATFORMS.map((platform) => [
    code(platform),
    ...COLUMNS.map(([, setting]) => {
      const value = valueOf(plan, part(setting.kind), setting, platform);
      return value === undefined ? 'a pod is larger' : showValue(value, setting.unit);
    }),
  ]);
  return markdownTable(['platform', ...headings], headings, rows);
}

/** What one node of a cluster has, what is kept of it, and the largest pod that it must take. */
export function oneNodeTable(plan: Stack): string {
  const of = (setting: Setting<number>): number => partValue(plan, setting) ?? 0;
  const row = (name: string, all: Setting<number>, left: Setting<number>, daemons: Setting<number>, request: Setting<number>): readonly string[] => {
    const show = (value: number): string => showValue(value, all.unit);
    const pods = plan.components.flatMap((component) => {
      const amount = isExternal(plan, component) ? undefined : valueOf(plan, component, request);
      return amount === undefined ? [] : [{ name: component.name, amount }];
    });
    const largest = pods.reduce((most, pod) => (pod.amount > most.amount ? pod : most), { name: '', amount: 0 });
    return [name, show(of(all)), show(of(all) - of(left)), show(of(daemons)), show(of(left) - of(daemons)), prose(`${show(largest.amount)} (${largest.name})`)];
  };
  const headings = ['has', 'kept by the platform', 'DaemonSets', 'for pods', 'largest pod'];
  return markdownTable(['one node', ...headings], headings, [
    row('cpu', profile.cpu, profile.allocatable_cpu, cluster.daemon_cpu, container.cpu_reservation),
    row('memory', profile.memory, profile.allocatable_memory, cluster.daemon_memory, container.memory_reservation),
  ]);
}

/** The nodes of a cluster in words; on one machine, what the table is about. */
export function nodeWords(plan: Stack): string {
  const show = (setting: Setting<number>): string => showValue(partValue(plan, setting) ?? 0, setting.unit);
  const machine = `nodes of ${show(profile.cpu)} CPU and ${show(profile.memory)}`;
  const daemons = `DaemonSets reserve ${show(cluster.daemon_cpu)} CPU and ${show(cluster.daemon_memory)} of each in ${show(cluster.daemon_pods)} pods`;
  if (!isCluster(plan)) return prose(`The manifests in kubernetes/, on ${machine}; ${daemons}.`);
  const [count, most] = [partValue(plan, cluster.nodes) ?? 0, partValue(plan, cluster.max_nodes) ?? 0];
  return prose(`${count} ${machine}${most > count ? `, ${most} at most` : ''}; ${daemons}. One of them may be drained during a rolling update of any component.`);
}

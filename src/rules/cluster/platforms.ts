import { given, own, structure } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { floorTo, GiB, MiB } from '../../model/value.ts';
import * as s from '../../settings/cluster.ts';
import * as profile from '../../settings/profile.ts';
import { podsOn, RESERVATIONS, reservedCpuOn, reservedMemoryOn } from '../profile/reservations.ts';
import { nodesFor, nodesInRollout, nodesWithDrain, type NodeRoom } from './packing.ts';
import { atCeiling, podGroups, type Pods } from './groups.ts';

/** The platform that an entry is for. */
const PLATFORM = structure((_, __, subject) => subject ?? '');

const nodeCpu = defineRule({
  sizes: s.node_cpu,
  from: { platform: PLATFORM, own: given(profile.platform), allocatable: given(profile.allocatable_cpu), cpu: given(profile.cpu), daemons: own(s.daemon_cpu) },
  value: ({ platform, own: ours, allocatable, cpu, daemons }) => Math.max(0, (platform === ours ? allocatable : cpu - reservedCpuOn(platform, cpu)) - daemons),
  because: 'What the platform keeps of this machine is taken off, and what the DaemonSets reserve.',
  source: RESERVATIONS,
  examples: [
    { given: { platform: 'gke', own: 'docker', allocatable: 16_000, cpu: 16_000, daemons: 300 }, gives: 15_590 },
    { given: { platform: 'gke', own: 'gke', allocatable: 15_000, cpu: 16_000, daemons: 300 }, gives: 14_700 },
  ],
});

const nodeMemory = defineRule({
  sizes: s.node_memory,
  from: { platform: PLATFORM, own: given(profile.platform), allocatable: given(profile.allocatable_memory), memory: given(profile.memory), daemons: own(s.daemon_memory) },
  value: ({ platform, own: ours, allocatable, memory, daemons }) => Math.max(0, (platform === ours ? allocatable : floorTo(memory - reservedMemoryOn(platform, memory, podsOn(platform)), MiB)) - daemons),
  because: 'What the platform keeps of this machine is taken off, and what the DaemonSets reserve.',
  source: RESERVATIONS,
  examples: [
    { given: { platform: 'gke', own: 'docker', allocatable: 4 * GiB, memory: 4 * GiB, daemons: 256 * MiB }, gives: 2716 * MiB },
    { given: { platform: 'eks', own: 'docker', allocatable: 16 * GiB, memory: 16 * GiB, daemons: 256 * MiB }, gives: 15_135 * MiB },
    { given: { platform: 'aks', own: 'aks', allocatable: 6 * GiB, memory: 8 * GiB, daemons: 256 * MiB }, gives: 5888 * MiB },
  ],
});

const nodePods = defineRule({
  sizes: s.node_pods,
  from: { platform: PLATFORM, own: given(profile.platform), stated: given(profile.max_pods), daemons: own(s.daemon_pods) },
  value: ({ platform, own: ours, stated, daemons }) => Math.max(0, (platform === ours ? stated : podsOn(platform)) - daemons),
  because: 'The pods that a node of this platform runs unless it is told otherwise, without those of DaemonSets.',
  source: 'Kubernetes default 110; EKS: network addresses of a 4-core instance; AKS default 30',
  examples: [{ given: { platform: 'aks', own: 'docker', stated: 110, daemons: 8 }, gives: 22 }, { given: { platform: 'gke', own: 'gke', stated: 64, daemons: 8 }, gives: 56 }],
});

const packed = { cpu: own(s.node_cpu), memory: own(s.node_memory), pods: own(s.node_pods), groups: podGroups };
const ROOM: NodeRoom = { cpu: 3600, memory: 12 * GiB, pods: 100 };
const API: Pods = { of: 'api', pods: 3, cpu: 1000, memory: GiB, apart: false, surge: 1, most: 9 };
const DB: Pods = { of: 'db', pods: 2, cpu: 2000, memory: 8 * GiB, apart: true, surge: 0, most: 2 };
const FIRST_FIT = 'first-fit decreasing over CPU, memory and pods; kubernetes.io, kube-scheduler: a pod is placed by its requests';

const nodesAtTarget = defineRule({
  sizes: s.nodes_at_target,
  from: packed,
  value: ({ groups: all, ...node }) => nodesFor(node, all),
  because: 'Every pod that the target asks for is placed by what it reserves.',
  source: FIRST_FIT,
  examples: [{ given: { ...ROOM, groups: [API, DB] }, gives: 3 }, { given: { ...ROOM, cpu: 1900, groups: [API, DB] }, gives: undefined }],
});

const nodesRolling = defineRule({
  sizes: s.nodes_in_rollout,
  from: packed,
  value: ({ groups: all, ...node }) => nodesInRollout(node, all),
  because: 'The pods that a rolling update adds need room as well, one component at a time.',
  source: FIRST_FIT,
  examples: [{ given: { ...ROOM, groups: [API, DB] }, gives: 3 }],
});

const nodesDrained = defineRule({
  sizes: s.nodes_with_drain,
  from: packed,
  value: ({ groups: all, ...node }) => nodesWithDrain(node, all),
  because: 'An upgrade of the cluster drains one node after the other: the others hold everything meanwhile.',
  source: `${FIRST_FIT}; kubernetes.io, safely drain a node`,
  examples: [{ given: { ...ROOM, groups: [API, DB] }, gives: 4 }],
});

const nodesAtCeiling = defineRule({
  sizes: s.nodes_at_ceiling,
  from: packed,
  value: ({ groups: all, ...node }) => nodesFor(node, atCeiling(all)),
  because: 'The autoscalers may start this many pods: what has no node stays Pending.',
  source: FIRST_FIT,
  examples: [{ given: { ...ROOM, groups: [API, DB] }, gives: 5 }],
});

/** What a node of this machine gives, and how many of them hold the pods, on each platform of Kubernetes. */
export const platformRules: readonly Rule[] = [nodeCpu, nodeMemory, nodePods, nodesAtTarget, nodesRolling, nodesDrained, nodesAtCeiling];

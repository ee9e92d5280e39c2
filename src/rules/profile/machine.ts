import { given, optional } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { floorTo, GiB, MiB } from '../../model/value.ts';
import * as s from '../../settings/profile.ts';
import { podsOn, RESERVATIONS, reservedCpuOn, reservedMemoryOn } from './reservations.ts';

const maxPods = defineRule({
  sizes: s.max_pods,
  from: { platform: given(s.platform) },
  value: ({ platform }) => podsOn(platform),
  because: 'The number of pods a node of this platform runs unless it is told otherwise; larger instances of EKS run more, and keep 11 MiB for each: state it for them.',
  source: 'Kubernetes default 110; EKS: network addresses of a 4-core instance; AKS default 30',
  examples: [{ given: { platform: 'eks' }, gives: 58 }, { given: { platform: 'vm' }, gives: 110 }],
});

const reservedMemory = defineRule({
  sizes: s.reserved_memory,
  from: { memory: given(s.memory), platform: given(s.platform), pods: given(s.max_pods) },
  value: ({ memory, platform, pods }) => reservedMemoryOn(platform, memory, pods),
  because: 'Memory that the operating system, and on Kubernetes the node agent, keep for themselves.',
  source: RESERVATIONS,
  examples: [
    { given: { memory: 8 * GiB, platform: 'docker', pods: 110 }, gives: 429496730 },
    { given: { memory: 1 * GiB, platform: 'vm', pods: 110 }, gives: 256 * MiB },
    { given: { memory: 4 * GiB, platform: 'gke', pods: 110 }, gives: 1124 * MiB },
    { given: { memory: 150 * GiB, platform: 'gke', pods: 110 }, gives: 10584577803 },
    { given: { memory: 16 * GiB, platform: 'eks', pods: 58 }, gives: 993 * MiB },
    { given: { memory: 8_000_000_000, platform: 'aks', pods: 30 }, gives: 754_857_600 },
  ],
});

const reservedCpu = defineRule({
  sizes: s.reserved_cpu,
  from: { cpu: given(s.cpu), platform: given(s.platform) },
  value: ({ cpu, platform }) => reservedCpuOn(platform, cpu),
  because: 'CPU that the node agent keeps; a plain machine keeps none, because limits are ceilings and not reservations.',
  source: RESERVATIONS,
  examples: [
    { given: { cpu: 4000, platform: 'docker' }, gives: 0 },
    { given: { cpu: 4000, platform: 'gke' }, gives: 80 },
    { given: { cpu: 4000, platform: 'aks' }, gives: 140 },
    { given: { cpu: 64_000, platform: 'aks' }, gives: 740 },
  ],
});

const allocatableMemory = defineRule({
  sizes: s.allocatable_memory,
  from: { memory: given(s.memory), reserved: given(s.reserved_memory), monitoring: optional(given(s.monitoring_memory)) },
  value: ({ memory, reserved, monitoring = 0 }) => floorTo(Math.max(0, memory - reserved - monitoring), MiB),
  because: 'What the machine has, less what the system keeps: the sum of all memory limits stays below it.',
  source: RESERVATIONS,
  examples: [
    { given: { memory: 4 * GiB, reserved: 256 * MiB, monitoring: undefined }, gives: 3840 * MiB },
    { given: { memory: 4 * GiB, reserved: 256 * MiB, monitoring: 840 * MiB }, gives: 3000 * MiB },
  ],
});

const allocatableCpu = defineRule({
  sizes: s.allocatable_cpu,
  from: { cpu: given(s.cpu), reserved: given(s.reserved_cpu), monitoring: optional(given(s.monitoring_cpu)) },
  value: ({ cpu, reserved, monitoring = 0 }) => Math.max(0, cpu - reserved - monitoring),
  because: 'What the machine has, less what the platform keeps: the sum of all CPU limits stays below it.',
  source: RESERVATIONS,
  examples: [{ given: { cpu: 4000, reserved: 80, monitoring: undefined }, gives: 3920 }, { given: { cpu: 4000, reserved: 80, monitoring: 400 }, gives: 3520 }],
});

/** What the machine has to give. */
export const machineRules: readonly Rule[] = [maxPods, reservedMemory, reservedCpu, allocatableMemory, allocatableCpu];

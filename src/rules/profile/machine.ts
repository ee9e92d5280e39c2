import { given } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { CORE, floorTo, GiB, MiB, sum } from '../../model/value.ts';
import * as s from '../../settings/profile.ts';

const LADDERS = 'GKE, EKS and AKS documentation of node reservations; plain machines: our own reserve, max(256 MiB, 5 %)';

/** Splits `amount` over the steps of a ladder: how much of it lies in each step, from the bottom. */
function steps(amount: number, widths: readonly number[]): readonly number[] {
  let rest = amount;
  return [...widths, Infinity].map((width) => {
    const part = Math.min(rest, width);
    rest -= part;
    return part;
  });
}

const weighted = (parts: readonly number[], shares: readonly number[]): number => sum(parts.map((part, i) => part * (shares[i] ?? 0)));

const gkeMemory = (memory: number): number => weighted(steps(memory, [4 * GiB, 4 * GiB, 8 * GiB, 112 * GiB]), [0.25, 0.2, 0.1, 0.06, 0.02]) + 100 * MiB;
const ladderCpu = (cpu: number): number => weighted(steps(cpu, [CORE, CORE, 2 * CORE]), [0.06, 0.01, 0.005, 0.0025]);
const eviction = 100 * MiB;

const maxPods = defineRule({
  sizes: s.max_pods,
  from: { platform: given(s.platform) },
  value: ({ platform }) => ({ eks: 58, aks: 30 })[platform] ?? 110,
  because: 'The number of pods a node of this platform runs unless it is told otherwise.',
  source: 'Kubernetes default 110; EKS: network addresses of a 4-core instance; AKS default 30',
  examples: [{ given: { platform: 'eks' }, gives: 58 }, { given: { platform: 'vm' }, gives: 110 }],
});

const reservedMemory = defineRule({
  sizes: s.reserved_memory,
  from: { memory: given(s.memory), platform: given(s.platform), pods: given(s.max_pods) },
  value: ({ memory, platform, pods }) => {
    const plain = Math.max(256 * MiB, 0.05 * memory);
    const ladders: Readonly<Record<string, number>> = {
      gke: gkeMemory(memory),
      eks: 255 * MiB + 11 * pods * MiB + eviction,
      aks: Math.min((20 * pods + 50) * 1_000_000, 0.25 * memory) + eviction,
      kubernetes: plain + eviction,
    };
    return Math.ceil(ladders[platform] ?? plain);
  },
  because: 'Memory that the operating system, and on Kubernetes the node agent, keep for themselves.',
  source: LADDERS,
  examples: [
    { given: { memory: 8 * GiB, platform: 'docker', pods: 110 }, gives: 429496730 },
    { given: { memory: 1 * GiB, platform: 'vm', pods: 110 }, gives: 256 * MiB },
    { given: { memory: 4 * GiB, platform: 'gke', pods: 110 }, gives: 1124 * MiB },
    { given: { memory: 16 * GiB, platform: 'eks', pods: 58 }, gives: 993 * MiB },
  ],
});

const reservedCpu = defineRule({
  sizes: s.reserved_cpu,
  from: { cpu: given(s.cpu), platform: given(s.platform) },
  value: ({ cpu, platform }) => {
    if (platform === 'gke' || platform === 'eks') return Math.ceil(ladderCpu(cpu));
    if (platform === 'aks') return Math.ceil(weighted(steps(cpu, [CORE, CORE, 2 * CORE, 4 * CORE, 8 * CORE]), [0.06, 0.04, 0.02, 0.01, 0.01, 0.01]));
    return platform === 'kubernetes' ? Math.ceil(80 + 0.01 * cpu) : 0;
  },
  because: 'CPU that the node agent keeps; a plain machine keeps none, because limits are ceilings and not reservations.',
  source: LADDERS,
  examples: [
    { given: { cpu: 4000, platform: 'docker' }, gives: 0 },
    { given: { cpu: 4000, platform: 'gke' }, gives: 80 },
    { given: { cpu: 4000, platform: 'aks' }, gives: 140 },
  ],
});

const allocatableMemory = defineRule({
  sizes: s.allocatable_memory,
  from: { memory: given(s.memory), reserved: given(s.reserved_memory) },
  value: ({ memory, reserved }) => floorTo(Math.max(0, memory - reserved), MiB),
  because: 'What the machine has, less what the system keeps: the sum of all memory limits stays below it.',
  source: LADDERS,
  examples: [{ given: { memory: 4 * GiB, reserved: 256 * MiB }, gives: 3840 * MiB }],
});

const allocatableCpu = defineRule({
  sizes: s.allocatable_cpu,
  from: { cpu: given(s.cpu), reserved: given(s.reserved_cpu) },
  value: ({ cpu, reserved }) => Math.max(0, cpu - reserved),
  because: 'What the machine has, less what the platform keeps: the sum of all CPU limits stays below it.',
  source: LADDERS,
  examples: [{ given: { cpu: 4000, reserved: 80 }, gives: 3920 }],
});

/** What the machine has to give. */
export const machineRules: readonly Rule[] = [maxPods, reservedMemory, reservedCpu, allocatableMemory, allocatableCpu];

import { CORE, GiB, MiB, sum } from '../../model/value.ts';

/** Where the figures of this file come from. */
export const RESERVATIONS = 'GKE, EKS and AKS documentation of node reservations; plain machines: our own reserve, max(256 MiB, 5 %)';

const EVICTION = 100 * MiB;

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

const gkeMemory = (memory: number): number => weighted(steps(memory, [4 * GiB, 4 * GiB, 8 * GiB, 112 * GiB]), [0.25, 0.2, 0.1, 0.06, 0.02]) + EVICTION;
const plainMemory = (memory: number): number => Math.max(256 * MiB, 0.05 * memory);
const ladderCpu = (cpu: number): number => weighted(steps(cpu, [CORE, CORE, 2 * CORE]), [0.06, 0.01, 0.005, 0.0025]);

/** Pods that a node of a platform runs unless it is told otherwise. */
export const podsOn = (platform: string): number => ({ eks: 58, aks: 30 })[platform] ?? 110;

/** Memory, in bytes, that the operating system, and on Kubernetes the node agent, keep of a machine. */
export function reservedMemoryOn(platform: string, memory: number, pods: number): number {
  switch (platform) {
    case 'gke': return Math.ceil(gkeMemory(memory));
    case 'eks': return 255 * MiB + 11 * pods * MiB + EVICTION;
    case 'aks': return Math.ceil(Math.min((20 * pods + 50) * 1_000_000, 0.25 * memory) + EVICTION);
    case 'kubernetes': return Math.ceil(plainMemory(memory) + EVICTION);
    default: return Math.ceil(plainMemory(memory));
  }
}

/** CPU, in millicores, that the node agent keeps of a machine; without Kubernetes none. */
export function reservedCpuOn(platform: string, cpu: number): number {
  switch (platform) {
    case 'gke': case 'eks': return Math.ceil(ladderCpu(cpu));
    case 'aks': return Math.ceil(weighted(steps(cpu, [CORE, CORE, 2 * CORE, 4 * CORE, 8 * CORE]), [0.06, 0.04, 0.02, 0.01, 0.01, 0.01]));
    case 'kubernetes': return Math.ceil(80 + 0.01 * cpu);
    default: return 0;
  }
}

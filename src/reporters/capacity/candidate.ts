import { partValue } from '../../model/lookup.ts';
import { isCluster, type Component, type Stack } from '../../model/stack.ts';
import { nodes } from '../../settings/cluster.ts';
import { cpu, p95 } from '../../settings/profile.ts';

/** One machine or cluster, and whether it carries the load. */
export interface Candidate {
  readonly name: string;
  /** Missing when the machine is too small to be sized at all. */
  readonly plan?: Stack;
  readonly carries: boolean;
  readonly because?: string;
}

/** The answer to `gen size`. */
export interface Capacity {
  readonly builtIn: readonly Candidate[];
  /** The smallest machine of its own that carries the load, or the largest that does not; missing where a cluster was asked for. */
  readonly custom?: Candidate;
  /** Clusters of nodes of several sizes; none where a machine carries the load and no cluster was asked for. */
  readonly clusters: readonly Candidate[];
  /** Where the answer is a cluster: the largest rate that the same nodes carry when sized for it, and what is short beyond. */
  readonly reach?: { readonly rate: number; readonly component: Component };
}

/** Everything that was tried, in its order. */
export const allOf = ({ builtIn, custom, clusters }: Capacity): readonly Candidate[] => [...builtIn, ...(custom === undefined ? [] : [custom]), ...clusters];

/** The first that carries the load: a built-in machine, a machine of its own, a built-in cluster, the cluster of fewest cores, and of those the one of fewest nodes. */
export function answerOf({ builtIn, custom, clusters }: Capacity): Candidate | undefined {
  const onNodes = ({ plan }: Candidate): boolean => plan !== undefined && isCluster(plan);
  const own = [...clusters].sort((a, b) => coresOf(a.plan) - coresOf(b.plan) || nodesOf(a.plan) - nodesOf(b.plan));
  return [...builtIn.filter((one) => !onNodes(one)), ...(custom === undefined ? [] : [custom]), ...builtIn.filter(onNodes), ...own].find(({ carries }) => carries);
}

const nodesOf = (plan: Stack | undefined): number => (plan === undefined ? Infinity : isCluster(plan) ? (partValue(plan, nodes) ?? Infinity) : 1);
/** Cores of the machine, or of all nodes, in millicores; without a plan more than any. */
export const coresOf = (plan: Stack | undefined): number => (plan === undefined ? Infinity : (partValue(plan, cpu) ?? Infinity) * nodesOf(plan));

/** The response time asked of every candidate; the built-in profiles have their own where none is asked. */
export function commonP95(found: Capacity): number | undefined {
  const times = new Set(allOf(found).flatMap(({ plan }) => (plan === undefined ? [] : [partValue(plan, p95)])));
  return times.size === 1 ? [...times][0] : undefined;
}

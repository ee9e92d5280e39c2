import { partValue, valueOf } from '../../model/lookup.ts';
import { isExternal, type Stack } from '../../model/stack.ts';
import { CORE } from '../../model/value.ts';
import { max_nodes, nodes } from '../../settings/cluster.ts';
import { replicas } from '../../settings/component.ts';
import { cpu_limit, max_replicas, memory_limit } from '../../settings/container.ts';
import { cpu, memory } from '../../settings/profile.ts';
import { bottleneck, tiersOf } from '../../tiers.ts';
import { readable } from '../entry.ts';
import type { Style } from '../style.ts';
import { table, type Cell } from '../table.ts';
import { answerCell } from './answer.ts';
import type { Candidate, Capacity } from './candidate.ts';
import { round } from './load.ts';

/** What a cluster consists of, in numbers; sizes in millicores and bytes, of one node or one pod. */
export function clusterFigures(plan: Stack) {
  const pods = plan.components.filter((component) => !isExternal(plan, component)).map((component) => {
    const count = valueOf(plan, component, replicas) ?? 1;
    return { component: component.name, kind: component.kind, replicas: count, maxReplicas: Math.max(count, valueOf(plan, component, max_replicas) ?? count), cpu: valueOf(plan, component, cpu_limit) ?? 0, memory: valueOf(plan, component, memory_limit) ?? 0 };
  });
  const short = bottleneck(plan);
  return {
    nodes: partValue(plan, nodes) ?? 0,
    maxNodes: partValue(plan, max_nodes) ?? 0,
    node: { cpu: partValue(plan, cpu) ?? 0, memory: partValue(plan, memory) ?? 0 },
    pods,
    tiers: tiersOf(plan).map(({ component, asked, capacity, ceiling }) => ({ component: component.name, asked: round(asked), capacity: round(capacity), ceiling: round(ceiling) })),
    ...(short === undefined ? {} : { bottleneck: { component: short.tier.component.name, rate: short.rate } }),
  };
}

type Figures = ReturnType<typeof clusterFigures>;
const right = (text: string): Cell => ({ text, right: true });
const cores = (millicores: number): string => `${millicores / CORE} ${millicores === CORE ? 'core' : 'cores'}`;

/** The clusters as a table: nodes, and the pods of each component, `3 to 6` where an autoscaler adds some. */
export function showClusters(candidates: readonly Candidate[], style: Style): readonly string[] {
  const sized = candidates.flatMap(({ plan }) => (plan === undefined ? [] : [clusterFigures(plan)]));
  const names = [...new Set(sized.flatMap(({ pods }) => pods.map(({ component }) => component)))];
  return table([
    ['', right('nodes'), right('at most'), ...names.map((name) => right(name)), 'an instance of the database', 'carries it'],
    ...candidates.map((candidate) => {
      const { name, plan } = candidate;
      const answer = answerCell(candidate, style);
      if (plan === undefined) return [name, '', '', ...names.map(() => ''), '', answer];
      const has = clusterFigures(plan);
      const count = (component: string): string => {
        const pod = has.pods.find((one) => one.component === component);
        return pod === undefined ? '' : pod.maxReplicas > pod.replicas ? `${pod.replicas} to ${pod.maxReplicas}` : String(pod.replicas);
      };
      return [name, right(String(has.nodes)), right(String(has.maxNodes)), ...names.map((component) => right(count(component))), instance(has), answer];
    }),
  ]);
}

const instance = ({ pods }: Figures): string => pods.filter(({ kind }) => kind === 'postgres').map((pod) => `${cores(pod.cpu)}, ${readable(pod.memory, 'bytes')}`).join('; ');

/** The nodes of a cluster in words. */
export function nodeWords(plan: Stack): string {
  const { nodes: count, node } = clusterFigures(plan);
  return `${count} nodes of ${cores(node.cpu)} and ${readable(node.memory, 'bytes')}`;
}

/** What helps where a kind of server is short and no autoscaler adds to it. */
const HELP: Readonly<Record<string, string>> = {
  postgres: 'one primary takes every query: larger nodes, cheaper or fewer queries, or reads from its standbys',
  redis: 'one thread answers: fewer operations for each request, or a second cache',
  pgbouncer: 'state more replicas of it',
  kafka: 'more brokers and partitions',
};

/** What is short next: in the cluster as it is, and when the same nodes are sized for more. */
export function showNext(plan: Stack, reach: Capacity['reach']): readonly string[] {
  const short = bottleneck(plan);
  if (short === undefined) return [];
  const { tier: { component }, rate } = short;
  const help = reach === undefined ? '' : ` (${HELP[reach.component.kind] ?? 'more pods than are planned for'})`;
  const further = reach === undefined || reach.rate <= rate ? help : `; sized anew, such nodes carry ${readable(reach.rate, 'per-second')}, and then ${reach.component.name} is short${help}`;
  return [`short next: ${component.name}, at ${readable(rate, 'per-second')}${further}`];
}

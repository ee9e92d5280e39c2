import { given } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { isCluster } from '../../model/stack.ts';
import { GiB } from '../../model/value.ts';
import * as cluster from '../../settings/cluster.ts';
import { nodeRoom } from './node.ts';
import { nodesFor, nodesWithDrain } from './packing.ts';
import { atCeiling, podGroups, type Pods } from './groups.ts';

/** Nodes that a cluster may have; beyond it Kubernetes is not tested. */
const MOST = 5000;

const nodes = defineRule({
  sizes: cluster.nodes,
  when: isCluster,
  from: { room: nodeRoom, groups: podGroups },
  value: ({ room, groups }) => {
    const count = nodesWithDrain(room, groups);
    return count === undefined ? Math.min(MOST, groups.length) : Math.min(MOST, count);
  },
  because: 'All pods and those that a rolling update of one component adds fit on the nodes that are left while one is drained.',
  source: 'first-fit decreasing over CPU, memory and pods; kubernetes.io, safely drain a node',
  examples: [
    { given: { room: room(4000, 16), groups: [group('api', 3, 1000, 1), group('db', 3, 2000, 8)] }, gives: 4 },
    { given: { room: room(4000, 16), groups: [group('db', 1, 5000, 8)] }, gives: 1 },
  ],
});

const maxNodes = defineRule({
  sizes: cluster.max_nodes,
  when: isCluster,
  from: { room: nodeRoom, groups: podGroups, nodes: given(cluster.nodes) },
  value: ({ room, groups, nodes: usual }) => Math.min(MOST, Math.max(usual, nodesFor(room, atCeiling(groups)) ?? usual)),
  because: 'Every pod that the autoscalers may start has a place, on as many nodes at least as there usually are.',
  source: 'first-fit decreasing over CPU, memory and pods',
  examples: [{ given: { room: room(4000, 16), groups: [{ ...group('api', 3, 1000, 1), most: 30 }], nodes: 2 }, gives: 8 }, { given: { room: room(4000, 16), groups: [group('api', 3, 1000, 1)], nodes: 2 }, gives: 2 }],
});

function room(cpu: number, gib: number) {
  return { cpu, memory: gib * GiB, pods: 100 };
}

function group(of: string, pods: number, cpu: number, gib: number): Pods {
  return { of, pods, cpu, memory: gib * GiB, apart: of === 'db', surge: of === 'db' ? 0 : 1, most: pods };
}

/** How many nodes the pods take. */
export const nodeCountRules: readonly Rule[] = [nodes, maxNodes];

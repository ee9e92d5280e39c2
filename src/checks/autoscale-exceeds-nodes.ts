import { defineCheck } from '../model/check.ts';
import { first, given } from '../model/input.ts';
import { max_nodes } from '../settings/cluster.ts';
import { nodeCount, nodeLeft, nodePods, saysNodes, shortOn, unknownRequests, type Pods } from './node-pods.ts';

const ceiling = (one: Pods): number => Math.max(one.replicas, one.most ?? 0);

/** Every pod that the autoscalers may start against the nodes that there may be. */
export const autoscaleExceedsNodes = defineCheck({
  id: 'autoscale-exceeds-nodes',
  severity: 'warning',
  confidence: 'likely',
  on: ['project'],
  when: (stack) => saysNodes(stack) && [...stack.entries.keys()].some((id) => id.endsWith('.kubernetes.max_replicas')),
  reads: { nodes: first(given(max_nodes), nodeCount), usual: nodeCount, room: nodeLeft, pods: nodePods },
  broken: (v) => {
    // What does not fit the usual nodes without the autoscalers is another relation.
    if (shortOn(v.usual, v.room, v.pods, (one) => one.replicas) !== undefined) return undefined;
    const short = shortOn(v.nodes, v.room, v.pods, ceiling);
    if (short === undefined) return unknownRequests(v.pods);
    const words = v.pods.filter((one) => ceiling(one) > one.replicas).map((one) => `${one.of} up to ${ceiling(one)} pods`).join(', ');
    return `${words === '' ? '' : `${words}: `}together the pods request ${short}`;
  },
  why: 'At the peak that the autoscaler is for, its last pods stay Pending.',
  fix: 'allow more nodes (cluster.max_nodes), or lower max_replicas.',
  source: 'kubernetes.io, node autoscaling; first-fit never does better than the sum',
  examples: {
    holds: [{ nodes: 3, usual: 3, room: { cpu: 4000, memory: 2 ** 34, pods: 100 }, pods: [pods(3, 10)] }, { nodes: 1, usual: 1, room: { cpu: 4000, memory: 2 ** 34, pods: 100 }, pods: [pods(6, 12)] }],
    breaks: [{ nodes: 2, usual: 2, room: { cpu: 4000, memory: 2 ** 34, pods: 100 }, pods: [pods(3, 10)] }, { nodes: 1, usual: 3, room: { cpu: 4000, memory: 2 ** 34, pods: 100 }, pods: [pods(6, 6)] }],
  },
});

/** A record of the examples. */
function pods(replicas: number, most: number): Pods {
  return { of: 'api', replicas, most, surge: 1, cpu: 1000, memory: 2 ** 30, apart: false };
}

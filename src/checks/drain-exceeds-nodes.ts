import { defineCheck, type Breach } from '../model/check.ts';
import { nodeCount, nodeLeft, nodePods, saysNodes, shortOn, unknownRequests, type Pods } from './node-pods.ts';

/** All pods, and those that a rolling update adds, against the nodes that are left while one is drained. */
export const drainExceedsNodes = defineCheck({
  id: 'drain-exceeds-nodes',
  severity: 'warning',
  confidence: 'likely',
  on: ['project'],
  when: saysNodes,
  reads: { nodes: nodeCount, room: nodeLeft, pods: nodePods },
  broken: (v): readonly Breach[] | { readonly missing: string } => {
    const all = shortOn(v.nodes, v.room, v.pods, (one) => one.replicas);
    if (all !== undefined) return [{ message: `the pods request ${all}`, severity: 'error', confidence: 'certain' }];
    const crowded = v.pods.filter((one) => one.apart && one.replicas > v.nodes - 1)[0];
    if (crowded !== undefined) return [{ message: `no two of the ${crowded.replicas} pods of ${crowded.of} may share a node; while one of ${v.nodes} is drained there are ${v.nodes - 1}` }];
    const drained = shortOn(v.nodes - 1, v.room, v.pods, (one) => one.replicas);
    if (drained !== undefined) return [{ message: `while one of ${v.nodes} nodes is drained, the pods request ${drained}` }];
    for (const rolled of v.pods) {
      const rolling = shortOn(v.nodes - 1, v.room, v.pods, (one) => one.replicas + (one === rolled ? (one.surge ?? 0) : 0));
      if (rolling !== undefined) return [{ message: `while one of ${v.nodes} nodes is drained and ${rolled.of} is updated, the pods request ${rolling}` }];
    }
    return unknownRequests(v.pods) ?? [];
  },
  why: 'Pods that find no place stay Pending: an upgrade of the nodes stands still, or runs with fewer pods than the target takes.',
  fix: 'add a node, take larger ones, or lower the requests or replicas.',
  source: 'kubernetes.io, safely drain a node; first-fit never does better than the sum',
  examples: {
    holds: [{ nodes: 4, room: { cpu: 4000, memory: 2 ** 34, pods: 100 }, pods: [pods('api', 6, 1000), { ...pods('db', 3, 1000), apart: true }] }],
    breaks: [
      { nodes: 2, room: { cpu: 4000, memory: 2 ** 34, pods: 100 }, pods: [pods('api', 9, 1000)] },
      { nodes: 3, room: { cpu: 4000, memory: 2 ** 34, pods: 100 }, pods: [pods('api', 9, 1000)] },
      { nodes: 3, room: { cpu: 4000, memory: 2 ** 34, pods: 100 }, pods: [pods('api', 8, 1000)] },
      { nodes: 3, room: { cpu: 4000, memory: 2 ** 34, pods: 100 }, pods: [{ ...pods('db', 3, 1000), apart: true }] },
      { nodes: 3, room: { cpu: 4000, memory: 2 ** 34, pods: 10 }, pods: [pods('api', 21, 100)] },
    ],
  },
});

/** A record of the examples. */
function pods(of: string, replicas: number, cpu: number): Pods {
  return { of, replicas, most: undefined, surge: of === 'api' ? 1 : 0, cpu, memory: 2 ** 30, apart: false };
}

import { defineCheck, type Breach } from '../model/check.ts';
import { optional } from '../model/input.ts';
import { isCluster, isExternal } from '../model/stack.ts';
import { EVERY_KIND } from './kinds.ts';
import { nodeLeft, requests, type Room } from './node-pods.ts';
import { inCores, inMiB } from './words.ts';

/** What one pod requests against the node that it is to run on. */
export const podExceedsNode = defineCheck({
  id: 'pod-exceeds-node',
  severity: 'error',
  confidence: 'certain',
  on: EVERY_KIND,
  when: (stack, component) => (isCluster(stack) && !isExternal(stack, component)) || ['cpu', 'memory'].some((resource) => stack.entries.has(`${component.name}.kubernetes.pod_${resource}_request`)),
  reads: { ...requests, room: optional(nodeLeft) },
  broken: (v) => {
    const breach = (what: string, request: number | undefined, node: number | undefined, show: (value: number) => string): readonly Breach[] =>
      request !== undefined && node !== undefined && request > node ? [{ message: `one pod requests ${show(request)} of ${what}; the node has ${show(node)}` }] : [];
    return [...breach('CPU', v.cpu, v.room?.cpu, inCores), ...breach('memory', v.memory, v.room?.memory, inMiB)];
  },
  why: 'No node can take the pod: it stays Pending for ever.',
  fix: 'lower the requests, or take larger nodes.',
  source: 'kubernetes.io, resource management: how pods with requests are scheduled',
  examples: {
    holds: [{ cpu: 2000, memory: 2 ** 32, room: room(4000, 2 ** 33) }, { cpu: 2000, memory: 2 ** 32, room: undefined }],
    breaks: [{ cpu: 6000, memory: 2 ** 32, room: room(4000, 2 ** 33) }, { cpu: 500, memory: 2 ** 34, room: room(4000, 2 ** 33) }],
  },
});

/** A record of the examples. */
function room(cpu: number, memory: number): Room {
  return { cpu, memory, pods: Infinity };
}

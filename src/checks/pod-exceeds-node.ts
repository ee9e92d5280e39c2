import { defineCheck, type Breach } from '../model/check.ts';
import { first, given, optional, present } from '../model/input.ts';
import * as kubernetes from '../settings/kubernetes.ts';
import * as profile from '../settings/profile.ts';
import { EVERY_KIND } from './kinds.ts';
import { inCores, inMiB } from './words.ts';

/** What one pod requests against the node that it is to run on. */
export const podExceedsNode = defineCheck({
  id: 'pod-exceeds-node',
  severity: 'error',
  confidence: 'certain',
  on: EVERY_KIND,
  when: (stack, component) => ['cpu', 'memory'].some((resource) => stack.entries.has(`${component.name}.kubernetes.pod_${resource}_request`)),
  reads: {
    cpu: present(kubernetes.pod_cpu_request), memory: present(kubernetes.pod_memory_request),
    cores: optional(first(given(profile.allocatable_cpu), given(profile.cpu))), space: optional(first(given(profile.allocatable_memory), given(profile.memory))),
  },
  broken: (v) => {
    const breach = (what: string, request: number | undefined, node: number | undefined, show: (value: number) => string): readonly Breach[] =>
      request !== undefined && node !== undefined && request > node ? [{ message: `one pod requests ${show(request)} of ${what}; the node has ${show(node)}` }] : [];
    return [...breach('CPU', v.cpu, v.cores, inCores), ...breach('memory', v.memory, v.space, inMiB)];
  },
  why: 'No node can take the pod: it stays Pending for ever.',
  fix: 'lower the requests, or take larger nodes.',
  source: 'kubernetes.io, resource management: how pods with requests are scheduled',
  examples: {
    holds: [{ cpu: 2000, memory: 2 ** 32, cores: 4000, space: 2 ** 33 }, { cpu: 2000, memory: 2 ** 32, cores: undefined, space: undefined }],
    breaks: [{ cpu: 6000, memory: 2 ** 32, cores: 4000, space: 2 ** 33 }, { cpu: 500, memory: 2 ** 34, cores: 4000, space: 2 ** 33 }],
  },
});

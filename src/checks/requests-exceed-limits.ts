import { defineCheck, type Breach } from '../model/check.ts';
import { optional, own } from '../model/input.ts';
import * as container from '../settings/container.ts';
import * as kubernetes from '../settings/kubernetes.ts';
import { EVERY_KIND } from './kinds.ts';
import { inCores, inMiB } from './words.ts';

/** What is kept for a container against what it may use. */
export const requestsExceedLimits = defineCheck({
  id: 'requests-exceed-limits',
  severity: 'error',
  confidence: 'certain',
  on: EVERY_KIND,
  reads: {
    cpu: optional(own(container.cpu_reservation)), cpuLimit: optional(own(container.cpu_limit)),
    memory: optional(own(container.memory_reservation)), memoryLimit: optional(own(container.memory_limit)),
    storage: optional(own(kubernetes.ephemeral_storage_request)), storageLimit: optional(own(container.ephemeral_storage)),
  },
  broken: (v) => {
    const breach = (what: string, request: number | undefined, limit: number | undefined, show: (value: number) => string): readonly Breach[] =>
      request !== undefined && limit !== undefined && limit > 0 && request > limit ? [{ message: `${show(request)} of ${what} are requested; the limit is ${show(limit)}` }] : [];
    return [...breach('CPU', v.cpu, v.cpuLimit, inCores), ...breach('memory', v.memory, v.memoryLimit, inMiB), ...breach('disk', v.storage, v.storageLimit, inMiB)];
  },
  why: 'The pod is refused: a request above its limit is invalid. Compose refuses the service as well.',
  fix: 'lower the request, or raise the limit.',
  source: 'kubernetes.io, resource management for pods and containers; stackrox/kube-linter#947',
  examples: {
    holds: [{ cpu: 500, cpuLimit: 1000, memory: 2 ** 29, memoryLimit: 2 ** 29, storage: undefined, storageLimit: undefined }],
    breaks: [{ cpu: 500, cpuLimit: 250, memory: undefined, memoryLimit: 2 ** 29, storage: undefined, storageLimit: undefined }],
  },
});

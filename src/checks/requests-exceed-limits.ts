import { defineCheck, type Breach } from '../model/check.ts';
import type { Entry } from '../model/entry.ts';
import { optional, own, structure, type Input } from '../model/input.ts';
import type { Setting } from '../model/setting.ts';
import * as container from '../settings/container.ts';
import * as kubernetes from '../settings/kubernetes.ts';
import { EVERY_KIND } from './kinds.ts';
import { isComposed } from './wiring.ts';
import { inCores, inMiB } from './words.ts';

/** What is stated, where it is. */
interface Side {
  readonly value: number | undefined;
  readonly entries?: readonly Entry[];
}

const NONE: Side = { value: undefined };

const sided = (setting: Setting<number>): Input<Side> => ({
  read: (scope) => {
    const reading = optional(own(setting)).read(scope);
    return reading.found ? { found: true, value: { value: reading.value, entries: reading.entries }, entries: [] } : { found: true, value: NONE, entries: [] };
  },
});

/** What is kept for a container against what it may use. */
export const requestsExceedLimits = defineCheck({
  id: 'requests-exceed-limits',
  severity: 'error',
  confidence: 'certain',
  on: EVERY_KIND,
  reads: {
    cpu: sided(container.cpu_reservation), cpuLimit: sided(container.cpu_limit),
    memory: sided(container.memory_reservation), memoryLimit: sided(container.memory_limit),
    storage: sided(kubernetes.ephemeral_storage_request), storageLimit: sided(container.ephemeral_storage),
    composed: structure(isComposed),
  },
  broken: (v) => {
    const breach = (what: string, request: Side, limit: Side, show: (value: number) => string): readonly Breach[] =>
      request.value !== undefined && limit.value !== undefined && limit.value > 0 && request.value > limit.value
        ? [{ message: `${show(request.value)} of ${what} are requested; the limit is ${show(limit.value)}`, entries: [...(request.entries ?? []), ...(limit.entries ?? [])] }] : [];
    // Compose reserves no CPU: what is stated has no effect there.
    const cpu = breach('CPU', v.cpu, v.cpuLimit, inCores).map((one): Breach => (v.composed ? { ...one, severity: 'note' } : one));
    return [...cpu, ...breach('memory', v.memory, v.memoryLimit, inMiB), ...breach('disk', v.storage, v.storageLimit, inMiB)];
  },
  why: 'A request above its limit is invalid: Kubernetes refuses the pod, Docker the container (a reservation of memory above its limit).',
  fix: 'lower the request, or raise the limit.',
  source: 'kubernetes.io, resource management for pods and containers; stackrox/kube-linter#947',
  examples: {
    holds: [{ cpu: { value: 500 }, cpuLimit: { value: 1000 }, memory: { value: 2 ** 29 }, memoryLimit: { value: 2 ** 29 }, storage: NONE, storageLimit: NONE, composed: false }],
    breaks: [{ cpu: { value: 500 }, cpuLimit: { value: 250 }, memory: NONE, memoryLimit: { value: 2 ** 29 }, storage: NONE, storageLimit: NONE, composed: false }],
  },
});

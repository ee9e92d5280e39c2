import { defineCheck, type Breach } from '../model/check.ts';
import { present } from '../model/input.ts';
import * as container from '../settings/container.ts';
import * as kubernetes from '../settings/kubernetes.ts';
import { EVERY_KIND } from './kinds.ts';

/** An autoscaler that measures use in percent of a request that is not there. */
export const autoscaleWithoutRequest = defineCheck({
  id: 'autoscale-without-request',
  severity: 'error',
  confidence: 'certain',
  on: EVERY_KIND,
  reads: {
    cpuTarget: present(container.hpa_cpu_utilization), cpu: present(container.cpu_reservation),
    memoryTarget: present(kubernetes.hpa_memory_utilization), memory: present(container.memory_reservation),
  },
  broken: (v) => {
    const breach = (what: string, target: number | undefined, request: number | undefined): readonly Breach[] =>
      target !== undefined && request === undefined ? [{ message: `the autoscaler keeps ${target} % of the ${what} request; the container requests no ${what}` }] : [];
    return [...breach('CPU', v.cpuTarget, v.cpu), ...breach('memory', v.memoryTarget, v.memory)];
  },
  why: 'The use in percent cannot be computed ("missing request for cpu"): the autoscaler never adds a pod.',
  fix: 'state resources.requests for every container of the pod, sidecars included.',
  source: 'kubernetes.io, horizontal pod autoscaling',
  examples: {
    holds: [{ cpuTarget: 70, cpu: 250, memoryTarget: undefined, memory: undefined }, { cpuTarget: undefined, cpu: undefined, memoryTarget: undefined, memory: undefined }],
    breaks: [{ cpuTarget: 70, cpu: undefined, memoryTarget: undefined, memory: 2 ** 28 }],
  },
});

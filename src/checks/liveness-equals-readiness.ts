import { defineCheck, type Breach } from '../model/check.ts';
import { all, optional, own } from '../model/input.ts';
import * as container from '../settings/container.ts';
import * as kubernetes from '../settings/kubernetes.ts';
import { EVERY_KIND } from './kinds.ts';
import { sides } from './wiring.ts';
import { inSeconds } from './words.ts';

/** Two probes that ask the same, so that a busy pod is restarted when it should only get less to do. */
export const livenessEqualsReadiness = defineCheck({
  id: 'liveness-equals-readiness',
  severity: 'note',
  confidence: 'likely',
  on: EVERY_KIND,
  grouped: true,
  when: (stack, component) => ['liveness', 'readiness'].every((name) => stack.entries.has(`${component.name}.kubernetes.probe[${name}]`)),
  reads: {
    probes: all(kubernetes.probe), livePeriod: optional(own(container.live_period)), liveFailures: optional(own(container.live_failures)),
    readyPeriod: optional(own(container.ready_period)), readyFailures: optional(own(container.ready_failures)),
  },
  broken: (v): readonly Breach[] => {
    const [liveness, readiness] = ['liveness', 'readiness'].map((name) => v.probes.find(({ subject }) => subject === name));
    const live = (v.livePeriod ?? 10_000) * (v.liveFailures ?? 3);
    const ready = (v.readyPeriod ?? 10_000) * (v.readyFailures ?? 3);
    if (liveness === undefined || liveness.value !== readiness?.value || live > ready) return [];
    const message = `both probes ask ${liveness.value}; after ${inSeconds(live)} without an answer it is restarted, after ${inSeconds(ready)} it gets no more requests`;
    return [{ message, entries: sides(liveness.entry, readiness.entry) }];
  },
  why: 'Under load a pod should be left alone until it has caught up; a restart drops what it holds, and the others get its share on top.',
  fix: 'let the liveness probe ask something cheaper, or wait several times longer than the readiness probe.',
  source: 'kubernetes.io, liveness, readiness and startup probes; kube-score pod-probes-identical',
  examples: {
    holds: [{ probes: [{ subject: 'liveness', value: 'GET :8080/live' }, { subject: 'readiness', value: 'GET :8080/ready' }], livePeriod: 10_000, liveFailures: 3, readyPeriod: 10_000, readyFailures: 3 }],
    breaks: [{ probes: [{ subject: 'liveness', value: 'GET :8080/health' }, { subject: 'readiness', value: 'GET :8080/health' }], livePeriod: 10_000, liveFailures: 3, readyPeriod: 10_000, readyFailures: 3 }],
  },
});

import { defineCheck } from '../model/check.ts';
import { present } from '../model/input.ts';
import { counted } from '../model/quote.ts';
import * as container from '../settings/container.ts';
import * as kubernetes from '../settings/kubernetes.ts';
import { EVERY_KIND } from './kinds.ts';
import { isMain } from './wiring.ts';

/** What the autoscaler does with that number. Limits that contradict each other are invalid, which is another finding. */
const range = (least: number, most: number | undefined): string =>
  most === undefined ? `has at least ${least}` : most < least ? `has a minimum of ${least}, above its maximum of ${most}` : least === most ? `keeps ${least}` : `sets ${least} to ${most}`;

/** A number of pods that two own: the workload and its autoscaler. */
export const replicasFightAutoscaler = defineCheck({
  id: 'replicas-fight-autoscaler',
  severity: 'warning',
  confidence: 'certain',
  on: EVERY_KIND,
  when: (stack, component) => isMain(stack, component) && stack.entries.has(`${component.name}.kubernetes.stated_replicas`),
  reads: { replicas: present(kubernetes.stated_replicas), least: present(kubernetes.min_replicas), most: present(container.max_replicas) },
  broken: (v) => (v.replicas === undefined ? undefined : `the workload states ${counted(v.replicas, 'replica')}; its autoscaler ${range(v.least ?? 1, v.most)}`),
  why: 'Every deployment sets the number back, in the middle of the load that raised it: pods are stopped and must be started again.',
  fix: 'leave replicas out of the workload: the autoscaler begins at minReplicas.',
  source: 'kubernetes.io, horizontal pod autoscaling: migrating workloads; kube-score deployment-targeted-by-hpa-does-not-have-replicas-configured',
  examples: { holds: [{ replicas: undefined, least: 2, most: 6 }], breaks: [{ replicas: 3, least: 2, most: 10 }, { replicas: 3, least: 10, most: 5 }] },
});

import { defineCheck, type Breach } from '../model/check.ts';
import { own, present, structure } from '../model/input.ts';
import { repeated } from '../model/lookup.ts';
import { PROJECT } from '../model/stack.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as kubernetes from '../settings/kubernetes.ts';
import { EVERY_KIND } from './kinds.ts';
import { isMain } from './wiring.ts';

/** A rolling update that cannot take its first step. */
export const rolloutDeadlock = defineCheck({
  id: 'rollout-deadlock',
  severity: 'error',
  confidence: 'certain',
  on: EVERY_KIND,
  when: (stack, component) => isMain(stack, component) && stack.entries.has(`${component.name}.kubernetes.max_surge`) && stack.entries.has(`${component.name}.kubernetes.max_unavailable`),
  reads: {
    replicas: own(c.replicas), surge: present(container.max_surge), missing: present(container.max_unavailable), apart: present(kubernetes.anti_affinity_required), claim: present(kubernetes.claim_once),
    nodes: structure((stack) => repeated(stack, PROJECT, kubernetes.nodes)[0]?.value),
  },
  broken: (v): readonly Breach[] => {
    const [surge, missing] = [v.surge ?? 0, v.missing ?? 0];
    if (surge === 0 && missing === 0) return [{ message: 'maxSurge 0 and maxUnavailable 0: no pod may be added and none may go' }];
    const need = v.replicas + (missing === 0 ? 1 : 0);
    if (v.apart === true && v.nodes !== undefined && need > v.nodes) return [{ message: `${v.replicas} replicas of which no two may share a node need ${need} nodes during an update; there are ${v.nodes}` }];
    if (v.claim === undefined || surge === 0 || v.replicas === 0) return [];
    return [{ message: `the ${surge} extra pods of an update mount ${v.claim}, which one node alone can mount`, severity: 'warning', confidence: 'likely' }];
  },
  why: 'With both at 0 Kubernetes refuses the Deployment. Else the update never ends: new pods stay pending, or wait for a disk that the old ones hold, and the old version keeps running.',
  fix: 'allow one pod more or one less (maxSurge: 1), prefer instead of require other nodes, and give a workload with a disk of one node the strategy Recreate, or make it a StatefulSet.',
  source: 'kubernetes.io, Deployments: rolling update; persistent volumes: access modes',
  examples: {
    holds: [{ replicas: 3, surge: 1, missing: 0, apart: true, claim: undefined, nodes: 4 }, { replicas: 1, surge: 0, missing: 1, apart: undefined, claim: 'data', nodes: undefined }],
    breaks: [{ replicas: 2, surge: 0, missing: 0, apart: undefined, claim: undefined, nodes: undefined }, { replicas: 3, surge: 1, missing: 0, apart: true, claim: undefined, nodes: 3 }, { replicas: 1, surge: 1, missing: 0, apart: undefined, claim: 'data', nodes: undefined }],
  },
});

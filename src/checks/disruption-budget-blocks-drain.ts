import { defineCheck } from '../model/check.ts';
import { own, present } from '../model/input.ts';
import { counted } from '../model/quote.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as kubernetes from '../settings/kubernetes.ts';
import { EVERY_KIND } from './kinds.ts';
import { isMain } from './wiring.ts';

/** A budget of evictions that never lets a pod go. */
export const disruptionBudgetBlocksDrain = defineCheck({
  id: 'disruption-budget-blocks-drain',
  severity: 'warning',
  confidence: 'certain',
  on: EVERY_KIND,
  when: (stack, component) => isMain(stack, component) && ['pdb_min_available', 'pdb_max_unavailable'].some((name) => stack.entries.has(`${component.name}.kubernetes.${name}`)),
  reads: { replicas: own(c.replicas), least: present(kubernetes.pdb_min_available), missing: present(container.pdb_max_unavailable) },
  broken: (v) => {
    if (v.replicas === 0) return undefined;
    if (v.missing === 0) return `its disruption budget lets no pod go, of ${v.replicas}`;
    return v.least !== undefined && v.least >= v.replicas ? `${counted(v.replicas, 'replica')}, of which an eviction must leave ${v.least}` : undefined;
  },
  why: 'No node that runs one of them can be drained: upgrades of the cluster stand still until somebody deletes the pod by hand.',
  fix: 'set maxUnavailable: 1, or run one replica more than minAvailable.',
  source: 'kubernetes.io, specifying a disruption budget; kube-linter pdb-min-available, pdb-max-unavailable',
  examples: {
    holds: [{ replicas: 3, least: 2, missing: undefined }, { replicas: 1, least: undefined, missing: 1 }],
    breaks: [{ replicas: 2, least: 2, missing: undefined }, { replicas: 3, least: undefined, missing: 0 }],
  },
});

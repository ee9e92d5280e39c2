import { defineCheck } from '../model/check.ts';
import { optional, own } from '../model/input.ts';
import { sum } from '../model/value.ts';
import { poolersAbove } from '../model/who.ts';
import * as pg from '../settings/postgres.ts';
import { connections, held, poolTotal, scaledPools, unknownPools } from './demand.ts';

/** A rolling update starts new pods before old ones end; both hold pools. */
export const surgeExceedsConnections = defineCheck({
  id: 'surge-exceeds-connections',
  severity: 'warning',
  confidence: 'likely',
  on: ['postgres'],
  when: (stack, component) => poolersAbove(stack, component).length === 0,
  reads: {
    pods: scaledPools,
    max: own(pg.max_connections),
    superuser: own(pg.superuser_reserved_connections),
    reserved: optional(own(pg.reserved_connections)),
  },
  broken: (v) => {
    const rolling = sum(v.pods.map((pod) => held(pod, pod.replicas + (pod.surge ?? 0))));
    const accepted = v.max - v.superuser - (v.reserved ?? 0);
    if (rolling <= accepted) return unknownPools(v.pods);
    return poolTotal(v.pods) <= accepted ? `during a rolling update the pools hold ${connections(rolling)}; the database accepts ${accepted}` : undefined;
  },
  why: 'The new pod cannot connect, never becomes ready, and the rollout stands still.',
  fix: 'lower the pools, roll out without surge, or raise max_connections.',
  source: 'openfga/helm-charts#293; sapcc/helm-charts#746',
  examples: {
    holds: [{ pods: [{ of: 'api', replicas: 2, surge: 1, workers: 2, pool: { library: 'node-postgres', size: 3, overflow: 0 } }], max: 50, superuser: 3, reserved: 2 }],
    breaks: [{ pods: [{ of: 'api', replicas: 4, surge: 1, workers: 2, pool: { library: 'node-postgres', size: 10, overflow: 0 } }], max: 100, superuser: 3, reserved: 0 }],
  },
});

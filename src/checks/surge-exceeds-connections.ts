import { defineCheck } from '../model/check.ts';
import { each, optional, own } from '../model/input.ts';
import { sum } from '../model/value.ts';
import { pooledApplications, poolersAbove } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as node from '../settings/node.ts';
import * as pg from '../settings/postgres.ts';

/** A rolling update starts new pods before old ones end; both hold pools. */
export const surgeExceedsConnections = defineCheck({
  id: 'surge-exceeds-connections',
  severity: 'warning',
  confidence: 'likely',
  on: ['postgres'],
  when: (stack, component) => poolersAbove(stack, component).length === 0,
  reads: {
    pods: each(pooledApplications, { replicas: own(c.replicas), surge: own(container.max_surge), workers: own(node.workers), pool: own(node.pool_max) }),
    max: own(pg.max_connections),
    superuser: own(pg.superuser_reserved_connections),
    reserved: optional(own(pg.reserved_connections)),
  },
  broken: (v) => {
    const steady = sum(v.pods.map((pod) => pod.replicas * pod.workers * pod.pool));
    const rolling = sum(v.pods.map((pod) => (pod.replicas + pod.surge) * pod.workers * pod.pool));
    const accepted = v.max - v.superuser - (v.reserved ?? 0);
    return steady <= accepted && rolling > accepted ? `during a rolling update the pools hold ${rolling} connections; the database accepts ${accepted}` : undefined;
  },
  why: 'The new pod cannot connect, never becomes ready, and the rollout stands still.',
  fix: 'lower the pools, roll out without surge, or raise max_connections.',
  source: 'openfga/helm-charts#293; sapcc/helm-charts#746',
  examples: {
    holds: [{ pods: [{ of: 'api', replicas: 2, surge: 1, workers: 2, pool: 3 }], max: 50, superuser: 3, reserved: 2 }],
    breaks: [{ pods: [{ of: 'api', replicas: 4, surge: 1, workers: 2, pool: 10 }], max: 100, superuser: 3, reserved: 0 }],
  },
});

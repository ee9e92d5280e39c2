import { defineCheck } from '../model/check.ts';
import { own } from '../model/input.ts';
import { sum } from '../model/value.ts';
import * as c from '../settings/component.ts';
import * as pgbouncer from '../settings/pgbouncer.ts';
import { connections, held, pooledClients, unknownPools } from './demand.ts';

/** The pools of all clients against what one pooler accepts. */
export const poolerClientsBelowDemand = defineCheck({
  id: 'pooler-clients-below-demand',
  severity: 'warning',
  confidence: 'likely',
  on: ['pgbouncer'],
  reads: {
    pods: pooledClients,
    accepted: own(pgbouncer.max_client_conn),
    replicas: own(c.replicas),
  },
  broken: (v) => {
    const demand = sum(v.pods.map((pod) => held(pod, Math.max(pod.most ?? 0, pod.replicas) + (pod.surge ?? 0))));
    if (demand <= v.accepted * v.replicas) return unknownPools(v.pods);
    return `the clients may open ${connections(demand)}; the pooler accepts ${v.accepted * v.replicas}`;
  },
  why: 'PgBouncer refuses the rest: "no more connections allowed (max_client_conn)".',
  fix: 'raise max_client_conn (with the open files it needs) or lower the pools.',
  source: 'pgbouncer.org max_client_conn, default 100',
  examples: {
    holds: [{ pods: [{ of: 'api', replicas: 1, most: 3, surge: 1, workers: 2, pool: { library: 'node-postgres', size: 10, overflow: 0 } }], accepted: 100, replicas: 1 }],
    breaks: [{ pods: [{ of: 'api', replicas: 1, most: 10, surge: 1, workers: 4, pool: { library: 'node-postgres', size: 10, overflow: 0 } }], accepted: 100, replicas: 1 }],
  },
});

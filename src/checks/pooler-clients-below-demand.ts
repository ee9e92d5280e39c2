import { defineCheck } from '../model/check.ts';
import { each, own } from '../model/input.ts';
import { sum } from '../model/value.ts';
import { clientApplications } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as node from '../settings/node.ts';
import * as pgbouncer from '../settings/pgbouncer.ts';

/** The pools of all clients against what one pooler accepts. */
export const poolerClientsBelowDemand = defineCheck({
  id: 'pooler-clients-below-demand',
  severity: 'warning',
  confidence: 'likely',
  on: ['pgbouncer'],
  reads: {
    pods: each(clientApplications, { most: own(container.max_replicas), surge: own(container.max_surge), workers: own(node.workers), pool: own(node.pool_max) }),
    accepted: own(pgbouncer.max_client_conn),
    replicas: own(c.replicas),
  },
  broken: (v) => {
    const demand = sum(v.pods.map((pod) => (pod.most + pod.surge) * pod.workers * pod.pool));
    return demand > v.accepted * v.replicas ? `the clients may open ${demand} connections; the pooler accepts ${v.accepted * v.replicas}` : undefined;
  },
  why: 'PgBouncer refuses the rest: "no more connections allowed (max_client_conn)".',
  fix: 'raise max_client_conn (with the open files it needs) or lower the pools.',
  source: 'pgbouncer.org max_client_conn, default 100',
  examples: {
    holds: [{ pods: [{ of: 'api', most: 3, surge: 1, workers: 2, pool: 10 }], accepted: 100, replicas: 1 }],
    breaks: [{ pods: [{ of: 'api', most: 10, surge: 1, workers: 4, pool: 10 }], accepted: 100, replicas: 1 }],
  },
});

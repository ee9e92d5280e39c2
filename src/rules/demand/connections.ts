import { each, one, optional, own } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { sum } from '../../model/value.ts';
import { applications, APPLICATION_KINDS, clientApplications, databases, pooledApplications, poolersAbove } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as pgbouncer from '../../settings/pgbouncer.ts';
import { onMachine } from '../cluster/where.ts';
import { copies } from './copies.ts';
import { OTHERS } from '../postgres/session.ts';
import { poolSize, processes } from '../application/inputs.ts';

/** Replicas that the autoscaler may add: three times the usual number. */
export const SCALE = 3;

const maxReplicas = defineRule({
  sizes: container.max_replicas,
  on: APPLICATION_KINDS,
  from: {
    self: optional(own(c.database_sessions)),
    replicas: own(c.replicas),
    surge: own(container.max_surge),
    workers: processes,
    pool: optional(poolSize),
    database: optional(one(databases, c.connections_carried)),
    all: each(applications, { sessions: optional(own(c.database_sessions)), replicas: own(c.replicas) }),
    pooled: optional(one((stack, from) => databases(stack, from).flatMap((database) => poolersAbove(stack, database)), c.replicas)),
  },
  value: ({ self, replicas, surge, workers, pool, database, all, pooled }) => {
    if (self === undefined || pool === undefined || database === undefined || pooled !== undefined) return { value: SCALE * replicas, bound: 'three times the replicas' };
    const part = (self * replicas) / sum(all.map((application) => (application.sessions ?? 0) * application.replicas));
    const byConnections = Math.floor(((database - OTHERS) * part) / (workers * pool)) - surge;
    if (byConnections >= SCALE * replicas) return { value: SCALE * replicas, bound: 'three times the replicas' };
    return { value: Math.max(replicas, byConnections), bound: 'connections of the database' };
  },
  because: 'The autoscaler stops where the database could no longer carry the pools of its pods and of a rolling update.',
  source: 'derived from the connection budget; incidents of autoscaled pools exhausting max_connections',
  examples: [
    { given: { self: 6, replicas: 1, surge: 1, workers: 2, pool: 3, database: 100, all: [{ of: 'api', sessions: 6, replicas: 1 }], pooled: undefined }, gives: 3 },
    { given: { self: 6, replicas: 1, surge: 1, workers: 2, pool: 3, database: 30, all: [{ of: 'api', sessions: 6, replicas: 1 }], pooled: undefined }, gives: 2 },
    { given: { self: 6, replicas: 2, surge: 1, workers: 2, pool: 30, database: 30, all: [{ of: 'api', sessions: 6, replicas: 2 }], pooled: 1 }, gives: 6 },
  ],
});

const plainMaxReplicas = defineRule({
  id: 'nginx.kubernetes.max_replicas',
  sizes: container.max_replicas,
  on: ['nginx'],
  from: { replicas: own(c.replicas) },
  value: ({ replicas }) => SCALE * replicas,
  because: 'The proxy holds no pool: three times its replicas.',
  source: 'Plumbline',
  examples: [{ given: { replicas: 2 }, gives: 6 }],
});

const clients = each(pooledApplications, { replicas: own(c.replicas), most: own(container.max_replicas), surge: own(container.max_surge), workers: processes, pool: poolSize });

const baseConnections = defineRule({
  sizes: c.base_connections,
  on: ['postgres'],
  when: () => true,
  from: { clients: each(pooledApplications, { replicas: own(c.replicas), surge: own(container.max_surge), workers: processes, pool: poolSize }) },
  value: (inputs) => OTHERS + sum(inputs.clients.map((client) => (client.replicas + client.surge) * client.workers * client.pool)),
  because: 'Every process of every replica, and of the extra pod of a rolling update, fills its pool; ten sessions are for migrations, monitoring and administrators.',
  source: 'incidents of rolling updates exhausting max_connections',
  examples: [{ given: { clients: [{ of: 'api', replicas: 1, surge: 1, workers: 2, pool: 3 }] }, gives: 22 }],
});

const peakConnections = defineRule({
  sizes: c.peak_connections,
  on: ['postgres'],
  when: () => true,
  from: { clients, poolers: each(poolersAbove, { copies, most: own(pgbouncer.max_db_connections) }) },
  value: (inputs) =>
    inputs.poolers.length > 0
      ? OTHERS + sum(inputs.poolers.map((pooler) => pooler.copies * pooler.most))
      : OTHERS + sum(inputs.clients.map((client) => (client.most + client.surge) * client.workers * client.pool)),
  because: 'All that can connect at once: every pool of every pod the autoscaler may start and of a rolling update, or the poolers in front; ten sessions are for migrations, monitoring and administrators.',
  source: 'derived from the connection budget',
  examples: [
    { given: { clients: [{ of: 'api', replicas: 1, most: 3, surge: 1, workers: 2, pool: 3 }], poolers: [] }, gives: 34 },
    { given: { clients: [{ of: 'api', replicas: 1, most: 3, surge: 1, workers: 2, pool: 3 }], poolers: [{ of: 'pooler', copies: 1, most: 9 }] }, gives: 19 },
  ],
});

const nominalConnections = defineRule({
  sizes: c.nominal_connections,
  on: ['postgres'],
  from: {
    carried: own(c.connections_carried),
    clients: each(pooledApplications, { replicas: own(c.replicas), surge: own(container.max_surge), sessions: own(c.cpu_sessions), workers: processes, pool: poolSize }),
    poolers: each(poolersAbove, { copies, sessions: own(c.cpu_sessions), size: own(pgbouncer.default_pool_size), users: each(clientApplications, {}) }),
  },
  value: (inputs) => {
    // Sized pools never exceed the sessions that the cores could use; stated ones may.
    const direct = sum(inputs.clients.map((client) => (SCALE * client.replicas + client.surge) * Math.max(client.sessions, client.workers * client.pool)));
    const pooled = sum(inputs.poolers.map((pooler) => pooler.copies * pooler.users.length * Math.ceil(1.25 * Math.max(pooler.sessions, pooler.size))));
    const wanted = OTHERS + (inputs.poolers.length > 0 ? pooled : direct);
    return wanted < inputs.carried ? { value: wanted, bound: 'cpu' } : { value: inputs.carried, bound: 'memory' };
  },
  because: 'The sessions that replicas and cores could lead to, as far as memory carries them; work memory is divided by it, so that more memory never means less for each.',
  source: 'Plumbline: keeps sizing monotone',
  examples: [
    { given: { carried: 60, clients: [{ of: 'api', replicas: 1, surge: 1, sessions: 6, workers: 2, pool: 3 }], poolers: [] }, gives: 34 },
    { given: { carried: 200, clients: [{ of: 'api', replicas: 1, surge: 1, sessions: 6, workers: 2, pool: 20 }], poolers: [] }, gives: 170 },
    { given: { carried: 20, clients: [{ of: 'api', replicas: 1, surge: 1, sessions: 6, workers: 2, pool: 3 }], poolers: [] }, gives: 20 },
  ],
});

/** How many database connections there may and must be. */
export const connectionRules: readonly Rule[] = [onMachine(maxReplicas), onMachine(plainMaxReplicas), baseConnections, peakConnections, nominalConnections];

import { each, one, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { ceilTo, HOUR, MINUTE, sum } from '../../model/value.ts';
import { clientApplications, databases } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as pgbouncer from '../../settings/pgbouncer.ts';
import { copies } from '../demand/copies.ts';
import { OTHERS } from '../postgres/session.ts';
import { poolSize, poolWait, processes, statementTime } from '../application/inputs.ts';

const maxClientConn = defineRule({
  sizes: pgbouncer.max_client_conn,
  from: { clients: each(clientApplications, { most: own(container.max_replicas), surge: own(container.max_surge), workers: processes, pool: poolSize }) },
  value: ({ clients }) => ceilTo(1.1 * sum(clients.map((client) => (client.most + client.surge) * client.workers * client.pool)) + 10, 10),
  because: 'Every pool of every pod that can exist, a tenth more, and the console.',
  source: 'derived from the connection budget; the default of 100 refuses the rest',
  examples: [{ given: { clients: [{ of: 'api', most: 3, surge: 1, workers: 2, pool: 10 }] }, gives: 100 }],
});

const defaultPoolSize = defineRule({
  sizes: pgbouncer.default_pool_size,
  from: { sessions: own(c.cpu_sessions), carried: one(databases, c.connections_carried), users: each(clientApplications, {}), copies },
  value: ({ sessions, carried, users, copies: processes }) => {
    const byMemory = Math.max(2, Math.floor((0.7 * (carried - OTHERS)) / (Math.max(1, users.length) * processes)));
    return byMemory < sessions ? { value: byMemory, bound: 'memory of the database' } : { value: sessions, bound: 'cores of the database' };
  },
  because: 'As many sessions as the cores of the database use, as far as its memory carries them with their reserve.',
  source: 'pgbouncer.org default_pool_size: per user and database, and per process',
  examples: [
    { given: { sessions: 12, carried: 60, users: [{ of: 'api' }], copies: 1 }, gives: 12 },
    { given: { sessions: 12, carried: 20, users: [{ of: 'api' }], copies: 1 }, gives: 7 },
  ],
});

const reserve = defineRule({
  sizes: pgbouncer.reserve_pool_size,
  from: { size: own(pgbouncer.default_pool_size) },
  value: ({ size }) => Math.max(1, Math.ceil(size / 4)),
  because: 'A quarter more when clients have waited.',
  source: 'pgbouncer.org reserve_pool_size',
  examples: [{ given: { size: 12 }, gives: 3 }],
});

const maxDb = defineRule({
  sizes: pgbouncer.max_db_connections,
  from: { users: each(clientApplications, {}), size: own(pgbouncer.default_pool_size), reserve: own(pgbouncer.reserve_pool_size) },
  value: ({ users, size, reserve: extra }) => Math.max(1, users.length) * (size + extra),
  because: 'All pools with their reserves: what the database must carry from this process, and no more.',
  source: 'pgbouncer.org max_db_connections',
  examples: [{ given: { users: [{ of: 'api' }, { of: 'admin' }], size: 3, reserve: 1 }, gives: 8 }],
});

const queryTimeout = defineRule({
  sizes: pgbouncer.query_timeout,
  from: { clients: each(clientApplications, { statement: statementTime }) },
  value: ({ clients }) => Math.max(1000, ...clients.map((client) => client.statement)) + 1000,
  because: 'A little more than the longest statement: it only acts when the server no longer answers.',
  source: 'pgbouncer.org query_timeout: slightly longer than statement_timeout',
  examples: [{ given: { clients: [{ of: 'api', statement: 14_000 }] }, gives: 15_000 }],
});

const queryWait = defineRule({
  sizes: pgbouncer.query_wait_timeout,
  from: { clients: each(clientApplications, { wait: poolWait }) },
  value: ({ clients }) => Math.max(1000, ...clients.map((client) => client.wait)),
  because: 'As long as the application waits for a connection; the default of two minutes outlives the proxy.',
  source: 'pgbouncer.org query_wait_timeout, default 120 s',
  examples: [{ given: { clients: [{ of: 'api', wait: 2000 }] }, gives: 2000 }],
});

const files = defineRule({
  id: 'pgbouncer.container.nofile',
  sizes: container.nofile,
  on: ['pgbouncer'],
  from: { clients: own(pgbouncer.max_client_conn), servers: own(pgbouncer.max_db_connections) },
  value: ({ clients, servers }) => ceilTo(clients + servers + 64, 1024),
  because: 'One for every client and every server connection.',
  source: 'pgbouncer.org max_client_conn',
  examples: [{ given: { clients: 100, servers: 15 }, gives: 1024 }],
});

/** The pooler. */
export const pgbouncerRules: readonly Rule[] = [
  maxClientConn,
  defaultPoolSize,
  reserve,
  maxDb,
  queryTimeout,
  queryWait,
  files,
  decide(pgbouncer.pool_mode, 'transaction', 'A connection goes back after each transaction: few serve many.', 'pgbouncer.org pool_mode'),
  decide(pgbouncer.min_pool_size, 1, 'The first request after a pause finds a connection.', 'pgbouncer.org min_pool_size'),
  decide(pgbouncer.reserve_pool_timeout, 1000, 'Before the clients give up.', 'pgbouncer.org, default 5 s'),
  decide(pgbouncer.max_prepared_statements, 200, 'Named statements of the drivers keep working in transaction mode.', 'pgbouncer.org, since 1.21'),
  decide(pgbouncer.server_idle_timeout, 5 * MINUTE, 'Idle backends are given back.', 'pgbouncer.org, default 10 min'),
  decide(pgbouncer.server_lifetime, HOUR, 'Memory of old backends is given back.', 'pgbouncer.org default'),
  decide(pgbouncer.server_connect_timeout, 5000, 'On one network a server answers at once.', 'pgbouncer.org, default 15 s'),
  decide(pgbouncer.tcp_keepidle, MINUTE, 'Dead clients are noticed.', 'pgbouncer.org'),
  decide(pgbouncer.listen_backlog, 1024, 'Many pools open at the same time after a restart.', 'pgbouncer.org, default 128'),
  decide(container.stop_grace_period, 30_000, 'Running transactions finish.', 'pgbouncer.org, SIGTERM', ['pgbouncer']),
];

import { each, one, optional, ofSubject, own, structure, subjects } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { ceilTo, clamp } from '../../model/value.ts';
import { poolersAbove } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as pgbouncer from '../../settings/pgbouncer.ts';
import * as pg from '../../settings/postgres.ts';
import { copies } from '../demand/copies.ts';
import { poolSize, poolWait, processes, requestTime } from '../application/inputs.ts';

const hasPooler = structure((stack, from) => poolersAbove(stack, from).length > 0);

const maxConnections = defineRule({
  sizes: pg.max_connections,
  from: { peak: own(c.peak_connections), carried: own(c.connections_carried) },
  value: ({ peak, carried }) => ({ value: Math.max(20, ceilTo(peak, 5)), bound: peak <= carried ? 'pools' : 'pools, beyond what memory carries' }),
  because: 'What all pools can open at once, and the sessions beside them: more would only cost memory, fewer would refuse requests.',
  source: 'derived from the connection budget; guides copy 100 or 200',
  examples: [{ given: { peak: 34, carried: 179 }, gives: 35 }, { given: { peak: 12, carried: 179 }, gives: 20 }],
});

const roleLimit = defineRule({
  sizes: pg.role_connection_limit,
  from: {
    pooler: hasPooler,
    size: optional(one(poolersAbove, pgbouncer.default_pool_size)),
    reserve: optional(one(poolersAbove, pgbouncer.reserve_pool_size)),
    poolers: each(poolersAbove, { copies }),
    most: subjects(container.max_replicas),
    surge: subjects(container.max_surge),
    workers: ofSubject(processes),
    pool: ofSubject(poolSize),
  },
  value: ({ pooler, size, reserve, poolers, most, surge, workers, pool }) =>
    pooler ? ((size ?? 0) + (reserve ?? 0)) * (poolers[0]?.copies ?? 1) + 2 : (most + surge) * workers * pool + 2,
  because: 'No client can take the connections of another: its pools fit, and two sessions for migrations.',
  source: 'PostgreSQL manual, ALTER ROLE CONNECTION LIMIT',
  examples: [
    { given: { pooler: false, size: undefined, reserve: undefined, poolers: [], most: 3, surge: 1, workers: 2, pool: 3 }, gives: 26 },
    { given: { pooler: true, size: 12, reserve: 3, poolers: [{ of: 'pooler', copies: 1 }], most: 3, surge: 1, workers: 2, pool: 3 }, gives: 17 },
  ],
});

const statementTimeout = defineRule({
  sizes: pg.statement_timeout,
  // Of a server elsewhere too: its clients say it on each connection.
  when: () => true,
  from: { handler: ofSubject(requestTime), wait: ofSubject(poolWait) },
  value: ({ handler, wait }) => Math.max(500, Math.min(Math.floor(0.7 * handler), handler - wait - 1000)),
  because: 'The database gives up before the application does, the wait for a connection included, so that the error is a clear one.',
  source: 'timeout ladder; PostgreSQL manual: set it per role, not in postgresql.conf',
  examples: [{ given: { handler: 20_000, wait: 2000 }, gives: 14_000 }, { given: { handler: 1000, wait: 500 }, gives: 500 }],
});

const lockTimeout = defineRule({
  sizes: pg.lock_timeout,
  from: { statement: own(pg.statement_timeout) },
  value: ({ statement }) => Math.floor(statement / 4),
  because: 'A statement waits for a lock no longer than a quarter of its time.',
  source: 'PostgreSQL manual: lock_timeout below statement_timeout, or it never acts',
  examples: [{ given: { statement: 14_000 }, gives: 3500 }],
});

const idleInTransaction = defineRule({
  sizes: pg.idle_in_transaction_session_timeout,
  from: { handler: ofSubject(requestTime) },
  value: ({ handler }) => clamp(3 * handler, 30_000, 300_000),
  because: 'A transaction that its request forgot holds locks and stops vacuum: it is ended after three times the longest request.',
  source: 'PostgreSQL manual, idle_in_transaction_session_timeout',
  examples: [{ given: { handler: 20_000 }, gives: 60_000 }],
});

/** Connections and timeouts of PostgreSQL. */
export const connectionRules: readonly Rule[] = [
  maxConnections,
  roleLimit,
  statementTimeout,
  lockTimeout,
  idleInTransaction,
  decide(pg.superuser_reserved_connections, 3, 'An administrator gets in when all else is full.', 'PostgreSQL default'),
  decide(pg.reserved_connections, 2, 'So does monitoring.', 'PostgreSQL 16 and later'),
  decide(pg.migrations_statement_timeout, 0, 'A migration takes as long as it must: half an index is none.', 'PostgreSQL manual: statement_timeout per role', ['postgres']),
  decide(pg.migrations_lock_timeout, 2000, 'Everybody queues behind a migration that waits for its lock: it gives up soon and is run again.', 'PostgreSQL manual, lock_timeout; incidents of ALTER TABLE behind a long query', ['postgres']),
  decide(pg.migrations_connection_limit, 2, 'One migration at a time, and one to look at it; within the ten sessions kept beside the pools.', 'derived from the connection budget', ['postgres']),
  decide(pg.monitoring_connection_limit, 3, 'An exporter and a person; within the ten sessions kept beside the pools.', 'derived from the connection budget', ['postgres']),
  decide(pg.listen_addresses, '*', 'The container\'s network decides who reaches it.', 'official image'),
  decide(pg.password_encryption, 'scram-sha-256', 'Stated, because 13 still defaults to md5.', 'PostgreSQL manual'),
  decide(pg.client_connection_check_interval, 10_000, 'A query whose client is gone is stopped.', 'PostgreSQL 14 and later'),
  decide(pg.tcp_keepalives_idle, 60_000, 'Dead clients are noticed within two minutes.', 'PostgreSQL manual; Linux default two hours'),
  decide(pg.tcp_keepalives_interval, 10_000, 'Dead clients are noticed within two minutes.', 'PostgreSQL manual'),
  decide(pg.tcp_keepalives_count, 6, 'Dead clients are noticed within two minutes.', 'PostgreSQL manual'),
];

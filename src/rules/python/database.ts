import { one, optional, own, structure } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { isExternal } from '../../model/stack.ts';
import { clamp, HOUR, MINUTE, SECOND } from '../../model/value.ts';
import { databases, poolersBelow, PYTHON_KINDS } from '../../model/who.ts';
import * as pgbouncer from '../../settings/pgbouncer.ts';
import * as pools from '../../settings/pools.ts';
import * as pg from '../../settings/postgres.ts';
import * as python from '../../settings/python.ts';
import { poolSize } from './pool.ts';

const PSYCOPG = 'psycopg.org, prepared statements; SQLAlchemy, asyncpg prepared statement cache';

const onDatabase = (rule: Rule): Rule => ({ ...rule, when: (stack, component) => databases(stack, component).length > 0 });

const poolWait = defineRule({
  sizes: pools.sqlalchemyTimeout,
  on: PYTHON_KINDS,
  from: { request: own(python.request_timeout) },
  value: ({ request }) => clamp(Math.floor(request / 10 / SECOND) * SECOND, SECOND, 5 * SECOND),
  because: 'A request that finds no free connection gives up soon and leaves time for its statement.',
  source: 'SQLAlchemy: 30 s by default',
  examples: [{ given: { request: 20_000 }, gives: 2000 }, { given: { request: 5000 }, gives: 1000 }, { given: { request: 300_000 }, gives: 5000 }],
});

const connect = defineRule({
  sizes: python.database_connect_timeout,
  on: PYTHON_KINDS,
  from: { wait: own(pools.sqlalchemyTimeout) },
  value: ({ wait }) => Math.max(2 * SECOND, wait),
  because: 'As long as a request waits for a connection of the pool; a driver takes no less than two seconds.',
  source: 'postgresql.org, libpq connect_timeout: whole seconds, at least 2; none by default',
  examples: [{ given: { wait: 1000 }, gives: 2000 }, { given: { wait: 5000 }, gives: 5000 }],
});

const recycle = defineRule({
  sizes: pools.sqlalchemyRecycle,
  on: PYTHON_KINDS,
  from: { away: structure((stack, component) => databases(stack, component).some((database) => isExternal(stack, database))) },
  value: ({ away }) => (away ? 5 * MINUTE : HOUR / 2),
  because: 'Half an hour: memory of old backends is given back and moved servers are found again. On the way to a server elsewhere, less than networks let a connection idle.',
  source: 'docs.sqlalchemy.org, pool_recycle; network load balancers of AWS forget an idle connection after 350 s, of Azure after 240 s',
  examples: [{ given: { away: false }, gives: 1_800_000 }, { given: { away: true }, gives: 300_000 }],
});

const prepare = defineRule({
  sizes: python.pool_prepare,
  on: PYTHON_KINDS,
  from: {
    pooler: structure((stack, from) => poolersBelow(stack, from).length > 0),
    mode: optional(one(poolersBelow, pgbouncer.pool_mode)),
    tracked: optional(one(poolersBelow, pgbouncer.max_prepared_statements)),
  },
  value: ({ pooler, mode, tracked }) => !pooler || mode === 'session' || (tracked ?? 0) > 0,
  because: 'Prepared statements save planning; a pooler that hands connections on after each transaction must track them.',
  source: `${PSYCOPG}; PgBouncer max_prepared_statements since 1.21`,
  examples: [
    { given: { pooler: false, mode: undefined, tracked: undefined }, gives: true },
    { given: { pooler: true, mode: 'transaction', tracked: undefined }, gives: false },
    { given: { pooler: true, mode: 'transaction', tracked: 200 }, gives: true },
  ],
});

const statement = defineRule({
  sizes: python.statement_timeout,
  on: PYTHON_KINDS,
  from: { role: one(databases, pg.statement_timeout) },
  value: ({ role }) => role,
  because: 'The same as the role has on the server, and where that runs elsewhere, what it should have.',
  source: 'postgresql.org, statement_timeout per role',
  examples: [{ given: { role: 14_000 }, gives: 14_000 }],
});

/** The engine of SQLAlchemy in a Python application. */
export const databaseRules: readonly Rule[] = [
  poolSize,
  ...[
    poolWait, connect, recycle, prepare, statement,
    decide(pools.sqlalchemyOverflow, 0, 'All connections are planned: what is opened beyond the pool would be closed at once again.', 'docs.sqlalchemy.org, pooling', PYTHON_KINDS),
    decide(pools.sqlalchemyPrePing, true, 'After a restart of the database no request meets a dead connection.', 'docs.sqlalchemy.org, disconnect handling', PYTHON_KINDS),
    decide(pools.sqlalchemyLifo, true, 'The connection that was used last is used next: its backend is warm, and those that are not needed may be closed.', 'docs.sqlalchemy.org, using FIFO vs. LIFO', PYTHON_KINDS),
  ].map(onDatabase),
];

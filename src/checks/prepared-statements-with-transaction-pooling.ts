import { defineCheck } from '../model/check.ts';
import { own, structure } from '../model/input.ts';
import { repeated, valueOf } from '../model/lookup.ts';
import { clientsOf, type Component, type Stack } from '../model/stack.ts';
import { variable } from '../settings/found.ts';
import * as node from '../settings/node.ts';
import * as pgbouncer from '../settings/pgbouncer.ts';
import { library, prismaPgbouncer } from '../settings/pools.ts';

/** Libraries that use named prepared statements unless they are told not to, by the ids of their pools. */
const PREPARE: Readonly<Record<string, string>> = {
  asyncpg: 'asyncpg', prisma: 'Prisma', postgresjs: 'postgres.js', hikari: 'the JDBC driver', quarkus: 'the JDBC driver', pgx: 'pgx', sqlx: 'sqlx', ecto: 'Ecto', activerecord: 'ActiveRecord', psycopg_pool: 'psycopg 3',
};
/** Drivers that SQLAlchemy is told in a URL: `postgresql+asyncpg://`. */
const DRIVERS: Readonly<Record<string, string>> = { asyncpg: 'SQLAlchemy with asyncpg', psycopg: 'SQLAlchemy with psycopg 3', psycopg_async: 'SQLAlchemy with psycopg 3' };
const DRIVER = /^postgres(?:ql)?\+(asyncpg|psycopg_async|psycopg):\/\//;
/** How they are told, in a connection string. */
const OFF = /(?:pgbouncer=true|statement_cache_size=0|prepared_statement_cache_size=0|prepareThreshold=0|prepare=false|prepared_statements=false|default_query_exec_mode=(?:exec|simple_protocol)|statement_cache_capacity=0)/;

/** What each client prepares with. */
const preparing = (stack: Stack, pooler: Component): readonly string[] =>
  clientsOf(stack, pooler).flatMap((client) => {
    if (valueOf(stack, client, node.pool_prepare) === true) return [`${client.name} (node-postgres, named queries)`];
    const id = valueOf(stack, client, library) ?? '';
    const variables = repeated(stack, client, variable);
    const driver = variables.map(({ value }) => DRIVER.exec(value)?.[1]).find((one) => one !== undefined);
    const name = driver !== undefined ? DRIVERS[driver] : Object.hasOwn(PREPARE, id) ? PREPARE[id] : undefined;
    const off = valueOf(stack, client, prismaPgbouncer) === true || variables.some(({ value }) => OFF.test(value));
    return name === undefined || off ? [] : [`${client.name} (${name})`];
  });

/** Named prepared statements through a pooler that changes the connection between transactions. */
export const preparedStatementsWithTransactionPooling = defineCheck({
  id: 'prepared-statements-with-transaction-pooling',
  severity: 'warning',
  confidence: 'likely',
  on: ['pgbouncer'],
  when: (stack, component) => preparing(stack, component).length > 0,
  reads: { mode: own(pgbouncer.pool_mode), tracked: own(pgbouncer.max_prepared_statements), clients: structure(preparing) },
  broken: (v) =>
    v.mode !== 'session' && v.tracked === 0 ? `pool_mode is ${v.mode} and max_prepared_statements is 0; prepared statements are used by ${v.clients.join(', ')}` : undefined,
  why: 'The statement was prepared on another connection: "prepared statement does not exist", or "already exists", now and then and under load.',
  fix: 'set max_prepared_statements to 100 or more (PgBouncer 1.21), or turn prepared statements off in the client.',
  source: 'PgBouncer manual, max_prepared_statements; manuals of Prisma, asyncpg, psycopg 3 and SQLAlchemy, PgBouncer',
  examples: {
    holds: [{ mode: 'transaction', tracked: 200, clients: ['api (asyncpg)'] }, { mode: 'session', tracked: 0, clients: ['api (asyncpg)'] }],
    breaks: [{ mode: 'transaction', tracked: 0, clients: ['api (asyncpg)'] }],
  },
});

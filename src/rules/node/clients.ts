import { one, optional, own, structure } from '../../model/input.ts';
import { defineRule, decide, type Rule } from '../../model/rule.ts';
import { clamp, HOUR, MINUTE } from '../../model/value.ts';
import { databases, poolersBelow } from '../../model/who.ts';
import { serversOf, type Component, type Stack } from '../../model/stack.ts';
import * as c from '../../settings/component.ts';
import * as node from '../../settings/node.ts';
import * as pg from '../../settings/postgres.ts';
import * as pgbouncer from '../../settings/pgbouncer.ts';
import * as w from '../../settings/workload.ts';
import { lifetime } from '../application/limits.ts';

const hasDatabase = (stack: Stack, component: Component): boolean => databases(stack, component).length > 0;
const hasRedis = (stack: Stack, component: Component): boolean => serversOf(stack, component).some((server) => server.kind === 'redis');

const poolMax = defineRule({
  sizes: node.pool_max,
  when: hasDatabase,
  from: { sessions: own(c.database_sessions), workers: own(node.workers) },
  value: ({ sessions, workers }) => Math.max(1, Math.floor(sessions / workers)),
  because: 'Every process has a pool of its own: the sessions of the replica are divided over them.',
  source: 'measured: 2 processes with 5 connections beat 2 with 50; node-postgres pools are per process',
  examples: [{ given: { sessions: 6, workers: 2 }, gives: 3 }, { given: { sessions: 4, workers: 3 }, gives: 1 }],
});

const poolWait = defineRule({
  sizes: node.pool_connection_timeout,
  when: hasDatabase,
  from: { handler: own(node.handler_timeout) },
  value: ({ handler }) => clamp(Math.floor(handler / 10), 500, 5000),
  because: 'A request that finds no free connection gives up soon and leaves time for its statement; without it, it would wait for ever.',
  source: 'node-postgres: connectionTimeoutMillis is 0 by default',
  examples: [{ given: { handler: 20_000 }, gives: 2000 }, { given: { handler: 120_000 }, gives: 5000 }],
});

const prepare = defineRule({
  sizes: node.pool_prepare,
  when: hasDatabase,
  from: {
    pooler: structure((stack, from) => poolersBelow(stack, from).length > 0),
    mode: optional(one(poolersBelow, pgbouncer.pool_mode)),
    tracked: optional(one(poolersBelow, pgbouncer.max_prepared_statements)),
  },
  value: ({ pooler, mode, tracked }) => !pooler || mode === 'session' || (tracked ?? 0) > 0,
  because: 'Named prepared statements save planning; a pooler that hands connections on after each transaction must track them.',
  source: 'measured: 1.3 times the rate on short reads; PgBouncer max_prepared_statements since 1.21',
  examples: [
    { given: { pooler: false, mode: undefined, tracked: undefined }, gives: true },
    { given: { pooler: true, mode: 'transaction', tracked: undefined }, gives: false },
    { given: { pooler: true, mode: 'transaction', tracked: 200 }, gives: true },
  ],
});

const statementTimeout = defineRule({
  sizes: node.statement_timeout,
  when: hasDatabase,
  from: { role: one(databases, pg.statement_timeout) },
  value: ({ role }) => role,
  because: 'The same as the role has on the server, and where that runs elsewhere, what it should have.',
  source: 'postgresql.org, statement_timeout per role',
  examples: [{ given: { role: 14_000 }, gives: 14_000 }],
});

const onRedis = (rule: Rule): Rule => ({ ...rule, when: hasRedis });
const onDatabase = (rule: Rule): Rule => ({ ...rule, when: hasDatabase });

/** Pools and clients of a Node server. */
export const clientRules: readonly Rule[] = [
  poolMax,
  poolWait,
  prepare,
  statementTimeout,
  onDatabase(decide(node.pool_idle_timeout, 30_000, 'Idle connections are given back between bursts, not between requests.', 'node-postgres idleTimeoutMillis')),
  onDatabase(decide(node.pool_max_lifetime, HOUR / 2, 'Half an hour: memory of old backends is given back and moved servers are found again.', 'HikariCP maxLifetime 30 min')),
  onRedis(decide(node.redis_connect_timeout, 2000, 'A cache that does not answer in two seconds is as good as none.', 'ioredis connectTimeout')),
  onRedis(decide(node.redis_command_timeout, 1000, 'A cache slower than the database is no cache.', 'ioredis commandTimeout')),
  onRedis(decide(node.redis_max_retries, 2, 'Twenty retries would hold requests for seconds while the cache is away.', 'ioredis maxRetriesPerRequest default 20')),
  onRedis(decide(node.redis_connections, 1, 'One connection carries many commands at once.', 'ioredis pipelining')),
  lifetime(node.cache_short, ['node'], w.cache_short, 5 * MINUTE),
  lifetime(node.cache_medium, ['node'], w.cache_medium, 15 * MINUTE),
  lifetime(node.cache_long, ['node'], w.cache_long, HOUR),
];

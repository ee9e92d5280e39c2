import type { Concern } from '../model/concern.ts';
import type { Setting } from '../model/setting.ts';
import type { Unit } from '../model/value.ts';

/** What all settings of a kind are a matter of, whatever their unit. */
const OF_KINDS: Readonly<Record<string, Concern>> = {
  demand: 'capacity', exporter: 'monitoring', headers: 'security', monitoring: 'monitoring', route: 'routing', scenario: 'capacity', targets: 'capacity', workload: 'capacity',
};

/** What a unit alone tells. */
const OF_UNITS: Partial<Readonly<Record<Unit, Concern>>> = { bytes: 'memory', millicores: 'cpu', milliseconds: 'time', 'per-second': 'capacity' };

/** What the settings of a kind are a matter of where the unit does not tell: pools hold connections. */
const OTHERS_OF_KINDS: Readonly<Record<string, Concern>> = {
  cluster: 'capacity', pgbouncer: 'connections', role: 'connections',
  activerecord: 'connections', asyncpg: 'connections', database_sql: 'connections', deadpool: 'connections', django: 'connections', ecto: 'connections', hikari: 'connections', knex: 'connections',
  mysql2: 'connections', npgsql: 'connections', pgx: 'connections', php_fpm: 'connections', pool: 'connections', postgresjs: 'connections', postgrest: 'connections', prisma: 'connections',
  psycopg_pool: 'connections', pymongo: 'connections', quarkus: 'connections', r2dbc: 'connections', redis_py: 'connections', sequelize: 'connections', sqlalchemy: 'connections', sqlx: 'connections',
  typeorm: 'connections',
};

/** What a change of a setting is a matter of: what it says itself, else that it belongs to a route, else what its kind or its unit tells. */
export const concernOf = (setting: Setting): Concern =>
  setting.concern ?? (setting.per === 'route' ? 'routing' : undefined) ?? OF_KINDS[setting.kind] ?? OF_UNITS[setting.unit] ?? OTHERS_OF_KINDS[setting.kind] ?? 'other';

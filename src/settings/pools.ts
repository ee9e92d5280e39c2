import { settingsOf } from '../model/setting.ts';
import type { Setting } from '../model/setting.ts';
import { SECOND } from '../model/value.ts';
import * as node from './node.ts';

/*
 * Pools of database connections, each under the names of its library. All are per process, and what is not stated
 * is the library's own number: it counts like one that is stated.
 */
const pool = settingsOf('pool');

/** The id of one of `poolLibraries`: whose pool the application has. */
export const library = pool.text('library', { about: 'Library whose pool holds the database connections' });
/** Names of the team's own (DB_POOL_SIZE), where the library is not known. */
export const max = pool.count('max', { about: 'Database connections of one process' });
export const min = pool.count('min', { about: 'Database connections that one process keeps open' });
export const overflow = pool.count('overflow', { about: 'Database connections of one process beyond the pool' });
export const timeout = pool.time('timeout', { about: 'Time a request waits for a connection', bare: SECOND });

const sqlalchemy = settingsOf('sqlalchemy');
const SQLALCHEMY = 'https://docs.sqlalchemy.org/en/20/core/pooling.html';
export const sqlalchemySize = sqlalchemy.count('pool_size', { about: 'Database connections that one process keeps; 0 is unlimited', manual: SQLALCHEMY, silent: 5 });
export const sqlalchemyOverflow = sqlalchemy.count('max_overflow', { about: 'Database connections that one process opens beyond pool_size; -1 is unlimited', manual: SQLALCHEMY, silent: 10, min: -1 });
export const sqlalchemyTimeout = sqlalchemy.time('pool_timeout', { about: 'Time a request waits for a connection', manual: SQLALCHEMY, silent: 30 * SECOND, bare: SECOND });
export const sqlalchemyPrePing = sqlalchemy.flag('pool_pre_ping', { about: 'A connection is asked before it is used', manual: SQLALCHEMY, silent: false });
export const sqlalchemyLifo = sqlalchemy.flag('pool_use_lifo', { about: 'The connection that was used last is used next, so that the others can be closed', manual: SQLALCHEMY, silent: false });
export const sqlalchemyReset = sqlalchemy.text('pool_reset_on_return', { about: 'What happens to a connection that is given back', manual: SQLALCHEMY, oneOf: ['rollback', 'commit', 'none'], silent: 'rollback' });
export const sqlalchemyRecycle = sqlalchemy.time('pool_recycle', { about: 'Age at which a connection is replaced; -1 is never', manual: SQLALCHEMY, silent: -1, bare: SECOND, min: -1 });

const asyncpg = settingsOf('asyncpg');
const ASYNCPG = 'https://magicstack.github.io/asyncpg/current/api/index.html#connection-pools';
export const asyncpgMin = asyncpg.count('min_size', { about: 'Database connections that one process opens at its start', manual: ASYNCPG, silent: 10 });
export const asyncpgMax = asyncpg.count('max_size', { about: 'Database connections of one process', manual: ASYNCPG, silent: 10, min: 1 });

const psycopg = settingsOf('psycopg_pool');
const PSYCOPG = 'https://www.psycopg.org/psycopg3/docs/api/pool.html';
export const psycopgMin = psycopg.count('min_size', { about: 'Database connections that one process keeps', manual: PSYCOPG, silent: 4 });
/** Without it the pool has a fixed size: `min_size`. */
export const psycopgMax = psycopg.count('max_size', { about: 'Database connections of one process', manual: PSYCOPG, silent: 4 });
export const psycopgTimeout = psycopg.time('timeout', { about: 'Time a request waits for a connection', manual: PSYCOPG, silent: 30 * SECOND, bare: SECOND });

const django = settingsOf('django');
const DJANGO = 'https://docs.djangoproject.com/en/stable/ref/databases/#persistent-connections';
export const djangoAge = django.time('CONN_MAX_AGE', { about: 'Time a connection is kept between requests; 0 is not at all', manual: DJANGO, silent: 0, bare: SECOND });
/** Django has no pool: each thread that answers a request has a connection. Read from the threads of the server. */
export const djangoConnections = django.count('connections', { about: 'Database connections of one process: one for each of its threads', manual: DJANGO, silent: 1 });

const prisma = settingsOf('prisma');
const PRISMA = 'https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/databases-connections/connection-pool';
/** Silent, it is twice the host's cores and one: stated by the reader where the machine is known. */
export const prismaLimit = prisma.count('connection_limit', { about: 'Database connections of one process', manual: PRISMA, min: 1 });
export const prismaTimeout = prisma.time('pool_timeout', { about: 'Time a query waits for a connection; 0 is for ever', manual: PRISMA, silent: 10 * SECOND, bare: SECOND });
export const prismaPgbouncer = prisma.flag('pgbouncer', { about: 'No prepared statements, for a pooler in transaction mode', manual: PRISMA, silent: false });

const hikari = settingsOf('hikari');
const HIKARI = 'https://github.com/brettwooldridge/HikariCP#gear-configuration-knobs-baby';
export const hikariMax = hikari.count('maximumPoolSize', { about: 'Database connections of the process', manual: HIKARI, silent: 10, min: 1 });
export const hikariIdle = hikari.count('minimumIdle', { about: 'Idle database connections that the process keeps', manual: HIKARI });
export const hikariTimeout = hikari.time('connectionTimeout', { about: 'Time a request waits for a connection', manual: HIKARI, silent: 30 * SECOND, bare: 1 });

const npgsql = settingsOf('npgsql');
const NPGSQL = 'https://www.npgsql.org/doc/connection-string-parameters.html';
export const npgsqlMax = npgsql.count('Maximum Pool Size', { about: 'Database connections of the process', manual: NPGSQL, silent: 100, min: 1, max: 1024 });
export const npgsqlMin = npgsql.count('Minimum Pool Size', { about: 'Database connections that the process keeps', manual: NPGSQL, silent: 0 });
export const npgsqlTimeout = npgsql.time('Timeout', { about: 'Time to get a connection; 0 is for ever', manual: NPGSQL, silent: 15 * SECOND, bare: SECOND });

const pgx = settingsOf('pgx');
const PGX = 'https://pkg.go.dev/github.com/jackc/pgx/v5/pgxpool#ParseConfig';
/** Silent, it is the greater of 4 and the host's cores: stated by the reader where the machine is known. */
export const pgxMax = pgx.count('pool_max_conns', { about: 'Database connections of the process', manual: PGX, min: 1 });
export const pgxMin = pgx.count('pool_min_conns', { about: 'Database connections that the process keeps', manual: PGX, silent: 0 });

const sql = settingsOf('database_sql');
const SQL = 'https://pkg.go.dev/database/sql#DB.SetMaxOpenConns';
export const sqlMaxOpen = sql.count('MaxOpenConns', { about: 'Database connections of the process; 0 is unlimited', manual: SQL, silent: 0 });

const activerecord = settingsOf('activerecord');
const RAILS = 'https://guides.rubyonrails.org/configuring.html#database-pooling';
export const railsPool = activerecord.count('pool', { about: 'Database connections of one process', manual: RAILS, silent: 5, min: 1 });
export const railsTimeout = activerecord.time('checkout_timeout', { about: 'Time a thread waits for a connection', manual: RAILS, silent: 5 * SECOND, bare: SECOND });

const ecto = settingsOf('ecto');
export const ectoPool = ecto.count('pool_size', { about: 'Database connections of the process', manual: 'https://hexdocs.pm/ecto_sql/Ecto.Adapters.Postgres.html', silent: 10, min: 1 });

const quarkus = settingsOf('quarkus');
const QUARKUS = 'https://quarkus.io/guides/datasource';
export const quarkusMax = quarkus.count('datasource.jdbc.max-size', { about: 'Database connections of the process', manual: QUARKUS, silent: 20, min: 1 });
export const quarkusReactive = quarkus.count('datasource.reactive.max-size', { about: 'Database connections of the reactive client', manual: QUARKUS, silent: 20, min: 1 });
export const quarkusTimeout = quarkus.time('datasource.jdbc.acquisition-timeout', { about: 'Time a request waits for a connection', manual: QUARKUS, silent: 5 * SECOND, bare: SECOND });

const r2dbc = settingsOf('r2dbc');
export const r2dbcMax = r2dbc.count('pool.max-size', { about: 'Database connections of the process', manual: 'https://github.com/r2dbc/r2dbc-pool', silent: 10, min: 1 });

const sequelize = settingsOf('sequelize');
const SEQUELIZE = 'https://sequelize.org/docs/v6/other-topics/connection-pool/';
export const sequelizeMax = sequelize.count('max', { about: 'Database connections of one process', manual: SEQUELIZE, silent: 5, min: 1 });
export const sequelizeAcquire = sequelize.time('acquire', { about: 'Time a query waits for a connection', manual: SEQUELIZE, silent: 60 * SECOND, bare: 1 });

const knex = settingsOf('knex');
const KNEX = 'https://knexjs.org/guide/#pool';
export const knexMax = knex.count('max', { about: 'Database connections of one process', manual: KNEX, silent: 10, min: 1 });
export const knexTimeout = knex.time('acquireConnectionTimeout', { about: 'Time a query waits for a connection', manual: KNEX, silent: 60 * SECOND, bare: 1 });

const typeorm = settingsOf('typeorm');
/** TypeORM hands it on to the driver, whose own default it is. */
export const typeormMax = typeorm.count('poolSize', { about: 'Database connections of one process', manual: 'https://typeorm.io/docs/data-source/data-source-options/', silent: 10, min: 1 });

const postgresJs = settingsOf('postgresjs');
export const postgresJsMax = postgresJs.count('max', { about: 'Database connections of one process', manual: 'https://github.com/porsager/postgres#all-postgres-options', silent: 10, min: 1 });

const mysql2 = settingsOf('mysql2');
export const mysqlMax = mysql2.count('connectionLimit', { about: 'Database connections of one process', manual: 'https://sidorares.github.io/node-mysql2/docs', silent: 10, min: 1 });

const sqlx = settingsOf('sqlx');
const SQLX = 'https://docs.rs/sqlx/latest/sqlx/pool/struct.PoolOptions.html';
export const sqlxMax = sqlx.count('max_connections', { about: 'Database connections of the process', manual: SQLX, silent: 10, min: 1 });
export const sqlxTimeout = sqlx.time('acquire_timeout', { about: 'Time a request waits for a connection', manual: SQLX, silent: 30 * SECOND, bare: SECOND });

const deadpool = settingsOf('deadpool');
/** Silent, it follows the host's cores. */
export const deadpoolMax = deadpool.count('max_size', { about: 'Database connections of the process', manual: 'https://docs.rs/deadpool/latest/deadpool/managed/struct.PoolConfig.html', min: 1 });

const postgrest = settingsOf('postgrest');
const POSTGREST = 'https://docs.postgrest.org/en/stable/references/configuration.html#db-pool';
export const postgrestPool = postgrest.count('db-pool', { about: 'Database connections of the process', manual: POSTGREST, silent: 10, min: 1 });
export const postgrestTimeout = postgrest.time('db-pool-acquisition-timeout', { about: 'Time a request waits for a connection', manual: POSTGREST, silent: 10 * SECOND, bare: SECOND });

const fpm = settingsOf('php_fpm');
/** Each child of PHP-FPM opens connections of its own; PHP has no pool. */
export const fpmChildren = fpm.count('pm.max_children', { about: 'Processes that answer requests, each with a database connection', manual: 'https://www.php.net/manual/en/install.fpm.configuration.php', silent: 5, min: 1 });

/** A library whose pool holds database connections: what to multiply by the processes of all replicas. */
export interface PoolLibrary {
  readonly id: string;
  /** As people call it. */
  readonly name: string;
  /** Connections of one process; 0 is unlimited for SQLAlchemy and database/sql. */
  readonly size: Setting<number>;
  /** Connections beyond it. */
  readonly overflow?: Setting<number>;
  /** Connections that are opened at the start and kept. */
  readonly least?: Setting<number>;
  /** How long a request waits for one. */
  readonly wait?: Setting<number>;
  /** 0 means that there is no limit. */
  readonly zeroIsUnlimited?: true;
  readonly perProcess: true;
}

const of = (id: string, name: string, size: Setting<number>, more: Partial<PoolLibrary> = {}): PoolLibrary => ({ id, name, size, perProcess: true, ...more });

/** Every library whose pool is known, and names of the team's own (`pool`). */
export const poolLibraries: readonly PoolLibrary[] = [
  of('sqlalchemy', 'SQLAlchemy', sqlalchemySize, { overflow: sqlalchemyOverflow, wait: sqlalchemyTimeout, zeroIsUnlimited: true }),
  of('asyncpg', 'asyncpg', asyncpgMax, { least: asyncpgMin }),
  of('psycopg_pool', 'psycopg_pool', psycopgMax, { least: psycopgMin, wait: psycopgTimeout }),
  of('django', 'Django', djangoConnections),
  of('pg', 'node-postgres', node.pool_max, { wait: node.pool_connection_timeout }),
  of('postgresjs', 'postgres.js', postgresJsMax),
  of('prisma', 'Prisma', prismaLimit, { wait: prismaTimeout }),
  of('sequelize', 'Sequelize', sequelizeMax, { wait: sequelizeAcquire }),
  of('knex', 'Knex', knexMax, { wait: knexTimeout }),
  of('typeorm', 'TypeORM', typeormMax),
  of('mysql2', 'mysql2', mysqlMax),
  of('hikari', 'HikariCP', hikariMax, { least: hikariIdle, wait: hikariTimeout }),
  of('quarkus', 'Quarkus', quarkusMax, { wait: quarkusTimeout }),
  of('quarkus_reactive', 'Quarkus (reactive)', quarkusReactive),
  of('r2dbc', 'R2DBC', r2dbcMax),
  of('npgsql', 'Npgsql', npgsqlMax, { least: npgsqlMin, wait: npgsqlTimeout }),
  of('pgx', 'pgx', pgxMax, { least: pgxMin }),
  of('database_sql', 'database/sql', sqlMaxOpen, { zeroIsUnlimited: true }),
  of('activerecord', 'ActiveRecord', railsPool, { wait: railsTimeout }),
  of('ecto', 'Ecto', ectoPool),
  of('sqlx', 'sqlx', sqlxMax, { wait: sqlxTimeout }),
  of('deadpool', 'deadpool', deadpoolMax),
  of('postgrest', 'PostgREST', postgrestPool, { wait: postgrestTimeout }),
  of('php_fpm', 'PHP-FPM', fpmChildren),
  of('pool', 'the pool', max, { overflow, least: min, wait: timeout }),
];

/** The library of that id. */
export const libraryNamed = (id: string): PoolLibrary | undefined => poolLibraries.find((one) => one.id === id);

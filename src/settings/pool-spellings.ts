/** What a name says of a pool or a process. */
export type Meaning = 'max' | 'min' | 'overflow' | 'wait' | 'lifetime' | 'workers' | 'threads';

/** A name that a library or its framework fixes: whose pool it sets, and what. */
export interface FixedName {
  readonly name: string;
  readonly library: string;
  readonly means: Meaning;
}

/**
 * Names of environment variables that belong to one library, whatever the application. Compared without case, dots,
 * dashes and underscores. Source: the libraries' manuals, and a survey of some 250 names in public stacks.
 */
export const FIXED_NAMES: readonly FixedName[] = [
  { name: 'SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE', library: 'hikari', means: 'max' },
  { name: 'SPRING_DATASOURCE_HIKARI_MAX_POOL_SIZE', library: 'hikari', means: 'max' },
  { name: 'SPRING_DATASOURCE_HIKARI_MINIMUM_IDLE', library: 'hikari', means: 'min' },
  { name: 'SPRING_DATASOURCE_HIKARI_CONNECTION_TIMEOUT', library: 'hikari', means: 'wait' },
  { name: 'HIKARI_MAXIMUM_POOL_SIZE', library: 'hikari', means: 'max' },
  { name: 'HIKARI_MAX_POOL_SIZE', library: 'hikari', means: 'max' },
  { name: 'HIKARI_POOL_SIZE', library: 'hikari', means: 'max' },
  { name: 'HIKARI_MIN_IDLE', library: 'hikari', means: 'min' },
  { name: 'HIKARI_POOL_MIN_IDLE', library: 'hikari', means: 'min' },
  { name: 'HIKARI_CONNECTION_TIMEOUT', library: 'hikari', means: 'wait' },
  { name: 'SPRING_R2DBC_POOL_MAX_SIZE', library: 'r2dbc', means: 'max' },
  { name: 'QUARKUS_DATASOURCE_JDBC_MAX_SIZE', library: 'quarkus', means: 'max' },
  { name: 'QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT', library: 'quarkus', means: 'wait' },
  { name: 'QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE', library: 'quarkus_reactive', means: 'max' },
  { name: 'PGRST_DB_POOL', library: 'postgrest', means: 'max' },
  { name: 'PGRST_DB_POOL_ACQUISITION_TIMEOUT', library: 'postgrest', means: 'wait' },
  { name: 'ECTO_POOL_SIZE', library: 'ecto', means: 'max' },
  { name: 'SQLALCHEMY_POOL_SIZE', library: 'sqlalchemy', means: 'max' },
  { name: 'SQLALCHEMY_MAX_OVERFLOW', library: 'sqlalchemy', means: 'overflow' },
  { name: 'SQLALCHEMY_POOL_TIMEOUT', library: 'sqlalchemy', means: 'wait' },
  { name: 'AIRFLOW__DATABASE__SQL_ALCHEMY_POOL_SIZE', library: 'sqlalchemy', means: 'max' },
  { name: 'AIRFLOW__DATABASE__SQL_ALCHEMY_MAX_OVERFLOW', library: 'sqlalchemy', means: 'overflow' },
];

/** Connection string parameters that belong to one library. Compared without case. */
export const PARAMETERS: readonly FixedName[] = [
  { name: 'connection_limit', library: 'prisma', means: 'max' },
  { name: 'pool_timeout', library: 'prisma', means: 'wait' },
  { name: 'pool_max_conns', library: 'pgx', means: 'max' },
  { name: 'pool_min_conns', library: 'pgx', means: 'min' },
  { name: 'maximum pool size', library: 'npgsql', means: 'max' },
  { name: 'max pool size', library: 'npgsql', means: 'max' },
  { name: 'maxpoolsize', library: 'npgsql', means: 'max' },
  { name: 'minimum pool size', library: 'npgsql', means: 'min' },
  { name: 'minpoolsize', library: 'npgsql', means: 'min' },
  { name: 'timeout', library: 'npgsql', means: 'wait' },
];

/** Words that say that a name is about a database. */
export const DATABASE_WORDS: readonly string[] = ['db', 'bd', 'database', 'databases', 'datasource', 'postgres', 'postgresql', 'pg', 'pgsql', 'psql', 'sql', 'sqlalchemy', 'mysql', 'mariadb', 'orm'];

/** Words that say that a name is about something else: the side that faces HTTP, other stores, threads. */
export const OTHER_WORDS: readonly string[] = [
  'http', 'https', 'server', 'servers', 'web', 'webserver', 'client', 'clients', 'tcp', 'socket', 'ws', 'websocket', 'redis', 'cache', 'mongo', 'mongodb', 'rabbit', 'rabbitmq', 'amqp', 'kafka', 'elastic', 'elasticsearch',
  'sqlite', 'thread', 'threads', 'worker', 'workers', 'task', 'tasks', 'job', 'jobs', 'queue', 'celery', 'user', 'users', 'rate', 'request', 'requests', 'upload',
  'retry', 'retries', 'smtp', 'mail', 'ldap', 's3', 'browser', 'idle', 'lifetime', 'proxy', 'node', 'grpc',
];

/** Names, as words behind what a team puts before them, that say how many connections a pool holds or how it behaves; only with a database word in the name. */
export const POOL_WORDS: readonly (readonly [words: string, means: Meaning])[] = [
  ['max overflow', 'overflow'], ['pool overflow', 'overflow'], ['pool max overflow', 'overflow'], ['overflow', 'overflow'],
  ['pool size', 'max'], ['poolsize', 'max'], ['pool', 'max'], ['pool max', 'max'], ['pool max size', 'max'], ['max pool size', 'max'], ['max pool', 'max'],
  ['pool size max', 'max'], ['pool quantity', 'max'], ['pool max pool', 'max'], ['pool max conns', 'max'], ['pool max connections', 'max'],
  ['connection pool size', 'max'], ['conn pool size', 'max'], ['conn pool max', 'max'], ['connection pool max', 'max'], ['connection limit', 'max'], ['max connection pool size', 'max'], ['max connection pool', 'max'],
  ['max connections', 'max'], ['max connection', 'max'], ['maxconnections', 'max'], ['max conns', 'max'], ['max conn', 'max'], ['max cons', 'max'],
  ['max open conns', 'max'], ['max open connections', 'max'], ['max size', 'max'], ['max rw connections', 'max'], ['connections', 'max'], ['conns', 'max'],
  ['pool min', 'min'], ['pool min size', 'min'], ['min pool size', 'min'], ['min pool', 'min'], ['min pool idle', 'min'], ['initial pool size', 'min'],
  ['pool initial size', 'min'], ['min size', 'min'], ['min connections', 'min'], ['min conns', 'min'], ['min conn', 'min'], ['init size', 'min'],
  ['conn pool min', 'min'],
  ['pool timeout', 'wait'], ['pool wait timeout', 'wait'], ['pool acquire timeout', 'wait'], ['acquire timeout', 'wait'],
  ['pool recycle', 'lifetime'],
];

/** The same for names without a word for the database: only those that mean nothing else. */
export const PLAIN_NAMES: Readonly<Record<string, Meaning>> = {
  'pool size': 'max', 'pool max': 'max', 'max pool size': 'max', 'max pool': 'max', 'pool max size': 'max', 'max connection pool size': 'max',
  'max connection pool': 'max', 'max pool connection': 'max', 'pool conns': 'max', 'connection pool size': 'max', 'max overflow': 'overflow',
  'pgpool max': 'max', 'pgpool size': 'max', 'pgpool max size': 'max', 'pgpool min': 'min', 'pgpool timeout': 'wait',
  'pool min': 'min', 'min pool size': 'min', 'min pool connection': 'min', 'pool timeout': 'wait', 'pool recycle': 'lifetime',
};

/** Names of process counts that teams choose for themselves. */
export const WORKER_NAMES: readonly string[] = ['WEB_CONCURRENCY', 'WORKERS', 'NUM_WORKERS', 'N_WORKERS', 'NUMBER_OF_WORKERS', 'CLUSTER_WORKERS', 'SERVER_WORKERS', 'NODE_WORKERS', 'APP_WORKERS'];

import { settingsOf } from '../model/setting.ts';

const pgbouncer = settingsOf('pgbouncer');
const MANUAL = 'https://www.pgbouncer.org/config.html#';

export const pool_mode = pgbouncer.text('pool_mode', { about: 'When a server connection is given back', manual: `${MANUAL}pool_mode`, oneOf: ['session', 'transaction', 'statement'], silent: 'session' });
export const max_client_conn = pgbouncer.count('max_client_conn', { about: 'Client connections of one process', manual: `${MANUAL}max_client_conn`, silent: 100, min: 1 });
export const default_pool_size = pgbouncer.count('default_pool_size', { about: 'Server connections per user and database', manual: `${MANUAL}default_pool_size`, silent: 20, min: 1 });
/** Subject: the database as pgbouncer.ini names it. */
export const pool_size = pgbouncer.count('pool_size', { about: 'Server connections of one database per user, instead of default_pool_size', manual: `${MANUAL}pool_size`, min: 1, per: 'database' });
export const min_pool_size = pgbouncer.count('min_pool_size', { about: 'Server connections kept open per user and database', manual: `${MANUAL}min_pool_size`, silent: 0 });
export const reserve_pool_size = pgbouncer.count('reserve_pool_size', { about: 'Server connections added when clients wait', manual: `${MANUAL}reserve_pool_size`, silent: 0 });
export const reserve_pool_timeout = pgbouncer.time('reserve_pool_timeout', { about: 'Time a client waits until the reserve is used', manual: `${MANUAL}reserve_pool_timeout`, silent: 5000 });
export const max_db_connections = pgbouncer.count('max_db_connections', { about: 'Server connections per database; 0 is unlimited', manual: `${MANUAL}max_db_connections`, silent: 0 });
export const max_prepared_statements = pgbouncer.count('max_prepared_statements', { about: 'Prepared statements tracked per connection; 0 is none', manual: `${MANUAL}max_prepared_statements`, since: '1.21', silent: (v) => (Number(v.split('.')[1]) >= 24 ? 200 : 0) });
export const query_timeout = pgbouncer.time('query_timeout', { about: 'Time a query may run; 0 is unlimited', manual: `${MANUAL}query_timeout`, silent: 0 });
export const query_wait_timeout = pgbouncer.time('query_wait_timeout', { about: 'Time a query may wait for a server connection; 0 is for ever', manual: `${MANUAL}query_wait_timeout`, silent: 120_000 });
export const server_idle_timeout = pgbouncer.time('server_idle_timeout', { about: 'Time an idle server connection is kept', manual: `${MANUAL}server_idle_timeout`, silent: 600_000 });
export const server_lifetime = pgbouncer.time('server_lifetime', { about: 'Age at which a server connection is closed', manual: `${MANUAL}server_lifetime`, silent: 3_600_000 });
export const server_connect_timeout = pgbouncer.time('server_connect_timeout', { about: 'Time to connect and log in to the server', manual: `${MANUAL}server_connect_timeout`, silent: 15_000 });
export const tcp_keepidle = pgbouncer.time('tcp_keepidle', { about: 'Idle time before TCP keep-alive probes', manual: `${MANUAL}tcp_keepidle`, silent: 0 });
export const listen_backlog = pgbouncer.count('listen_backlog', { restart: true, about: 'Queue of connections not yet accepted', manual: `${MANUAL}listen_backlog`, silent: 128 });

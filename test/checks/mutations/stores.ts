import { edits, replaced, written, type Mutation } from '../mutation.ts';

const CONF = 'postgres/postgresql.conf';
const COMPOSE = 'docker-compose.yml';
const POOLER = ['components.pooler.kind=pgbouncer'] as const;

/** How each relation of the stores is broken in a rendered stack. */
export const mutations: readonly Mutation[] = [
  { check: 'cache-size-exceeds-limit', of: 'compose', edit: replaced(CONF, /^effective_cache_size = .*$/m, 'effective_cache_size = 12GB') },
  { check: 'autovacuum-exceeds-budget', of: 'compose', edit: replaced(CONF, /^autovacuum_work_mem = .*$/m, 'autovacuum_work_mem = 1GB') },
  { check: 'redis-without-maxmemory', of: 'compose', edit: replaced('redis/redis.conf', /^maxmemory .*$/m, 'maxmemory 0') },
  {
    check: 'eviction-on-a-queue', of: 'compose',
    edit: replaced(COMPOSE, '      REDIS_HOST: cache\n', '      REDIS_HOST: cache\n      CELERY_BROKER_URL: redis://cache:6379/1\n'),
  },
  { check: 'huge-pages-without-request', of: 'compose', edit: replaced(CONF, "huge_pages = 'off'", "huge_pages = 'on'") },
  { check: 'slots-retain-forever', of: 'compose', edit: replaced(CONF, /^max_slot_wal_keep_size = .*$/m, 'max_slot_wal_keep_size = -1') },
  {
    check: 'settings-changed-in-sql', of: 'compose',
    edit: (files) => written('postgres/roles.sql', `${files['postgres/roles.sql'] ?? ''}\nALTER SYSTEM SET track_io_timing = on;\n`)(files),
  },
  { check: 'image-refuses-mount', of: 'compose', edit: replaced(COMPOSE, 'db_data:/var/lib/postgresql\n', 'db_data:/var/lib/postgresql/data\n') },
  { check: 'healthcheck-too-early', of: 'compose', edit: replaced(COMPOSE, '        - --host=127.0.0.1\n', '') },
  {
    check: 'max-connections-far-above-cores', of: 'compose',
    edit: edits(replaced(CONF, /^max_connections = .*$/m, 'max_connections = 400'), replaced(CONF, /^work_mem = .*$/m, 'work_mem = 4MB')),
  },
  {
    check: 'prepared-statements-with-transaction-pooling', of: 'compose', sets: POOLER,
    edit: replaced('pgbouncer/pgbouncer.ini', /^max_prepared_statements = .*$/m, 'max_prepared_statements = 0'),
  },
  { check: 'setting-unknown-to-version', of: 'compose', edit: replaced(CONF, /^work_mem = /m, 'work_memory = ') },
];

import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { treeOf } from '../../src/model/source.ts';
import { stackOf } from '../../src/read.ts';
import { readCompose } from '../../src/readers/compose.ts';

/** The findings of a Compose file of one check. */
function found(id: string, compose: string, others: Readonly<Record<string, string>> = {}) {
  const tree = treeOf({ 'docker-compose.yml': compose, ...others });
  const { stack } = stackOf(tree, readCompose(tree, ['docker-compose.yml'], {}));
  return check(stack).findings.filter((finding) => finding.check === id);
}
const messages = (...asked: Parameters<typeof found>): readonly string[] => found(...asked).map(({ severity, message }) => `${severity} ${message}`);
const sides = (...asked: Parameters<typeof found>): readonly string[] => found(...asked).flatMap(({ entries }) => entries.map(({ id }) => id));

const DB = '  db:\n    image: postgres:17.5\n';
const pooler = (version: string): string => `  pooler:\n    image: edoburu/pgbouncer:v${version}-p0\n    environment: { DB_HOST: db, POOL_MODE: transaction }\n`;

describe('prepared-statements-with-transaction-pooling', () => {
  const judge = (version: string, url: string) => messages('prepared-statements-with-transaction-pooling', `services:\n  api:\n    image: shop/api:1\n    command: uvicorn shop:app\n    environment: { DATABASE_URL: "${url}" }\n${pooler(version)}${DB}`);

  it('knows the drivers that SQLAlchemy is told in a URL', () => {
    expect(judge('1.20.1', 'postgresql+asyncpg://u@pooler:5432/shop')).toEqual(['warning pool_mode is transaction and max_prepared_statements is 0; prepared statements are used by api (SQLAlchemy with asyncpg)']);
    expect(judge('1.20.1', 'postgresql+psycopg://u@pooler:5432/shop')).toHaveLength(1);
    expect(judge('1.20.1', 'postgresql+psycopg2://u@pooler:5432/shop')).toEqual([]);
    expect(judge('1.20.1', 'postgresql+asyncpg://u@pooler:5432/shop?prepared_statement_cache_size=0')).toEqual([]);
    expect(judge('1.24.1', 'postgresql+asyncpg://u@pooler:5432/shop')).toEqual([]);
  });
});

describe('pooler-exceeds-max', () => {
  const files = (sizes: readonly number[], host: string) => ({ 'pgbouncer.ini': `[databases]\n${sizes.map((size, index) => `a${index} = host=${index === 1 ? host : 'db'} pool_size=${size}\n`).join('')}[pgbouncer]\nlisten_addr = *\ndefault_pool_size = 20\n` });
  const compose = `services:\n  api:\n    image: shop/api:1\n    command: uvicorn shop:app\n    environment: { DATABASE_URL: "postgresql://u@pooler:6432/a0" }\n  pooler:\n    image: edoburu/pgbouncer:v1.24.1-p0\n    volumes: ["./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini:ro"]\n${DB}  other:\n    image: postgres:17.5\n`;

  it('adds up the databases that have a size of their own', () => {
    expect(messages('pooler-exceeds-max', compose, files([70, 40], 'db'))).toEqual(['warning the poolers may open 110 connections; the database accepts 97']);
    expect(messages('pooler-exceeds-max', compose, files([50, 40], 'db'))).toEqual([]);
    expect(messages('pooler-exceeds-max', compose, files([70, 40], 'other'))).toEqual([]);
  });
});

describe('eviction-on-a-queue', () => {
  const judge = (command: string) => messages('eviction-on-a-queue', `services:\n  jobs:\n    image: shop/api:1\n    command: ${command}\n    environment: { BROKER_HOST: rabbit, REDIS_HOST: cache }\n  cache:\n    image: redis:7.4\n    command: redis-server --maxmemory 256mb --maxmemory-policy allkeys-lru\n`);

  it('does not believe the name of a Redis that alone keeps the jobs', () => {
    expect(judge('rq worker --url redis://cache:6379')).toEqual(['warning above 256 MiB allkeys-lru drops keys, and jobs are kept here: jobs runs rq worker']);
    expect(judge('celery -A shop worker')).toEqual([]);
  });
});

describe('sides of a finding', () => {
  it('are those that matter', () => {
    const api = (more: string): string => `services:\n  api:\n    image: shop/api:1\n    command: gunicorn shop:app --threads 25 --graceful-timeout 60\n    environment: { WEB_CONCURRENCY: 3, PORT: 8000, DATABASE_URL: "postgresql+psycopg2://u@db/shop" }\n${more}${DB}`;
    expect(sides('pool-below-threads', api(''))).toEqual(['api.gunicorn.worker_class', 'api.gunicorn.threads', 'api.sqlalchemy.pool_size', 'api.sqlalchemy.max_overflow']);
    expect(found('pool-below-threads', api(''))[0]?.entries[0]).toMatchObject({ value: 'gthread', origin: { of: 'gunicorn with several threads' } });
    expect(sides('drain-exceeds-grace', api('    stop_grace_period: 20s\n')).filter((id) => id.includes('grace'))).toEqual(['api.gunicorn.graceful_timeout', 'api.container.stop_grace_period']);
  });

  it('show where 1024 open files come from', () => {
    const proxy = { 'nginx.conf': 'events { worker_connections 4096; }\nhttp { server { listen 80; } }\n' };
    const [finding] = found('connections-exceed-open-files', 'services:\n  proxy:\n    image: nginx:1.28\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]\n', proxy);
    expect(finding?.entries.map(({ id, value, origin }) => [id, value, origin.from])).toContainEqual(['proxy.container.nofile', 1024, 'default']);
  });
});

describe('an old PostgreSQL', () => {
  it('is not given settings that it does not have', () => {
    const compose = (version: string): string => `services:\n  db:\n    image: postgres:${version}\n    mem_limit: 256m\n    command: postgres -c max_connections=200\n`;
    const of = (version: string) => sides('postgres-memory-exceeds-limit', compose(version)).filter((id) => /hash_mem|parallel/.test(id));
    expect(of('9.6')).toEqual([]);
    expect(of('11')).toEqual(['db.postgres.max_parallel_workers']);
    expect(of('17')).toEqual(['db.postgres.hash_mem_multiplier', 'db.postgres.max_parallel_workers']);
  });
});

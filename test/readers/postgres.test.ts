import { describe, expect, it } from 'vitest';
import { MiB } from '../../src/model/value.ts';
import { postgresReader } from '../../src/readers/inside/postgres.ts';
import { containerOf, factsOf, placeOf, valuesOf } from './container.ts';

const recognised = (said: Parameters<typeof containerOf>[0]): boolean => postgresReader.recognises(containerOf(said));

describe('a PostgreSQL is told', () => {
  it.each(['postgres:16', 'docker.io/library/postgres:16-alpine', 'postgis/postgis:16-3.4', 'timescale/timescaledb:2.14.2-pg16', 'pgvector/pgvector:pg16', 'bitnami/postgresql:16.2.0', 'supabase/postgres:16.1.0.147'])('from its image %s', (image) => {
    expect(recognised({ image })).toBe(true);
    expect(valuesOf(factsOf(postgresReader, { image }))['component.version']).toMatch(/^16(\.|$)/);
  });

  it('from its command', () => {
    expect(recognised({ image: 'example/db:1', command: ['postgres', '-c', 'max_connections=10'] })).toBe(true);
    expect(recognised({ image: 'postgres:16', entrypoint: ['docker-entrypoint.sh'], command: ['postgres'] })).toBe(true);
    expect(recognised({ image: 'postgres:16', command: ['sh', '-c', 'exec docker-entrypoint.sh postgres -N 20'] })).toBe(true);
    expect(recognised({ image: 'postgres:16', command: ['sh', '-c', 'chown x /y && exec gosu postgres postgres -N 20'] })).toBe(true);
  });

  it('and not where its image runs something else', () => {
    for (const command of [['pg_dump', '-h', 'db'], ['sh', '-c', 'while true; do pg_dump; done'], ['/backup.sh'], ['psql'], ['pg_dump', '-U', 'postgres'], ['sh', '-c', 'until pg_isready -U postgres; do sleep 1; done']]) expect(recognised({ image: 'postgres:16', command })).toBe(false);
    expect(recognised({ image: 'postgres:16', entrypoint: ['/backup.sh'] })).toBe(false);
    expect(recognised({ image: 'prometheuscommunity/postgres-exporter:v0.15.0' })).toBe(false);
    expect(recognised({ image: 'nginx' })).toBe(false);
  });
});

describe('the command line of PostgreSQL', () => {
  it('has several spellings', () => {
    const facts = factsOf(postgresReader, { image: 'postgres:16', command: ['postgres', '-c', 'shared_buffers=1GB', '--work-mem=8MB', '-N', '300', '-p5433', '-B', '100', '-ceffective_cache_size=100'] });
    expect(valuesOf(facts)).toMatchObject({ 'postgres.shared_buffers': 100 * 8192, 'postgres.work_mem': 8 * MiB, 'postgres.max_connections': 300, 'postgres.port': 5433, 'component.port': 5433, 'container.listens[5433]': true, 'postgres.effective_cache_size': 819_200 });
    expect(placeOf(facts, 'postgres.work_mem')).toBe('docker-compose.yml:6:4');
  });

  it('without values is said', () => {
    const facts = factsOf(postgresReader, { image: 'postgres:16', command: ['-c', 'max_connections', '-c'] });
    expect(facts.unread.map(({ what, because }) => `${what}: ${because}`)).toEqual(['max_connections: a parameter without a value: PostgreSQL does not start', '-c: a parameter without a value: PostgreSQL does not start']);
  });

  it('with variables is not read, and has no default', () => {
    const { unread, entries } = factsOf(postgresReader, { image: 'postgres:16', command: ['-c', 'max_connections=${MAX}'] });
    expect(unread).toMatchObject([{ id: 'db.postgres.max_connections', because: '${MAX} is only known when it runs' }]);
    expect(entries.map(({ id }) => id)).not.toContain('db.postgres.max_connections');
  });
});

describe('postgresql.conf', () => {
  const conf = ['max_connections = 200', "shared_buffers = '1GB'  # a comment", '  WORK_MEM 16MB', "include 'more.conf'", "include_dir = 'conf.d'", "include_if_exists 'none.conf'"].join('\n');
  const files = { '/etc/postgresql/postgresql.conf': conf, '/etc/postgresql/more.conf': 'work_mem = 32MB\n', '/etc/postgresql/conf.d/b.conf': 'max_connections = 210', '/etc/postgresql/conf.d/.hidden.conf': 'max_connections = 1', '/etc/postgresql/conf.d/note.txt': 'x' };

  it('is loaded where the command names it, includes resolved', () => {
    const facts = factsOf(postgresReader, { image: 'postgres:16', command: ['postgres', '-c', 'config_file=/etc/postgresql/postgresql.conf'], files });
    expect(valuesOf(facts)).toMatchObject({ 'postgres.max_connections': 210, 'postgres.shared_buffers': 1024 * MiB, 'postgres.work_mem': 32 * MiB });
    expect(placeOf(facts, 'postgres.work_mem')).toBe('etc/postgresql/more.conf:1:12');
    expect(facts.files).toEqual(['etc/postgresql/postgresql.conf', 'etc/postgresql/more.conf', 'etc/postgresql/conf.d/b.conf']);
  });

  it('is not loaded where nothing names it', () => {
    expect(valuesOf(factsOf(postgresReader, { image: 'postgres:16', files }))).not.toHaveProperty(['postgres.max_connections']);
  });

  it.each([['postgres:16', '/var/lib/postgresql/data/postgresql.conf'], ['postgres:18', '/var/lib/postgresql/18/docker/postgresql.conf'], ['postgres:16', '/usr/share/postgresql/postgresql.conf.sample'], ['bitnami/postgresql:16', '/bitnami/postgresql/conf/postgresql.conf']])('is loaded by %s from %s', (image, path) => {
    expect(valuesOf(factsOf(postgresReader, { image, files: { [path]: 'max_connections = 50' } }))).toMatchObject({ 'postgres.max_connections': 50 });
  });

  it('that is named and not there leaves nothing known', () => {
    const { unread } = factsOf(postgresReader, { image: 'postgres:16', command: ['-c', 'config_file=/etc/x.conf', '-c', 'max_connections=7'] });
    expect(unread.map(({ id }) => id)).toContain('db.postgres.shared_buffers');
    expect(unread.map(({ id }) => id)).not.toContain('db.postgres.max_connections');
  });

  it('with broken syntax is told with its place', () => {
    const { problems } = factsOf(postgresReader, { files: { '/postgresql.conf': "a = 1\nwork_mem = 1.5GB\nshared_buffers = '1GB\nx =\nfoo-bar = 1\n" } });
    expect(problems.map(({ at, message }) => `${at?.line}:${at?.column} ${message}`)).toEqual([
      '2:15 syntax error near "GB"', "3:18 syntax error: the quote of \"'1GB\" is not closed in its line", '4:4 syntax error: a value was expected, found the end of the line', '5:1 syntax error near "foo-bar"',
    ]);
  });
});

describe('what beats what', () => {
  const files = {
    '/var/lib/postgresql/data/postgresql.conf': 'max_connections = 10\nwork_mem = 1MB\nshared_buffers = 100MB\n',
    '/docker-entrypoint-initdb.d/01.sql': "ALTER SYSTEM SET work_mem = '2MB';\nALTER SYSTEM SET shared_buffers TO '200MB';\nALTER SYSTEM SET max_connections = 20;\nALTER SYSTEM RESET max_connections;",
  };
  it('the command line, then ALTER SYSTEM, then the file', () => {
    const facts = factsOf(postgresReader, { image: 'postgres:16', command: ['postgres', '-c', 'shared_buffers=300MB'], files });
    expect(valuesOf(facts)).toMatchObject({ 'postgres.max_connections': 10, 'postgres.work_mem': 2 * MiB, 'postgres.shared_buffers': 300 * MiB, 'container.set_in_sql[work_mem]': '2MB' });
    expect(placeOf(facts, 'postgres.work_mem')).toBe('docker-entrypoint-initdb.d/01.sql:1:1');
  });

  it('initdb writes 128 MB of shared buffers into the file that it makes', () => {
    expect(valuesOf(factsOf(postgresReader, { image: 'postgres:14' }))['postgres.shared_buffers']).toBe(128 * MiB);
    expect(valuesOf(factsOf(postgresReader, { image: 'postgres:14', environment: { POSTGRES_INITDB_ARGS: '--data-checksums --set shared_buffers=64MB' } }))['postgres.shared_buffers']).toBe(64 * MiB);
  });
});

describe('init scripts', () => {
  it('set values for roles', () => {
    const facts = factsOf(postgresReader, { image: 'postgres:16', files: { '/docker-entrypoint-initdb.d/roles.sql': "CREATE ROLE api LOGIN CONNECTION LIMIT 40;\nALTER ROLE \"api\" SET statement_timeout = '14s';\nALTER USER jobs IN DATABASE shop SET lock_timeout TO 2000;\nALTER ROLE x CONNECTION LIMIT -1;" } });
    expect(valuesOf(facts)).toMatchObject({ 'postgres.connection_limit[api]': 40, 'postgres.statement_timeout[api]': 14_000, 'postgres.lock_timeout[jobs]': 2000 });
  });

  it('may be shell scripts with SQL in them', () => {
    const script = ['#!/bin/bash', 'set -e', 'psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" <<-EOSQL', "\tALTER ROLE $APP_USER SET statement_timeout = '${T:-5s}';", '\tALTER SYSTEM SET max_connections = 300;', 'EOSQL', 'psql -c "ALTER SYSTEM SET work_mem = \'8MB\'"', 'echo "shared_buffers = 512MB" >> "$PGDATA/postgresql.conf"'].join('\n');
    const facts = factsOf(postgresReader, { image: 'postgres:16', environment: { APP_USER: 'shop' }, files: { '/docker-entrypoint-initdb.d/init.sh': script } });
    expect(valuesOf(facts)).toMatchObject({ 'postgres.statement_timeout[shop]': 5000, 'postgres.max_connections': 300, 'postgres.work_mem': 8 * MiB, 'postgres.shared_buffers': 512 * MiB });
    expect(placeOf(facts, 'postgres.max_connections')).toBe('docker-entrypoint-initdb.d/init.sh:5:2');
    expect(placeOf(facts, 'postgres.work_mem')).toBe('docker-entrypoint-initdb.d/init.sh:7:9');
  });
});

describe('images of others', () => {
  it('Bitnami reads variables, the official image does not', () => {
    const environment = { POSTGRESQL_MAX_CONNECTIONS: '500', POSTGRESQL_EXTRA_FLAGS: '-c shared_buffers=1GB' };
    expect(valuesOf(factsOf(postgresReader, { image: 'bitnami/postgresql:16', environment }))).toMatchObject({ 'postgres.max_connections': 500, 'postgres.shared_buffers': 1024 * MiB });
    expect(valuesOf(factsOf(postgresReader, { image: 'postgres:16', environment }))).not.toHaveProperty(['postgres.max_connections']);
  });

  it('TimescaleDB sets memory by its machine', () => {
    expect(factsOf(postgresReader, { image: 'timescale/timescaledb:latest-pg16' }).unread.map(({ what }) => what)).toContain('shared_buffers');
    expect(factsOf(postgresReader, { image: 'timescale/timescaledb:latest-pg16', environment: { NO_TS_TUNE: 'true' } }).unread).toEqual([]);
  });
});

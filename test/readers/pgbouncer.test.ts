import { describe, expect, it } from 'vitest';
import { pgbouncerReader } from '../../src/readers/inside/pgbouncer.ts';
import { containerOf, factsOf, placeOf, valuesOf } from './container.ts';

it('a PgBouncer is told from its image or command', () => {
  for (const image of ['edoburu/pgbouncer:v1.24.1-p1', 'bitnami/pgbouncer:1.23.1', 'pgbouncer/pgbouncer']) expect(pgbouncerReader.recognises(containerOf({ image }))).toBe(true);
  expect(pgbouncerReader.recognises(containerOf({ image: 'example/pool:1', command: ['pgbouncer', '/etc/p.ini'] }))).toBe(true);
  expect(pgbouncerReader.recognises(containerOf({ image: 'prometheuscommunity/pgbouncer-exporter' }))).toBe(false);
});

describe('pgbouncer.ini', () => {
  const ini = ['; comment', '[databases]', 'shop = host=db port=5433 dbname=shop pool_size=40', '"my db" = host=replica', '* = ', '%include /etc/pgbouncer/more.ini', '[pgbouncer]', 'listen_addr = *', 'pool_mode = transaction', 'max_client_conn=500 ', 'query_wait_timeout = 2.5'].join('\n');
  const files = { '/etc/pgbouncer/pgbouncer.ini': ini, '/etc/pgbouncer/more.ini': '[pgbouncer]\nmax_client_conn = 400\n' };
  it('is read with what it includes', () => {
    const facts = factsOf(pgbouncerReader, { image: 'edoburu/pgbouncer:v1.24.1-p1', files, environment: { POOL_MODE: 'session' } });
    expect(valuesOf(facts)).toMatchObject({ 'pgbouncer.pool_mode': 'transaction', 'pgbouncer.max_client_conn': 500, 'pgbouncer.query_wait_timeout': 2500, 'pgbouncer.pool_size[shop]': 40, 'component.port': 6432, 'component.version': '1.24.1' });
    expect(facts.connections).toMatchObject([{ host: 'db', port: 5433, protocol: 'postgres' }, { host: 'replica', port: 5432 }]);
    expect(placeOf(facts, 'pgbouncer.max_client_conn')).toBe('etc/pgbouncer/pgbouncer.ini:10:17');
  });
  it('may give its only database a size of its own', () => {
    expect(valuesOf(factsOf(pgbouncerReader, { image: 'x/pgbouncer', files: { '/etc/pgbouncer/pgbouncer.ini': '[databases]\nshop = host=db pool_size=33\n[pgbouncer]\ndefault_pool_size = 10\n' } }))).toMatchObject({ 'pgbouncer.default_pool_size': 33 });
  });
  it('listens on a socket only without listen_addr', () => {
    expect(Object.keys(valuesOf(factsOf(pgbouncerReader, { image: 'x/pgbouncer', files: { '/etc/pgbouncer/pgbouncer.ini': '[pgbouncer]\nlisten_port = 7000\n' } }))).filter((id) => id.includes('listens'))).toEqual([]);
  });
  it('with broken syntax is told with its place', () => {
    const { problems } = factsOf(pgbouncerReader, { image: 'x/pgbouncer', files: { '/etc/pgbouncer/pgbouncer.ini': '[databases\nfoo\n[pgbouncer]\nmax_client_conn 100\n' } });
    expect(problems.map(({ at, message }) => `${at?.line}:${at?.column} ${message}`)).toEqual(['1:1 not a section: "[databases"', '2:1 expected name = value, found "foo"', '4:1 expected name = value, found "max_client_conn 100"']);
  });
});

describe('variables', () => {
  it.each([
    ['edoburu/pgbouncer:v1.24.1', { DB_HOST: 'pg', DB_PORT: '5433', POOL_MODE: 'transaction', MAX_CLIENT_CONN: '1000', DEFAULT_POOL_SIZE: '25' }, 5432],
    ['edoburu/pgbouncer:v1.24.1', { DATABASE_URL: 'postgres://u:secret@pg:5433/shop', POOL_MODE: 'transaction', MAX_CLIENT_CONN: '1000', DEFAULT_POOL_SIZE: '25', LISTEN_PORT: '5432' }, 5432],
    ['bitnami/pgbouncer:1.23', { POSTGRESQL_HOST: 'pg', POSTGRESQL_PORT: '5433', PGBOUNCER_POOL_MODE: 'transaction', PGBOUNCER_MAX_CLIENT_CONN: '1000', PGBOUNCER_DEFAULT_POOL_SIZE: '25' }, 6432],
    ['bitnami/pgbouncer:1.23', { PGBOUNCER_DSN_0: 'shop=host=pg port=5433 dbname=shop', PGBOUNCER_POOL_MODE: 'transaction', PGBOUNCER_MAX_CLIENT_CONN: '1000', PGBOUNCER_DEFAULT_POOL_SIZE: '25', PGBOUNCER_PORT: '6000' }, 6000],
    ['pgbouncer/pgbouncer:1.15.0', { DATABASES_HOST: 'pg', DATABASES_PORT: '5433', PGBOUNCER_POOL_MODE: 'transaction', PGBOUNCER_MAX_CLIENT_CONN: '1000', PGBOUNCER_DEFAULT_POOL_SIZE: '25' }, 6432],
  ] as const)('of %s with %j', (image, environment, port) => {
    const facts = factsOf(pgbouncerReader, { image, environment });
    expect(valuesOf(facts)).toMatchObject({ 'pgbouncer.pool_mode': 'transaction', 'pgbouncer.max_client_conn': 1000, 'pgbouncer.default_pool_size': 25, [`container.listens[${port}]`]: true });
    expect(facts.connections).toMatchObject([{ host: 'pg', port: 5433 }]);
    expect(JSON.stringify(facts)).not.toContain('secret');
  });
  it('that are not set are not read', () => {
    expect(factsOf(pgbouncerReader, { image: 'edoburu/pgbouncer', unresolved: { MAX_CLIENT_CONN: '${N} is not set' } }).unread).toMatchObject([{ id: 'db.pgbouncer.max_client_conn', because: '${N} is not set' }]);
  });
});

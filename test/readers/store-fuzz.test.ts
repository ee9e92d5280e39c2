import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIni } from '../../src/formats/ini-syntax.ts';
import { parsePostgresConf } from '../../src/formats/postgres-conf-syntax.ts';
import { parseRedisConf } from '../../src/formats/redis-conf-syntax.ts';
import { parseSql } from '../../src/formats/sql-syntax.ts';
import { pgbouncerReader } from '../../src/readers/inside/pgbouncer.ts';
import { postgresReader } from '../../src/readers/inside/postgres.ts';
import { redisReader } from '../../src/readers/inside/redis.ts';
import { beginningOf, expectGrowth } from '../effort.ts';
import { factsOf } from './container.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 150);
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);

/** Files as people write them, to be broken. */
const CONF = "max_connections = 100 # c\nshared_buffers = '128MB'\ninclude 'x.conf'\ninclude_dir 'conf.d'\nwork_mem 4MB\nlog_line_prefix = '%m it''s \\'q\\''\n";
const INI = '[databases]\n"a b" = host=db port=5432 password=\'x y\' pool_size=5\n%include /etc/pgbouncer/pgbouncer.ini\n[pgbouncer]\nlisten_addr = *\npool_mode = transaction\n; c\n';
const REDIS = 'maxmemory 100mb\nsave 900 1\ninclude /etc/redis.conf\nrequirepass "a\\x41\\""\nuser x on >y ~*\n';
const SQL = "ALTER SYSTEM SET work_mem = '4MB';\nCREATE ROLE a CONNECTION LIMIT 4;\nCOPY t FROM stdin;\nx\n\\.\nDO $a$ BEGIN END $a$;\n/* c /* d */ */ ALTER ROLE a SET lock_timeout = E'\\'1';\n\\if x\nSELECT 1 \\gexec\n";
const SHELL = '#!/bin/sh\npsql -c "ALTER SYSTEM SET work_mem = 1" <<-EOSQL\n\tALTER ROLE ${A:-b} SET lock_timeout = 1;\nEOSQL\necho "a = 1" >> $PGDATA/postgresql.conf\ncat >> postgresql.conf <<EOF\nx = 1\nEOF\n';

/** Truncated, garbled, repeated and random texts. */
const broken = (text: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.integer({ min: 0, max: text.length }).map((end) => text.slice(0, end)),
    fc.tuple(fc.integer({ min: 0, max: text.length }), fc.string({ unit: 'binary', maxLength: 8 }), fc.integer({ min: 0, max: 6 })).map(([at, put, drop]) => text.slice(0, at) + put + text.slice(at + drop)),
    fc.array(fc.constantFrom(...text.split(/(?<=[ \n=;'"$/*\\])/)), { maxLength: 60 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );

const places = (marks: readonly { readonly line: number; readonly column: number }[], text: string): void => {
  const lines = text.split('\n');
  for (const { line, column } of marks) {
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThan(0);
    expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
  }
};

const fuzz = (text: string, body: (text: string) => void): void => fc.assert(fc.property(broken(text), body), { numRuns: RUNS, seed });

describe(`whatever the text (seed ${seed}, ${RUNS} runs each)`, () => {
  it('postgresql.conf', () => fuzz(CONF, (text) => {
    const { assignments, flaws } = parsePostgresConf(text);
    places([...assignments.map(({ valueAt }) => valueAt), ...flaws.map(({ at }) => at)], text);
    factsOf(postgresReader, { image: 'postgres:16', command: ['-c', text, '-c', 'config_file=/x.conf'], environment: { POSTGRES_INITDB_ARGS: text }, files: { '/x.conf': text, '/conf.d/a.conf': text } });
  }));
  it('pgbouncer.ini', () => fuzz(INI, (text) => {
    const { lines, flaws } = parseIni(text);
    places([...lines.map(({ valueAt }) => valueAt), ...flaws.map(({ at }) => at)], text);
    factsOf(pgbouncerReader, { image: 'x/pgbouncer', files: { '/etc/pgbouncer/pgbouncer.ini': text } });
    factsOf(pgbouncerReader, { image: 'x/pgbouncer', environment: { DATABASE_URL: text, PGBOUNCER_DSN_0: text, MAX_CLIENT_CONN: text } });
  }));
  it('redis.conf', () => fuzz(REDIS, (text) => {
    const { lines, flaws } = parseRedisConf(text);
    places([...lines, ...flaws].map(({ at }) => at), text);
    factsOf(redisReader, { image: 'redis:7', command: ['redis-server', '/etc/redis.conf', ...text.split(' ')], files: { '/etc/redis.conf': text } });
    factsOf(redisReader, { image: 'bitnami/redis:7', environment: { REDIS_EXTRA_FLAGS: text } });
  }));
  it('SQL and shell', () => {
    fuzz(SQL, (text) => {
      places(parseSql(text).flat().map(({ at }) => at), text);
      factsOf(postgresReader, { image: 'postgres:16', files: { '/docker-entrypoint-initdb.d/a.sql': text } });
    });
    fuzz(SHELL, (text) => void factsOf(postgresReader, { image: 'postgres:16', files: { '/docker-entrypoint-initdb.d/a.sh': text } }));
  });

  it.each([
    ['quotes', "'".repeat(200_000)], ['backslashes', `x = '${'\\'.repeat(200_000)}`], ['dollars', '$a'.repeat(100_000)], ['comments', '/*'.repeat(100_000)], ['spaces', `a${' '.repeat(200_000)}b`],
    ['equals', '='.repeat(200_000)], ['lines', 'a = 1\n'.repeat(20_000)], ['digits', `a = ${'1'.repeat(200_000)}`], ['dots', `a = ${'1.'.repeat(100_000)}`], ['heredocs', 'psql <<A\n'.repeat(30_000)], ['copies', 'COPY t FROM stdin;\n'.repeat(20_000)],
    ['copies and data', 'COPY t FROM stdin;\nx\n\\.\n'.repeat(10_000)], ['continuations', `psql ${'\\\n'.repeat(50_000)}<<A`], ['variables', `psql -c "${'${a:-'.repeat(20_000)}"`], ['words', `alter ${'a'.repeat(200_000)}`], ['statements', 'alter role a set b = 1;'.repeat(10_000)], ['commands', 'psql -c "a" '.repeat(20_000)],
  ])('many %s take no more time than their number asks for', (_, whole) => {
    const within = (read: (text: string) => unknown): void => expectGrowth(beginningOf(whole), read);
    within((text) => factsOf(postgresReader, { image: 'postgres:16', command: ['sh', '-c', text] }));
    within((text) => factsOf(postgresReader, { image: 'postgres:16', environment: { POSTGRES_INITDB_ARGS: text }, files: { '/var/lib/postgresql/data/postgresql.conf': text } }));
    within((text) => factsOf(postgresReader, { image: 'postgres:16', files: { '/docker-entrypoint-initdb.d/a.sql': text } }));
    within((text) => factsOf(postgresReader, { image: 'postgres:16', files: { '/docker-entrypoint-initdb.d/b.sh': text } }));
    within((text) => factsOf(pgbouncerReader, { image: 'x/pgbouncer', files: { '/etc/pgbouncer/pgbouncer.ini': `[databases]\nx = ${text}\n${text}` } }));
    within((text) => factsOf(pgbouncerReader, { image: 'x/pgbouncer', environment: { DATABASE_URL: text, PGBOUNCER_DSN_0: text } }));
    within((text) => factsOf(redisReader, { image: 'redis:7', command: ['redis-server', '/r.conf', text], files: { '/r.conf': text } }));
  });
});

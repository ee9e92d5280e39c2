import { describe, expect, it } from 'vitest';
import { parseSql } from '../../src/formats/sql-syntax.ts';
import { changesOf } from '../../src/readers/inside/postgres/statements.ts';

const changes = (sql: string): readonly string[] => changesOf(parseSql(sql)).map(({ of, target, name, value, at }) => `${at.line}:${at.column} ${of} ${target ?? ''} ${name}=${value ?? ''}`.replace('  ', ' '));

describe('settings in SQL', () => {
  it.each([
    ["ALTER SYSTEM SET work_mem = '8MB';", '1:1 system work_mem=8MB'],
    ['  alter system set "work_mem" to 8192', '1:3 system work_mem=8192'],
    ["ALTER SYSTEM SET search_path = 'a', 'b';", '1:1 system search_path=a, b'],
    ['ALTER SYSTEM SET temp_file_limit = -1;', '1:1 system temp_file_limit=-1'],
    ['ALTER SYSTEM RESET ALL;', '1:1 system all='],
    ['ALTER ROLE "My App" SET statement_timeout = 5000;', '1:1 role My App statement_timeout=5000'],
    ['ALTER USER App SET lock_timeout TO DEFAULT;', '1:1 role app lock_timeout='],
    ["ALTER ROLE app IN DATABASE shop SET lock_timeout = '2s';", '1:1 role app lock_timeout=2s'],
    ["CREATE USER app WITH PASSWORD 'x' CONNECTION LIMIT 40 LOGIN;", '1:1 role app connection_limit=40'],
    ["ALTER DATABASE shop SET work_mem = E'16MB';", '1:1 database shop work_mem=16MB'],
  ])('%s', (sql, expected) => expect(changes(sql)).toEqual([expected]));

  it('are not those of comments, texts, functions and data', () => {
    const sql = [
      '-- ALTER SYSTEM SET a = 1;', '/* ALTER SYSTEM SET b = 1; /* nested */ ALTER SYSTEM SET c = 1; */', "INSERT INTO t VALUES ('ALTER SYSTEM SET d = 1; it''s', E'\\'; ALTER SYSTEM SET e = 1;');",
      'CREATE FUNCTION f() RETURNS void AS $body$ ALTER SYSTEM SET f = 1; $body$ LANGUAGE sql;', 'COPY t FROM stdin;', "it's\tdata; ALTER SYSTEM SET g = 1;", '\\.', '\\echo ALTER SYSTEM SET h = 1;', 'ALTER SYSTEM SET work_mem = 1;',
    ].join('\n');
    expect(changes(sql)).toEqual(['9:1 system work_mem=1']);
  });

  it('stop at commands of psql that send a query', () => {
    expect(changes("SELECT format('x') \\gexec\nALTER ROLE a SET lock_timeout = 1;")).toEqual(['2:1 role a lock_timeout=1']);
  });
});

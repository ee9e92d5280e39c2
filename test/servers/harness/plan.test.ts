import { describe, expect, it } from 'vitest';
import { compareVersions, componentsOf, readEntry, versionOf } from '../plan.ts';
import { pgbouncerValue, postgresValue, redisValue } from '../server-units.ts';

const entries = [
  readEntry({ id: 'db.component.version', value: '16.4', unit: 'text' }),
  readEntry({ id: 'db.postgres.statement_timeout[app]', value: 5000, unit: 'milliseconds' }),
];

describe('the plan', () => {
  it('takes ids apart', () => {
    expect(entries[1]).toMatchObject({ component: 'db', kind: 'postgres', setting: 'statement_timeout', subject: 'app' });
    expect(() => readEntry({ id: 'work_mem', value: 1, unit: 'bytes' })).toThrow('not an entry\'s id: work_mem');
  });

  it('finds components and versions', () => {
    expect(componentsOf(entries, 'postgres')).toEqual(['db']);
    expect(versionOf(entries, 'db')).toBe('16.4');
    expect(() => versionOf(entries, 'cache')).toThrow('no version of cache');
  });

  it('orders versions by number', () => {
    expect(Math.sign(compareVersions('1.9', '1.28.3'))).toBe(-1);
    expect(compareVersions('1.28', '1.28.0')).toBe(0);
    expect(Math.sign(compareVersions('1.28.3', '1.28'))).toBe(1);
    expect(Math.sign(compareVersions('1.28', '1.28.3'))).toBe(-1);
  });
});

describe('what servers report, in the plan\'s units', () => {
  it('of PostgreSQL', () => {
    expect(postgresValue({ setting: '16384', unit: '8kB' }, 'bytes')).toBe(128 * 1024 ** 2);
    expect(postgresValue({ setting: '-1', unit: 'MB' }, 'bytes')).toBe(-1);
    expect(postgresValue({ setting: '15', unit: 'min' }, 'milliseconds')).toBe(900_000);
    expect(postgresValue({ setting: '7', unit: 'fathom' }, 'bytes')).toBeNaN();
    expect(postgresValue({ setting: 'on', unit: null }, 'flag')).toBe(true);
    expect(postgresValue({ setting: 'try', unit: null }, 'flag')).toBe('try');
    expect(postgresValue({ setting: '0.9', unit: null }, 'ratio')).toBe(0.9);
    expect(postgresValue({ setting: 'a, b', unit: null }, 'list')).toEqual(['a', 'b']);
    expect(postgresValue({ setting: 'replica', unit: null }, 'text')).toBe('replica');
  });

  it('of Redis and PgBouncer', () => {
    expect(redisValue('maxmemory', '1048576', 'bytes')).toBe(1048576);
    expect(redisValue('timeout', '300', 'milliseconds')).toBe(300_000);
    expect(redisValue('lua-time-limit', '300', 'milliseconds')).toBe(300);
    expect(redisValue('appendonly', 'no', 'flag')).toBe(false);
    expect(pgbouncerValue('0.5', 'milliseconds')).toBe(500);
    expect(pgbouncerValue('1', 'flag')).toBe(true);
  });
});

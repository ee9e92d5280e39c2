import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { composeCpus, composeSize, composeTime, envValue, logSize, variable, verbatim } from '../../src/formats/compose-values.ts';
import { connectionValue, pgbouncerValue } from '../../src/formats/ini-values.ts';
import { postgresValue } from '../../src/formats/postgres-values.ts';
import { redisValue } from '../../src/formats/redis-values.ts';
import { digits, inComment, oneLine } from '../../src/formats/units.ts';
import { yamlText } from '../../src/formats/yaml-document.ts';

const bytes = { unit: 'bytes', name: 'some_size' } as const;
const time = { unit: 'milliseconds', name: 'some_time' } as const;
const text = { unit: 'text', name: 'some_text' } as const;
const sizes = fc.oneof(fc.integer({ min: 1, max: 2 ** 50 }), fc.tuple(fc.integer({ min: 1, max: 4096 }), fc.constantFrom(1024, 1024 ** 2, 1024 ** 3)).map(([n, unit]) => n * unit));
const times = fc.oneof(fc.integer({ min: 1, max: 10 ** 10 }), fc.tuple(fc.integer({ min: 1, max: 500 }), fc.constantFrom(1000, 60_000, 3_600_000)).map(([n, unit]) => n * unit));

/** Reads `12unit` with a table of units, as the servers' manuals give them. */
function read(spelled: string, units: Readonly<Record<string, number>>): number {
  const [, number = '', unit = ''] = /^(-?[0-9]+(?:\.[0-9]+)?)([A-Za-z]*)$/.exec(spelled) ?? [];
  expect(Object.keys(units), spelled).toContain(unit);
  return Number(number) * (units[unit] ?? Number.NaN);
}

describe('PostgreSQL', () => {
  it.each([
    [bytes, 24_379_392, '23808kB'], [bytes, 16 * 1024 ** 2, '16MB'], [bytes, 2 * 1024 ** 3, '2GB'], [bytes, 1536, '1536B'], [bytes, 0, '0'], [bytes, -1, '-1'],
    [time, 900_000, '15min'], [time, 3500, '3500ms'], [time, 14_000, '14s'], [time, 0.5, "'0.5ms'"], [time, -1, '-1'], [time, 0, '0'],
    [{ unit: 'ratio' } as const, 0.0000001, '0.0000001'], [{ unit: 'count' } as const, 100, '100'], [{ unit: 'flag' } as const, true, 'on'],
    [text, "it's 50\\50\n", String.raw`'it''s 50\\50\012'`],
  ])('%o %o is %s', (setting, value, spelled) => {
    expect(postgresValue(setting, value)).toBe(spelled);
  });

  it('loses nothing and never writes a bare number of bytes or milliseconds', () => {
    fc.assert(fc.property(sizes, (value) => { expect(read(postgresValue(bytes, value), { B: 1, kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 })).toBe(value); }));
    fc.assert(fc.property(times, (value) => { expect(read(postgresValue(time, value), { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 })).toBe(value); }));
  });

  it('keeps any text in one pair of quotes and one line', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }).filter((given) => !given.includes('\0')), (given) => {
      expect(postgresValue(text, given)).toMatch(/^'(?:[^'\\\n\r]|''|\\\\|\\[0-7]{3})*'$/u);
    }));
  });
});

describe('Redis', () => {
  it.each([[bytes, 885 * 1024 ** 2, '885mb'], [bytes, 1025, '1025'], [bytes, 0, '0'], [time, 60_000, '60'], [time, 0, '0'], [time, 1500, undefined], [{ unit: 'flag', name: 'appendonly' } as const, false, 'no'], [{ unit: 'text', name: 'save' } as const, '', '""'], [{ unit: 'text', name: 'save' } as const, '3600 1 300 100', '3600 1 300 100'], [text, 'a "b"\n', String.raw`"a \"b\"\x0a"`]])('%o %o is %s', (setting, value, spelled) => {
    expect(redisValue(setting, value)).toBe(spelled);
  });

  it('loses no byte', () => {
    fc.assert(fc.property(sizes, (value) => { expect(read(redisValue(bytes, value) ?? '', { '': 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 })).toBe(value); }));
  });
});

describe('PgBouncer', () => {
  it('spells times in seconds, with decimals where it takes them', () => {
    expect(pgbouncerValue({ unit: 'milliseconds', name: 'query_timeout' }, 14_500)).toBe('14.5');
    expect(pgbouncerValue({ unit: 'milliseconds', name: 'tcp_keepidle' }, 60_000)).toBe('60');
    expect(pgbouncerValue({ unit: 'milliseconds', name: 'tcp_keepidle' }, 1500)).toBeUndefined();
    expect(pgbouncerValue({ unit: 'flag', name: 'x' }, true)).toBe('1');
  });

  it('takes no text that would begin another line, and quotes what is not a plain word', () => {
    expect(() => pgbouncerValue(text, 'transaction\nadmin_users = api')).toThrow(/one line/);
    expect(connectionValue('db.example.com')).toBe('db.example.com');
    expect(connectionValue("db' user='x")).toBe("'db'' user=''x'");
  });
});

describe('Compose', () => {
  it.each([[composeSize(778 * 1024 ** 2), '778m'], [composeSize(2 * 1024 ** 3), '2g'], [composeSize(1000), '1000b'], [composeTime(120_000), '2m'], [composeTime(1500), '1500ms'], [composeTime(0), '0s'], [composeCpus(1250), '1.25'], [composeCpus(50), '0.05'], [logSize(10 * 1024 ** 2), '10485760'], [verbatim('a${B}'), 'a$${B}'], [variable('admin-api'), 'ADMIN_API']])('%s', (spelled, expected) => {
    expect(spelled).toBe(expected);
  });

  it('loses nothing', () => {
    fc.assert(fc.property(sizes, (value) => { expect(read(composeSize(value), { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 })).toBe(value); }));
    fc.assert(fc.property(times, (value) => { expect(read(composeTime(value), { ms: 1, s: 1000, m: 60_000, h: 3_600_000 })).toBe(value); }));
  });

  it('writes environment variables as a shell reads them', () => {
    const hard = ['plain/image:1.2', "it's", 'a b', '$HOME', '`id`', '$(id)', '"', '#x', '', '\\', "a'b\"$c\\d"];
    const file = hard.map((value, i) => `V${i}=${envValue(value)}`).join('\n');
    const read = execFileSync('bash', ['-c', `${file}\n${hard.map((_, i) => `printf '%s\\0' "$V${i}"`).join('\n')}`], { encoding: 'utf8' });
    expect(read.split('\0').slice(0, -1)).toEqual(hard);
  });
});

describe('YAML', () => {
  it('gives any text back, whatever it looks like', () => {
    const hard = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('on', 'no', '~', 'null', '0x10', '1e3', '22:22', '- a', 'a: b', '#', '*x', '&x', '!x', '"', "'", 'a\nb: c', '${X}', '\u2028', ' \u2029', '\ufeff'));
    fc.assert(fc.property(fc.array(hard), fc.dictionary(hard, hard), (list, map) => {
      expect(parse(yamlText(['heading'], { list, map }))).toEqual({ list, map });
    }));
  });
});

describe('any file', () => {
  it('has plain digits and comments of one line', () => {
    expect([digits(1e21), digits(1e-7), digits(0.1), digits(-1), digits(2 ** 53)]).toEqual(['1000000000000000000000', '0.0000001', '0.1', '-1', '9007199254740992']);
    expect(() => digits(Number.NaN)).toThrow();
    expect(inComment('a\nlisten 80;\u2028b')).toBe('a listen 80; b');
    expect(() => oneLine('a\rb')).toThrow();
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Unit } from '../../src/model/value.ts';
import { settings, settingNamed } from '../../src/settings/index.ts';
import { parameterNames } from '../../src/settings/postgres.ts';
import { parseValue, showValue } from '../../src/formats/quantity.ts';
import { readSettingValue } from '../../src/formats/setting-value.ts';

describe('spellings', () => {
  test.each<readonly [string, Unit, unknown]>([
    ['16GiB', 'bytes', 17_179_869_184], ['512MiB', 'bytes', 536_870_912], ['64KiB', 'bytes', 65_536], ['4GB', 'bytes', 4_294_967_296], ['4MB', 'bytes', 4_194_304], ['8kB', 'bytes', 8192],
    ['512M', 'bytes', 536_870_912], ['1g', 'bytes', 1_073_741_824], ['512Mi', 'bytes', 536_870_912], ['8m', 'bytes', 8_388_608], ['100B', 'bytes', 100], ['1.5GiB', 'bytes', 1_610_612_736], ['16 GiB', 'bytes', 17_179_869_184], ['0', 'bytes', 0], ['1TiB', 'bytes', 1_099_511_627_776],
    ['100ms', 'milliseconds', 100], ['5s', 'milliseconds', 5000], ['2min', 'milliseconds', 120_000], ['2m', 'milliseconds', 120_000], ['1h', 'milliseconds', 3_600_000], ['30d', 'milliseconds', 2_592_000_000], ['0.5ms', 'milliseconds', 0.5], ['0.07s', 'milliseconds', 70], ['1.1s', 'milliseconds', 1100], ['0', 'milliseconds', 0],
    ['4', 'millicores', 4000], ['0.5', 'millicores', 500], ['500m', 'millicores', 500], ['0.001', 'millicores', 1],
    ['200', 'count', 200], ['-1', 'count', -1],
    ['0.3', 'ratio', 0.3], ['30%', 'ratio', 0.3], ['99.9%', 'ratio', 0.999],
    ['10', 'per-second', 10], ['10/s', 'per-second', 10], ['30/min', 'per-second', 0.5], ['5r/m', 'per-second', 5 / 60], ['10r/s', 'per-second', 10],
    ['true', 'flag', true], ['off', 'flag', false], ['a b', 'text', 'a b'], ['[a, b]', 'list', ['a', 'b']], ['[]', 'list', []],
  ])('%s is %s %j', (text, unit, value) => {
    expect(parseValue(text, unit)).toEqual(value);
  });

  test.each<readonly [string, Unit]>([
    ['16', 'bytes'], ['8 gigs', 'bytes'], ['GiB', 'bytes'], ['1e3MiB', 'bytes'], ['1,5GiB', 'bytes'], ['.5GiB', 'bytes'], ['0.3B', 'bytes'], ['16  GiB', 'bytes'], ['-4GiB', 'bytes'], ['', 'bytes'], ['8GiBB', 'bytes'],
    ['150', 'milliseconds'], ['5 secs', 'milliseconds'], ['1h30m', 'milliseconds'], ['M', 'milliseconds'], ['-5s', 'milliseconds'],
    ['0.5m', 'millicores'], ['4 cores', 'millicores'], ['0.0001', 'millicores'], ['1.5', 'count'], ['1e3', 'count'], ['1_000', 'count'], ['0x10', 'count'], ['NaN', 'ratio'], ['.inf', 'ratio'], ['10/h', 'per-second'], ['yes', 'flag'], ['True', 'flag'], ['toString', 'flag'],
  ])('%j is no %s', (text, unit) => {
    expect(parseValue(text, unit)).toBeUndefined();
  });

  test.each<readonly [number, Unit, string]>([
    [1_610_612_736, 'bytes', '1.5GiB'], [943_718_400, 'bytes', '900MiB'], [1_073_741_824, 'bytes', '1GiB'], [1_048_577, 'bytes', '1048577B'], [10_240, 'bytes', '10KiB'], [0, 'bytes', '0'], [-1, 'bytes', '-1'],
    [150, 'milliseconds', '150ms'], [2000, 'milliseconds', '2s'], [900_000, 'milliseconds', '15min'], [1500, 'milliseconds', '1.5s'], [90_000, 'milliseconds', '90s'], [86_400_000, 'milliseconds', '1d'], [0.5, 'milliseconds', '0.5ms'],
    [1250, 'millicores', '1.25'], [500, 'millicores', '0.5'], [1000, 'per-second', '1000/s'], [0.5, 'per-second', '30/min'], [0.3, 'ratio', '0.3'], [1e-7, 'ratio', '0.0000001'], [1.5e21, 'count', '1500000000000000000000'],
  ])('%d %s is shown as %s', (value, unit, text) => {
    expect(showValue(value, unit)).toBe(text);
  });

  test('flags, texts and lists are shown plainly', () => {
    expect([showValue(true, 'flag'), showValue(false, 'flag'), showValue('try', 'text'), showValue(['a', 'b'], 'list')]).toEqual(['on', 'off', 'try', '[a, b]']);
  });
});

describe('what is shown is read back without loss', { timeout: 60_000 }, () => {
  const word = fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/);
  const cases: readonly (readonly [Unit, fc.Arbitrary<number | boolean | readonly string[]>])[] = [
    ['bytes', fc.oneof(fc.maxSafeNat(), fc.nat(1 << 20).map((n) => n * 1024), fc.nat(1 << 20).map((n) => n * 1024 ** 2 * 0.25))],
    ['milliseconds', fc.oneof(fc.maxSafeNat(), fc.nat(1_000_000).map((n) => n * 10), fc.nat(1_000_000).map((n) => n * 60_000), fc.double({ min: 0, max: 1e9, noNaN: true }))],
    ['millicores', fc.nat(1_024_000)],
    ['count', fc.oneof(fc.maxSafeInteger(), fc.nat(100_000))],
    ['per-second', fc.oneof(fc.nat(1_000_000), fc.double({ min: 0, max: 1e7, noNaN: true }), fc.nat(60).map((n) => n / 60))],
    ['ratio', fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: -1e9, max: 1e9, noNaN: true }))],
    ['flag', fc.boolean()],
    ['list', fc.array(word, { maxLength: 5 })],
  ];
  test.each(cases)('%s', (unit, values) => {
    fc.assert(fc.property(values.map((value) => (value === 0 ? 0 : value)), (value) => {
      const text = showValue(value, unit);
      if (typeof value === 'number') expect(text).not.toMatch(/e[+-]?[0-9]/);
      expect(parseValue(text, unit)).toEqual(value);
    }), { numRuns: 2000 });
  });
});

describe('settings', () => {
  const read = (kind: string, name: string, text: string): unknown => {
    const setting = settingNamed(kind, name);
    if (setting === undefined) throw new Error(name);
    const value = readSettingValue(setting, text);
    return value.ok ? value.value : `expected ${value.expected}`;
  };

  test.each([
    ['postgres', 'work_mem', '4096', 4_194_304], ['postgres', 'shared_buffers', '16384', 134_217_728], ['postgres', 'checkpoint_timeout', '300', 300_000], ['postgres', 'deadlock_timeout', '1000', 1000], ['postgres', 'old_snapshot_threshold', '-1', -1],
    ['postgres', 'temp_file_limit', '-1', -1], ['postgres', 'wal_buffers', '-1', -1], ['postgres', 'max_wal_size', '1GB', 1_073_741_824], ['postgres', 'autovacuum_vacuum_cost_delay', '2.5ms', 2.5], ['postgres', 'random_page_cost', '1.1', 1.1], ['postgres', 'jit', 'off', false],
    ['postgres', 'wal_level', 'logical', 'logical'], ['postgres', 'statement_timeout', '0', 0], ['postgres', 'log_temp_files', '0', 0], ['postgres', 'max_pred_locks_per_relation', '-2', -2],
    ['postgres', 'checkpoint_timeout', '30500ms', 'expected a multiple of 1s, the unit in which the server counts'],
    ['postgres', 'statement_timeout', '-1', 'expected a time from 0 to about 25d'],
    ['postgres', 'work_mem', '1', 'expected a size from 64KiB to about 2TiB'],
    ['nginx', 'proxy_read_timeout', '60', 'expected a time such as 30s'],
  ])('%s.%s: %s', (kind, name, text, value) => {
    expect(read(kind, name, text)).toBe(value);
  });

  test('every default of every setting can be stated as it is shown', () => {
    const versions: Readonly<Record<string, string>> = { postgres: '18', nginx: '1.30', node: '24', redis: '8.0', pgbouncer: '1.24' };
    const all = [...settings, ...parameterNames().map((name) => settingNamed('postgres', name)).filter((setting) => setting !== undefined)];
    const refused = all.flatMap((setting) => {
      const value = setting.silent?.(versions[setting.kind] ?? '1');
      if (value === undefined || (setting.unit === 'text' && setting.oneOf === undefined)) return [];
      const again = readSettingValue(setting, showValue(value, setting.unit));
      return again.ok && again.value === value ? [] : [`${setting.kind}.${setting.name}: ${showValue(value, setting.unit)} ${again.ok ? `-> ${String(again.value)}` : `expected ${again.expected}`}`];
    });
    expect(refused).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import { findingChanges } from '../../src/diff/findings.ts';
import type { Finding, Severity } from '../../src/model/check.ts';
import { statedEntry } from '../../src/model/entry.ts';
import { max_connections } from '../../src/settings/postgres.ts';
import { pool_max } from '../../src/settings/node.ts';

const AT = { file: 'shop.yaml', line: 1, column: 1 };
const most = (value: number) => statedEntry('db', max_connections, value, AT);
const pool = (component: string) => statedEntry(component, pool_max, 30, AT);
const finding = (entries: Finding['entries'], severity: Severity = 'warning'): Finding =>
  ({ check: 'connections-exceed-max', severity, confidence: 'likely', component: 'db', message: entries.map(({ id, value }) => `${id} = ${String(value)}`).join(', '), entries, why: '', fix: '' });

test('a finding stays when only its numbers move', () => {
  const [one, other] = [finding([most(40), pool('api')]), finding([most(50), pool('api')])];
  expect(findingChanges([one], [other])).toEqual({ appeared: [], vanished: [], stayed: [other] });
});

test('a finding stays when another client takes part in it, or no longer does', () => {
  const [one, other] = [finding([most(40), pool('api')]), finding([most(40), pool('api'), pool('api2')])];
  expect(findingChanges([one], [other]).stayed).toEqual([other]);
  expect(findingChanges([other], [one]).stayed).toEqual([one]);
});

test('the same check of other settings is a new finding, and the old one is gone', () => {
  const [one, other] = [finding([pool('api')]), finding([pool('api2')])];
  expect(findingChanges([one], [other])).toEqual({ appeared: [other], vanished: [one], stayed: [] });
});

test('a warning that became an error has vanished, and the error is new', () => {
  const [one, other] = [finding([most(40)]), finding([most(40)], 'error')];
  expect(findingChanges([one], [other])).toEqual({ appeared: [other], vanished: [one], stayed: [] });
});

test('of two that are alike one can vanish', () => {
  const [one, other, left] = [finding([most(40)]), finding([most(40)]), finding([most(40)])];
  expect(findingChanges([one, other], [left])).toEqual({ appeared: [], vanished: [other], stayed: [left] });
});

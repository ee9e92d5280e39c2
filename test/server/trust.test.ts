import { expect, it } from 'vitest';
import { trustHops } from '../../src/server/trust.ts';

it.each([
  ['10.1.2.3', 0, true],
  ['127.0.0.1', 0, true],
  ['172.31.0.1', 0, true],
  ['fd00::1', 0, true],
  ['::ffff:192.168.1.1', 0, true],
  ['10.1.2.3', 1, false],
  ['203.0.113.7', 0, false],
  ['172.32.0.1', 0, false],
  ['2001:db8::1', 0, false],
])('one hop: believes %s as number %i: %s', (address, hop, believed) => {
  expect(trustHops(1)(address, hop)).toBe(believed);
});

it('believes nobody where no proxy is in front', () => {
  expect(trustHops(0)('127.0.0.1', 0)).toBe(false);
});

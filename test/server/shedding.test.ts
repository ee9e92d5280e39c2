import { expect, it } from 'vitest';
import { brokenLimit, nextShare } from '../../src/server/shedding.ts';
import { configWith } from './config.ts';

const limits = configWith({ pressure: { maxEventLoopDelay: 300, maxEventLoopUtilization: 0.95, maxHeapUsedBytes: 1000, maxRssBytes: 2000 } }).pressure;
const calm = { delay: 10, utilization: 0.5, heapUsed: 500, rss: 1000 };

it.each([
  ['nothing', {}, undefined],
  ['a slow event loop', { delay: 301 }, 'event_loop'],
  ['a full event loop', { utilization: 0.96 }, 'event_loop'],
  ['a full heap', { heapUsed: 1001, utilization: 1 }, 'memory'],
  ['a large process', { rss: 2001 }, 'memory'],
] as const)('sees %s', (_, change, reason) => {
  expect(brokenLimit({ ...calm, ...change }, limits)).toBe(reason);
});

it('sheds a growing share while a limit is broken, and less and less after', () => {
  expect([nextShare(0, 'event_loop'), nextShare(0.1, 'event_loop'), nextShare(0.2, undefined), nextShare(0.1, undefined), nextShare(0, undefined)]).toEqual([0.1, 0.2, 0.1, 0, 0]);
  expect([nextShare(0, 'memory'), nextShare(0.5, 'memory'), nextShare(0.95, 'memory')]).toEqual([0.5, 0.95, 0.95]);
});

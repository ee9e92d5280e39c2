import { expect, it } from 'vitest';
import { largestBody, pathOf, routeSettings } from '../../src/server/route-settings.ts';
import { configWith } from './config.ts';

const config = configWith({
  http: { bodyLimit: 1000, handlerTimeout: 2000 },
  routes: [
    { path: '/upload', bodyLimit: 5000, stream: 'none' },
    { path: '/upload/large', bodyLimit: 9000, timeout: 60_000, stream: 'none' },
    { path: '/events', timeout: 3_600_000, stream: 'sse' },
  ],
});

it.each([
  ['/items', { bodyLimit: 1000, timeout: 2000, stream: 'none' }],
  ['/upload', { bodyLimit: 5000, timeout: 2000, stream: 'none' }],
  ['/upload/a', { bodyLimit: 5000, timeout: 2000, stream: 'none' }],
  ['/uploads', { bodyLimit: 1000, timeout: 2000, stream: 'none' }],
  ['/upload/large/a', { bodyLimit: 9000, timeout: 60_000, stream: 'none' }],
  ['/events', { bodyLimit: 1000, timeout: 3_600_000, stream: 'sse' }],
] as const)('knows what holds for %s', (path, settings) => {
  expect(routeSettings(config)(path)).toEqual(settings);
});

it('knows the largest body of all', () => {
  expect(largestBody(config)).toBe(9000);
});

it('takes the query off a path', () => {
  expect(['/a?b=/c', '/a', '/?', '/a#b'].map(pathOf)).toEqual(['/a', '/a', '/', '/a']);
});

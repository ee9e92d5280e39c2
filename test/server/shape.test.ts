import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadConfig } from '../../src/server/load-config.ts';
import { PROPERTIES, problemsOf } from '../../src/server/shape.ts';
import { configWith, small } from './config.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const rendered = readdirSync(`${root}out`, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('server.config.mjs'));

it('there are rendered configurations', () => {
  expect(rendered).toContain('medium/server/server.config.mjs');
});

it.each(rendered)('accepts out/%s', async (path) => {
  expect((await loadConfig(`${root}out/${path}`)).name).toBe('api');
});

it('has the properties that rendered configurations document', () => {
  const documented = [...readFileSync(`${root}templates/_server-types.hbs`, 'utf8').matchAll(/@typedef \{object\} (\w+)([\s\S]*?)(?=@typedef|\*\/)/g)].map(([, name = '', body = '']) => [
    name,
    [...body.matchAll(/@property \{+[^}]*\}+ \[?(\w+)\]?/g)].map(([, property]) => property),
  ]);
  expect(PROPERTIES).toEqual(Object.fromEntries(documented));
});

it('says all that is wrong, each with its place', () => {
  const { http: _, ...rest } = configWith({ pressure: { maxEventLoopUtilization: 95 }, routes: [{ path: 'upload', stream: 'none' }], redis: { connections: 1 } });
  expect(problemsOf(rest)).toEqual([
    'http: expected an object, found nothing',
    'routes.0.path: expected a path such as /items, found "upload"',
    'redis.client: expected an object, found nothing',
    'pressure.maxEventLoopUtilization: expected a number from 0 to 1, found 95',
  ]);
  expect(problemsOf(small)).toEqual([]);
  expect(problemsOf(undefined)).toEqual(['config: expected an object, found nothing']);
});

it.each([
  ['routes by name', { routes: { upload: { path: '/upload', stream: 'none' } } as never }, 'routes: expected a list, found {"upload":{"path":"/upload","stream":"none"}}'],
  ['headers that may take longer than their request', { http: { headersTimeout: 9000, requestTimeout: 6000 } }, 'http.headersTimeout: expected at most http.requestTimeout, which is 6000, found 9000'],
])('refuses %s', (_, changes, problem) => {
  expect(problemsOf(configWith(changes))).toEqual([problem]);
  expect(problemsOf(configWith({ http: { headersTimeout: 9000, requestTimeout: 0 } }))).toEqual([]);
});

it.each([
  ['a file that is not there', '/nowhere/server.config.mjs', 'expected a configuration in /nowhere/server.config.mjs, found no such file'],
  ['a module without a configuration', `${root}vitest.config.ts`, `${root}vitest.config.ts: expected an export named config, found default`],
  ['a folder', `${root}test`, `${root}test cannot be used: `],
  ['nothing', '', 'expected SERVER_CONFIG to name a server.config.mjs, found nothing: set it, or give the configuration to serve()'],
])('refuses %s', async (_, path, message) => {
  await expect(loadConfig(path)).rejects.toThrow(message);
});

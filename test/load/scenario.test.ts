import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { builtInProfiles, loadProfile } from '../../src/load.ts';
import { scenarioOf } from '../../src/rules/scenario/requests.ts';
import { size } from '../../src/size.ts';
import { builtInDirectory, load, shown, wrongWith } from './workspace.ts';

const scenarioIn = (text: string, ...sets: readonly string[]) => scenarioOf(size(load({ 'shop.yaml': text }, sets)));
const weights = (text: string, ...sets: readonly string[]): Readonly<Record<string, number>> => Object.fromEntries(scenarioIn(text, ...sets).map(({ name, weight }) => [name, weight]));

const ROUTES = 'extends: medium\ncomponents: [{ name: api, routes: [{ path: / }, { path: /feed, cache: short }, { path: /new, cache: long }, { path: /me, auth: true }, { path: /live, stream: sse }, { path: /upload, body_limit: 5MiB }] }]\n';

describe('a stated scenario', () => {
  it('is what clients do, each weight an entry with its place', () => {
    const stack = load({ 'shop.yaml': 'extends: medium\nscenario:\n  - { name: one, path: "/a/{1..9}", weight: 3 }\n  - { name: two, method: POST, path: /b, weight: 1, headers: { X-Kind: test }, body: { n: 1, list: [a, "{1..5}"] } }' });
    expect(stack.scenario).toEqual([
      { name: 'one', method: 'GET', path: '/a/{1..9}', weight: 3 },
      { name: 'two', method: 'POST', path: '/b', weight: 1, headers: { 'content-type': 'application/json', 'x-kind': 'test' }, body: '{"n":1,"list":["a","{1..5}"]}' },
    ]);
    expect(shown(stack.entries.get('scenario.weight[one]'))).toBe('3 (shop.yaml:3:45)');
  });

  it('keeps a body of text as it is, and its stated type', () => {
    expect(scenarioIn('extends: medium\nscenario:\n  - { name: form, method: PUT, path: /f, weight: 1, headers: { Content-Type: text/plain }, body: "a=1&b=\\"2\\"\\n" }')).toEqual([
      { name: 'form', method: 'PUT', path: '/f', weight: 1, headers: { 'content-type': 'text/plain' }, body: 'a=1&b="2"\n' },
    ]);
  });

  it('replaces that of the base whole', () => {
    expect(weights('extends: medium\nscenario: [{ name: item, path: /, weight: 2 }]')).toEqual({ item: 2 });
    expect(weights('extends: medium\nsettings: { "scenario.weight[item]": 7 }', 'scenario.weight[feed]=9')).toMatchObject({ item: 7, feed: 9, page: 5 });
  });

  it('ends with the routes that it asked', () => {
    expect(Object.keys(weights(ROUTES))).toEqual(['/', '/feed', '/new']);
    expect(Object.keys(weights('extends: medium\nwithout: [api]\ncomponents: [{ name: web, kind: node }]'))).toEqual(['/']);
    expect(Object.keys(weights('extends: medium\nwithout: [cache]'))).toContain('item');
  });
});

describe('an unstated scenario', () => {
  it('asks each public route, those with a cache class together as often as the workload says', () => {
    expect(weights(ROUTES)).toEqual({ '/': 70, '/feed': 15, '/new': 15 });
    expect(weights(ROUTES, 'workload.cacheable_share=0')).toEqual({ '/': 100 });
    expect(weights(ROUTES, 'workload.cacheable_share=1')).toEqual({ '/feed': 50, '/new': 50 });
  });

  it('is empty where every route needs a body or a caller', () => {
    expect(scenarioIn('extends: medium\ncomponents: [{ name: api, routes: [{ path: /, auth: true }] }]')).toEqual([]);
  });
});

describe('what is wrong with a scenario', () => {
  const one = (fields: string): string => `scenario:\n  - { ${fields} }`;
  test.each<readonly [what: string, lines: string, complaint: string]>([
    ['two of one name', 'scenario:\n  - { name: a, path: /, weight: 1 }\n  - { name: a, path: /b, weight: 2 }', '4:13: two requests of the scenario are named a: the first in line 3\n  give them different names: results are told apart by them'],
    ['no weight', one('name: a, path: /'), '3:5: scenario.a: weight is missing'],
    ['weight 0', one('name: a, path: /, weight: 0'), '3:33: scenario.a.weight: expected a number from 0.001 to 1000000, found 0'],
    ['weight below 0', one('name: a, path: /, weight: -1'), '3:33: scenario.a.weight: expected a number from 0.001 to 1000000, found -1'],
    ['no path', one('name: a, weight: 1'), '3:5: scenario.a: path is missing'],
    ['an address', one('name: a, weight: 1, path: "http://x/"'), '3:33: scenario: a: expected a path that begins with /, found "http://x/"\n  the address of the server is no part of it'],
    ['a blank', one('name: a, weight: 1, path: "/a b"'), '3:33: scenario.a.path: expected a path such as /items/{1..100000} or /search?q=tea (characters of a URL, others as %20), found "/a b"'],
    ['no placeholder', one('name: a, weight: 1, path: "/{a..9}"'), '3:33: scenario: a: "{a..9}" is no placeholder\n  write {1..100000} for a whole number from 1 to 100000, another one in each request'],
    ['turned bounds', one('name: a, weight: 1, path: "/{9..1}"'), '3:33: scenario: a: {9..1} goes from the greater number to the smaller\n  write {1..100000} for a whole number from 1 to 100000, another one in each request'],
    ['turned bounds in a body', one('name: a, weight: 1, path: /, method: POST, body: { n: "{9..1}" }'), '3:56: scenario: a: {9..1} goes from the greater number to the smaller\n  write {1..100000} for a whole number from 1 to 100000, another one in each request'],
    ['a method in lower case', one('name: a, weight: 1, path: /, method: post'), '3:44: scenario.a.method: expected one of GET, HEAD, POST, PUT, PATCH, DELETE, found "post"\n  did you mean POST?'],
    ['a GET with a body', one('name: a, weight: 1, path: /, body: x'), '3:42: scenario: a: a GET has no body\n  say the method, such as method: POST'],
    ['a header that ends its line', one('name: a, weight: 1, path: /, headers: { a: "b\\r\\nc: d" }'), '3:50: scenario: a: a: expected a text of ASCII characters without blanks around it, found "b\\r\\nc: d"'],
    ['no name of a header', one('name: a, weight: 1, path: /, headers: { "a:": b }'), '3:47: scenario: a: "a:" is no name of a header\n  expected letters, digits and -'],
    ['a header of the connection', one('name: a, weight: 1, path: /, headers: { Content-Length: "5" }'), '3:47: scenario: a: Content-Length is stated by whoever sends the request\n  leave it out'],
    ['a mapping', 'scenario: { a: 1 }', '2:11: scenario: expected a list, found a mapping'],
    ['no request', 'scenario: []', '2:11: scenario: expected at least 1, found none'],
    ['a weight of a request that is not there', 'settings: { "scenario.weight[itm]": 3 }', '2:13: settings: "scenario.weight[itm]": scenario has no request "itm"\n  did you mean item?'],
  ])('%s', (_, lines, complaint) => {
    expect(wrongWith(`extends: medium\n${lines}`)).toEqual([`shop.yaml:${complaint}`]);
  });
});

test('the built-in scenario asks what examples/items-api answers, within its rate limits', () => {
  for (const profile of builtInProfiles(builtInDirectory)) {
    const plan = size(loadProfile({ profile, sets: [], builtInDirectory, cwd: builtInDirectory }));
    const scenario = scenarioOf(plan);
    const asset = scenario.find(({ path }) => path.startsWith('/assets/'))?.path ?? '';
    expect(existsSync(join(builtInDirectory, '../examples/items-api', asset)), asset).toBe(true);
    const value = (id: string): number => Number(plan.entries.get(id)?.value);
    const all = scenario.reduce((sum, { weight }) => sum + weight, 0);
    const searches = (value('scenario.weight[search]') / all) * (value('targets.rps') / value('targets.users'));
    expect(searches).toBeLessThan(value('proxy.nginx.limit_req_zone.route_rate[/search]') / 2);
    expect((value('scenario.weight[feed]') + value('scenario.weight[style]')) / all).toBe(value('workload.cacheable_share'));
  }
});

import { expect, it } from 'vitest';
import { shownScenario } from '../../src/bench/shown-scenario.ts';

it('shows what is asked, and not the passwords in its headers', () => {
  expect(shownScenario([
    { name: 'me', method: 'GET', path: '/me', weight: 1, headers: { authorization: 'Bearer secret', 'X-Api-Key': 'secret', 'content-type': 'application/json' } },
    { name: 'home', method: 'GET', path: '/', weight: 2 },
  ])).toEqual([
    { name: 'me', method: 'GET', path: '/me', weight: 1, headers: { authorization: '***', 'X-Api-Key': '***', 'content-type': 'application/json' } },
    { name: 'home', method: 'GET', path: '/', weight: 2 },
  ]);
});

import { expect, test } from 'vitest';
import { structuralChanges } from '../../src/diff/structure.ts';
import type { Component, Link, Route, Stack } from '../../src/model/stack.ts';

const component = (name: string, kind: string): Component => ({ name, kind });
const link = (from: string, to: string): Link => ({ from, to });
const route = (path: string, more: Partial<Route> = {}): Route => ({ path, to: 'api', cache: 'none', auth: false, stream: 'none', immutable: false, ...more });
const stack = (more: Partial<Stack> = {}): Stack => ({ name: 'shop', components: [component('api', 'node'), component('db', 'postgres')], links: [link('api', 'db')], routes: [route('/')], entries: new Map(), ...more });

test('nothing differs between a stack and itself', () => {
  expect(structuralChanges(stack(), stack())).toEqual([]);
});

test('a component takes its links with it', () => {
  const after = stack({ components: [...stack().components, component('cache', 'redis')], links: [...stack().links, link('api', 'cache')] });
  expect(structuralChanges(stack(), after)).toEqual([{ what: 'component', name: 'cache', happened: 'added', after: 'redis', links: ['api -> cache'] }]);
  expect(structuralChanges(after, stack())).toEqual([{ what: 'component', name: 'cache', happened: 'removed', before: 'redis', links: ['api -> cache'] }]);
});

test('a pooler in between is no other way to the database', () => {
  const after = stack({ components: [...stack().components, component('pooler', 'pgbouncer')], links: [link('api', 'pooler'), link('pooler', 'db')] });
  expect(structuralChanges(stack(), after)).toEqual([{ what: 'component', name: 'pooler', happened: 'added', after: 'pgbouncer', links: ['api -> pooler', 'pooler -> db'] }]);
});

test('a link between components that stay is told by itself, with its place', () => {
  const at = { file: 'shop.yaml', line: 7, column: 5 };
  expect(structuralChanges(stack(), stack({ links: [...stack().links, { ...link('db', 'api'), at }] }))).toEqual([{ what: 'link', name: 'db -> api', happened: 'added', after: '', at }]);
});

test('a component of another kind and a route that leads elsewhere are changed', () => {
  const after = stack({ components: [component('api', 'gunicorn'), component('db', 'postgres')], routes: [route('/', { cache: 'short' })] });
  expect(structuralChanges(stack(), after)).toEqual([
    { what: 'component', name: 'api', happened: 'changed', before: 'node', after: 'gunicorn' },
    { what: 'route', name: '/', happened: 'changed', before: 'to api', after: 'to api, cache short' },
  ]);
});

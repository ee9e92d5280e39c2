import { fail } from '../../model/problem.ts';
import type { Component, Route, Stack } from '../../model/stack.ts';
import { upstreams } from '../../model/who.ts';
import { LIVE_PATH, READY_PATH } from '../node/paths.ts';
import { HEALTH_PATH, STATUS_PATH } from './paths.ts';

const OWN: readonly string[] = [HEALTH_PATH, STATUS_PATH];
const trimmed = (path: string): string => (path === '/' ? path : path.replace(/\/$/, ''));

/** The routes that a proxy passes on, in the order of the profile. A profile without any passes everything to the first application. */
export function routesOf(plan: Stack, proxy: Component): readonly Route[] {
  const behind = upstreams(plan, proxy);
  const routes = plan.routes.filter((route) => behind.some((application) => application.name === route.to));
  const taken = routes.find((route) => OWN.includes(trimmed(route.path)));
  if (taken !== undefined) fail(`the route ${taken.path} is ${proxy.name}'s own: it answers there for itself`, taken.at, 'give the route another path');
  const [first] = behind;
  if (routes.length > 0 || first === undefined) return routes;
  return [{ path: '/', to: first.name, cache: 'none', auth: false, stream: 'none', immutable: false }];
}

/**
 * What the locations of a route match: the path itself and what lies below it, but not its
 * neighbours (`/feed` is not `/feedback`). Both are stated, or nginx would redirect from one to the other.
 */
export function matchesOf(route: Route, routes: readonly Route[]): readonly string[] {
  if (route.path === '/') return ['/'];
  const path = trimmed(route.path);
  const other = route.path === path ? `${path}/` : path;
  const both = [path, `${path}/`].filter((one) => one === route.path || !routes.some((candidate) => candidate.path === other));
  return both.map((one) => (one.endsWith('/') ? one : `= ${one}`));
}

/** Whether answers of a route may be stored: never those that depend on the caller. */
export const isCached = (route: Route): boolean => route.cache !== 'none' && !route.auth && route.stream === 'none';

/** Where applications tell whoever runs them how they are, in the routes of nobody: not for the world. */
export const refusedOf = (plan: Stack, proxy: Component): readonly string[] =>
  [LIVE_PATH, READY_PATH].filter((path) => !routesOf(plan, proxy).some((route) => trimmed(route.path) === path));

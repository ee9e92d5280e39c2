import { headerSeconds, nginxWord } from '../../formats/nginx-values.ts';
import { entryOf } from '../../model/lookup.ts';
import type { Component, Route, Stack } from '../../model/stack.ts';
import { route_origins } from '../../settings/component.ts';
import * as nginx from '../../settings/nginx.ts';
import { sayer } from '../said.ts';
import { routesOf } from './routes.ts';

const ANY = '*';

const originsOf = (plan: Stack, route: Route): readonly string[] => entryOf(plan, { name: route.to }, route_origins, route.path)?.value ?? [];

/** The routes that pages of other sites may call, in the order of the profile. */
const sharedRoutes = (plan: Stack, proxy: Component): readonly Route[] => routesOf(plan, proxy).filter((route) => originsOf(plan, route).length > 0);

/** The variable that holds the site that asks, where it may call the route. */
const variableOf = (shared: readonly Route[], route: Route): string => `allowed_origin_${shared.findIndex(({ path }) => path === route.path)}`;

/** Which sites may call which route; `false` where no route states any. */
export function corsOf(plan: Stack, proxy: Component) {
  const shared = sharedRoutes(plan, proxy);
  if (shared.length === 0) return false;
  const listed = shared.filter((route) => !originsOf(plan, route).includes(ANY));
  return {
    max_age: sayer(plan, proxy)(nginx.cors_max_age, headerSeconds),
    lists: listed.map((route) => ({ path: route.path, variable: variableOf(shared, route), origins: originsOf(plan, route).map(nginxWord) })),
  };
}

/** What a location says of the sites that may call it; `false` where only pages of its own do. */
export function sharingOf(plan: Stack, proxy: Component, route: Route) {
  const origins = originsOf(plan, route);
  return origins.length > 0 && { any: origins.includes(ANY), variable: variableOf(sharedRoutes(plan, proxy), route) };
}

import { headerSeconds, nginxCount, nginxRate, nginxSize, nginxWord } from '../../formats/nginx-values.ts';
import { entryOf } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import * as nginx from '../../settings/nginx.ts';
import { sayer } from '../said.ts';
import { routesOf } from './routes.ts';
import { line } from './values.ts';

/** Rates and connections that are let through, as the templates name them. */
export function limitsOf(plan: Stack, proxy: Component) {
  const say = sayer(plan, proxy);
  return {
    client_burst: say(nginx.limit_req_burst, burstOf),
    total_burst: say(nginx.limit_total_burst, burstOf),
    limit_conn: say(nginx.limit_conn, nginxCount),
    limit_status: say(nginx.limit_req_status, nginxCount),
    retry_after: say(nginx.retry_after, headerSeconds),
    client_zone: line({ size: say(nginx.limit_req_zone, nginxSize), rate: say(nginx.limit_req_rate, nginxRate) }),
    total_zone: line({ size: say(nginx.limit_total_zone, nginxSize), rate: say(nginx.limit_total_rate, nginxRate) }),
    connection_zone: line({ size: say(nginx.limit_conn_zone, nginxSize) }),
    route_zones: routesOf(plan, proxy)
      .filter((route) => isLimited(plan, proxy, route.path))
      .map(({ path }) => {
        const { size, rate, why } = line({ size: say(nginx.limit_req_zone, nginxSize), rate: say(nginx.route_rate, nginxRate, path) });
        return { path, zone: nginxWord(`zone=${zoneOf(path)}:${size}`), rate, why };
      }),
    route_connection_zones: routesOf(plan, proxy)
      .filter(({ path }) => entryOf(plan, proxy, nginx.route_conn, path) !== undefined)
      .map(({ path }) => {
        const { value, why } = say(nginx.limit_conn_zone, nginxSize);
        return { path, zone: nginxWord(`zone=${connectionZoneOf(path)}:${value}`), why };
      }),
  };
}

/** What may exceed a rate, as its directive goes on; nginx knows no `burst=0`. */
export const burstOf = (count: number): string => (count === 0 ? '' : ` burst=${count} nodelay`);

/** Whether a route has a rate of its own. */
export const isLimited = (plan: Stack, proxy: Component, path: string): boolean => entryOf(plan, proxy, nginx.route_rate, path) !== undefined;

/** The zone of a route's own rate. Component names have no underscore, so none of these is ever taken by an upstream. */
export const zoneOf = (path: string): string => `limit_route_${path}`;

/** The zone of a route's own connections. */
export const connectionZoneOf = (path: string): string => `limit_route_connections_${path}`;

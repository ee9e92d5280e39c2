import { nginxCount, nginxOffset, nginxSeconds, nginxTime, nginxWord } from '../../formats/nginx-values.ts';
import { entryOf, need, valueOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import { isForEverybody } from '../../model/next-paths.ts';
import { componentNamed, type Component, type Route, type Stack } from '../../model/stack.ts';
import * as container from '../../settings/container.ts';
import * as nginx from '../../settings/nginx.ts';
import { said, sayer, type Said, type Spell } from '../said.ts';
import { sharingOf } from './cors.ts';
import { burstOf, connectionZoneOf, isLimited, zoneOf } from './limits.ts';
import { isCached, matchesOf, routesOf } from './routes.ts';

/** The locations of a proxy, in the order of the profile's routes: nginx takes the longest match anyway. */
export function locationsOf(plan: Stack, proxy: Component) {
  const routes = routesOf(plan, proxy);
  return routes.flatMap((route) => {
    const location = locationOf(plan, proxy, route);
    return matchesOf(route, routes).map((match) => ({ match: matchWord(match), ...location }));
  });
}

/** Whether some route's files never change. */
export const hasImmutable = (plan: Stack, proxy: Component): boolean => routesOf(plan, proxy).some((route) => route.immutable);
/** Whether some route upgrades to WebSocket. */
export const hasWebsocket = (plan: Stack, proxy: Component): boolean => routesOf(plan, proxy).some((route) => route.stream === 'websocket');

function locationOf(plan: Stack, proxy: Component, route: Route) {
  const say = sayer(plan, proxy);
  const read = differing(plan, proxy, nginx.route_read_timeout, nginx.proxy_read_timeout, nginxTime, route.path);
  const burst = isLimited(plan, proxy, route.path) ? say(nginx.route_burst, burstOf, route.path) : undefined;
  const connections = entryOf(plan, proxy, nginx.route_conn, route.path);
  return {
    upstream: nginxWord(route.to),
    shared: sharingOf(plan, proxy, route),
    connections: connections !== undefined && { zone: nginxWord(connectionZoneOf(route.path)), ...said(connections, nginxCount) },
    limit: burst === undefined ? false : { zone: nginxWord(`zone=${zoneOf(route.path)}`), burst: burst.value, why: burst.why },
    body: differing(plan, proxy, nginx.route_body, nginx.client_max_body_size, nginxOffset, route.path),
    unbuffered_body: overflows(plan, proxy, route.path),
    read,
    asked_once: read !== false || route.stream !== 'none',
    cached: isCached(route) && {
      valid: say(nginx.cache_valid, nginxSeconds, route.path),
      // During a rollout a file that one process does not know yet is there a moment later, under the same name.
      missing: !route.immutable && say(nginx.cache_valid_404, nginxSeconds),
      for_everybody: isForEverybody(componentNamed(plan, route.to), route),
    },
    websocket: route.stream === 'websocket',
    events: route.stream === 'sse',
    // Answers that depend on the caller are nobody else's to keep.
    immutable: route.immutable && !route.auth,
  };
}

/** A route's own value where it is not what all have anyway. */
function differing(plan: Stack, proxy: Component, own: Setting<number>, usual: Setting<number>, spell: Spell<number>, path: string): Said | false {
  const entry = entryOf(plan, proxy, own, path);
  return entry !== undefined && entry.value !== valueOf(plan, proxy, usual) && said(entry, spell);
}

/** Whether the connections of one client can bring bodies that /tmp, which is memory, does not hold. */
function overflows(plan: Stack, proxy: Component, path: string): boolean {
  const body = valueOf(plan, proxy, nginx.route_body, path);
  if (body === undefined || body === valueOf(plan, proxy, nginx.client_max_body_size)) return false;
  return body === 0 || body * need(plan, proxy, nginx.limit_conn) > need(plan, proxy, container.tmpfs_size);
}

/** `= /feed` or `/feed/` with the path as a word. */
function matchWord(match: string): string {
  const path = match.replace(/^= /, '');
  return `${match === path ? '' : '= '}${nginxWord(path)}`;
}

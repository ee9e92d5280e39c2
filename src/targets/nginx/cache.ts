import { nginxOffset, nginxSeconds, nginxSize, nginxTime } from '../../formats/nginx-values.ts';
import { need, partValue } from '../../model/lookup.ts';
import { isForEverybody } from '../../model/next-paths.ts';
import { componentNamed, type Component, type Stack } from '../../model/stack.ts';
import * as nginx from '../../settings/nginx.ts';
import { session_cookies } from '../../settings/profile.ts';
import { sayer } from '../said.ts';
import { isCached, routesOf } from './routes.ts';
import { line } from './values.ts';

/** Whether any route of a proxy is cached: only then it needs a disk. */
export const usesCache = (plan: Stack, proxy: Component): boolean => routesOf(plan, proxy).some(isCached);

/** The cache of a proxy and who is kept out of it; `false` where nothing is cached. */
export function cacheOf(plan: Stack, proxy: Component) {
  if (!usesCache(plan, proxy)) return false;
  const say = sayer(plan, proxy);
  return {
    path: line({
      keys_zone: say(nginx.cache_keys_zone, nginxSize),
      max_size: say(nginx.cache_max_size, nginxOffset),
      min_free: say(nginx.cache_min_free, nginxOffset),
      inactive: say(nginx.cache_inactive, nginxSeconds),
    }),
    lock_timeout: say(nginx.cache_lock_timeout, nginxTime),
    lock_age: say(nginx.cache_lock_age, nginxTime),
    bypass: need(plan, proxy, nginx.cache_bypass),
    for_everybody: routesOf(plan, proxy).some((route) => isCached(route) && isForEverybody(componentNamed(plan, route.to), route)),
    ...credentials(partValue(plan, session_cookies) ?? []),
  };
}

/** What marks a request as somebody's own: `$cookie_name` where the name allows a variable, otherwise a map over all cookies. */
function credentials(cookies: readonly string[]) {
  const bad = cookies.find((name) => !/^[A-Za-z0-9_.-]+$/.test(name));
  if (bad !== undefined) throw new Error(`not the name of a cookie: ${JSON.stringify(bad)}`);
  const isPlain = (name: string): boolean => /^[A-Za-z0-9_]+$/.test(name);
  const plain = cookies.filter(isPlain).map((name) => `cookie_${name}`);
  const odd = cookies.filter((name) => !isPlain(name)).map((name) => name.replaceAll('.', '[.]'));
  const every = cookies.length === 0;
  const variables = ['http_authorization', ...(every ? ['http_cookie'] : plain), ...(odd.length > 0 ? ['session_cookie'] : [])];
  return { any_cookie: every, odd_cookies: odd, credentials: variables.map((name) => `\${${name}}`).join('') };
}

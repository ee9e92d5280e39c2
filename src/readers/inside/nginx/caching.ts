import { inFamily, everywhere, inherited, type NginxConfig } from '../../../formats/nginx-config.ts';
import { sizeIn, timeIn } from '../../../formats/nginx-quantities.ts';
import type { Directive } from '../../../formats/nginx-syntax.ts';
import { SECOND } from '../../../model/value.ts';
import type { Setting } from '../../../model/setting.ts';
import * as nginx from '../../../settings/nginx.ts';
import { argument, entryOf, joined, NONE, parameter, readAs, type Read } from './entries.ts';
import type { Pass } from './passes.ts';
import { immutableText, isCached, textsOf, validOf } from './routes.ts';

/** The cache of the proxy and how long answers of each route are kept in it. */
export function cachingOf(component: string, config: NginxConfig, passes: readonly Pass[]): Read {
  const cached = passes.filter(({ ancestors }) => isCached(ancestors));
  const used = new Set(cached.map(({ ancestors }) => argument(inherited('proxy_cache', ancestors)[0], 0)));
  const path = inFamily(config, 'proxy_cache_path').find((one) => used.has(parameter(one, 'keys_zone')?.split(':')[0]));
  const own = (setting: Setting<number>, text: string | undefined, read: (text: string) => number | undefined): Read => (path === undefined ? NONE : readAs(component, setting, text, read, path));
  const bypass = cached.flatMap(({ ancestors }) => inherited('proxy_cache_bypass', ancestors)).find((one) => one.args.some((arg) => arg.text !== '0'));
  const missing = cached.flatMap(({ ancestors }) => inherited('proxy_cache_valid', ancestors)).find((one) => one.args.length > 1 && argument(one, 0) === '404');
  return joined(
    own(nginx.cache_keys_zone, path && parameter(path, 'keys_zone')?.split(':')[1], sizeIn), own(nginx.cache_max_size, path && parameter(path, 'max_size'), sizeIn),
    own(nginx.cache_min_free, path && parameter(path, 'min_free'), sizeIn), own(nginx.cache_inactive, path && parameter(path, 'inactive'), timeIn),
    ...cached.map(({ ancestors, path: route }) => {
      const valid = validOf(ancestors);
      return valid === undefined ? NONE : readAs(component, nginx.cache_valid, valid.args.at(-1)?.text, timeIn, valid, route);
    }),
    bypass === undefined ? NONE : { entries: [entryOf(component, nginx.cache_bypass, true, bypass)], unread: [] },
    missing === undefined ? NONE : readAs(component, nginx.cache_valid_404, missing.args.at(-1)?.text, timeIn, missing),
  );
}

/** Times that nginx tells clients in headers. */
export function headersOf(component: string, config: NginxConfig, passes: readonly Pass[]): Read {
  const headers = everywhere(config, 'add_header').map(({ directive }) => directive);
  const called = (name: string): readonly Directive[] => headers.filter((one) => argument(one, 0)?.toLowerCase() === name);
  const immutable = passes.flatMap(({ ancestors }) => immutableText(ancestors, config) ?? [])[0];
  const strict = called('strict-transport-security').slice(0, 1).flatMap((one) => textsOf(one, config)).find(({ text }) => text.includes('max-age'));
  const retry = called('retry-after')[0];
  const preflight = called('access-control-max-age').slice(0, 1).flatMap((one) => textsOf(one, config)).find(({ text }) => /^[0-9]+$/.test(text));
  return joined(
    maxAge(component, nginx.expires_immutable, immutable), maxAge(component, nginx.hsts_max_age, strict),
    preflight === undefined ? NONE : seconds(component, nginx.cors_max_age, preflight.text, preflight.directive),
    retry === undefined ? NONE : seconds(component, nginx.retry_after, argument(retry, 1), retry),
  );
}

const maxAge = (component: string, setting: Setting<number>, found: { readonly directive: Directive; readonly text: string } | undefined): Read =>
  found === undefined ? NONE : seconds(component, setting, /max-age=([0-9]{1,12})/.exec(found.text)?.[1], found.directive);

const seconds = (component: string, setting: Setting<number>, text: string | undefined, directive: Directive): Read =>
  text === undefined || !/^[0-9]{1,12}$/.test(text) ? NONE : { entries: [entryOf(component, setting, Number(text) * SECOND, directive)], unread: [] };

/** The buffer of the access log and of TLS sessions. */
export function buffersOf(component: string, config: NginxConfig): Read {
  const log = everywhere(config, 'access_log').map(({ directive }) => directive).find((one) => parameter(one, 'buffer') !== undefined);
  const sessions = everywhere(config, 'ssl_session_cache').map(({ directive }) => directive).find((one) => one.args.some((arg) => arg.text.startsWith('shared:')));
  const shared = sessions?.args.find((arg) => arg.text.startsWith('shared:'))?.text.split(':')[2];
  return joined(
    log === undefined ? NONE : readAs(component, nginx.access_log_buffer, parameter(log, 'buffer'), sizeIn, log),
    log === undefined ? NONE : readAs(component, nginx.access_log_flush, parameter(log, 'flush'), timeIn, log),
    sessions === undefined ? NONE : readAs(component, nginx.ssl_session_cache, shared, sizeIn, sessions),
  );
}

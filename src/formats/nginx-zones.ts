import type { Directive } from './nginx-syntax.ts';

/** A shared memory zone, by the directive that makes zones of its sort: nginx takes one sort for no other. */
export interface Zone {
  readonly made: string;
  readonly name: string;
}

/** Where the declarations of zones have the name. */
const DECLARED: Readonly<Record<string, RegExp>> = {
  limit_req_zone: /^zone=([^:]+):/, limit_conn_zone: /^zone=([^:]+):/,
  proxy_cache_path: /^keys_zone=([^:]+):/, fastcgi_cache_path: /^keys_zone=([^:]+):/, uwsgi_cache_path: /^keys_zone=([^:]+):/, scgi_cache_path: /^keys_zone=([^:]+):/,
};

/** Where the directives that use zones have the name. */
const USED: Readonly<Record<string, { readonly made: string; readonly name: RegExp }>> = {
  limit_req: { made: 'limit_req_zone', name: /^zone=(.+)$/ }, limit_conn: { made: 'limit_conn_zone', name: /^(.+)$/ },
  proxy_cache: { made: 'proxy_cache_path', name: /^(?!off$)(.+)$/ }, fastcgi_cache: { made: 'fastcgi_cache_path', name: /^(?!off$)(.+)$/ },
  uwsgi_cache: { made: 'uwsgi_cache_path', name: /^(?!off$)(.+)$/ }, scgi_cache: { made: 'scgi_cache_path', name: /^(?!off$)(.+)$/ },
};

/** The zone that a directive makes. */
export const zoneMade = ({ name, args }: Directive): Zone | undefined => (Object.hasOwn(DECLARED, name) ? zoneOf(name, args.map(({ text }) => DECLARED[name]?.exec(text)?.[1])) : undefined);

/** The zone that a directive counts, or keeps answers, in. Only `limit_req` names it in any of its words. */
export function zoneUsed({ name, args }: Directive): Zone | undefined {
  const use = Object.hasOwn(USED, name) ? USED[name] : undefined;
  return use === undefined ? undefined : zoneOf(use.made, (name === 'limit_req' ? args : args.slice(0, 1)).map(({ text }) => use.name.exec(text)?.[1]));
}

/** A name with a variable is known only when it runs. */
function zoneOf(made: string, names: readonly (string | undefined)[]): Zone | undefined {
  const name = names.find((one) => one !== undefined);
  return name === undefined || name.includes('$') ? undefined : { made, name };
}

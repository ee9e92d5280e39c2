import { inherited, upstreamNamed, within, inFamily, type NginxConfig } from '../../../formats/nginx-config.ts';
import { countIn, sizeIn, timeIn } from '../../../formats/nginx-quantities.ts';
import { placeOf, shown, type Directive } from '../../../formats/nginx-syntax.ts';
import { hostPort } from '../../../formats/host-port.ts';
import { defaultEntry, type Entry } from '../../../model/entry.ts';
import type { Connection, Protocol } from '../../../model/facts.ts';
import type { Unread } from '../../../model/stack.ts';
import { atLeast } from '../../../model/version.ts';
import * as nginx from '../../../settings/nginx.ts';
import { targetsOf, type Target } from './addresses.ts';
import { argument, entryOf, hasWord, joined, NONE, parameter, readAs, unreadOf, type Read } from './entries.ts';
import type { Pass } from './passes.ts';
import { routeOf } from './routes.ts';

/** More servers than these nobody writes by hand. */
const MOST_SERVERS = 500;

/** What passing requests on gave: connections with their entries, and what could not be read. */
export interface PassedOn extends Read {
  readonly connections: readonly Connection[];
}

/** The passes that lead to one address. */
interface Group {
  readonly target: Target;
  readonly upstream?: Directive;
  readonly passes: Pass[];
}

/** Every connection that the passes of `http` open, each with its routes and what holds for its upstream. */
export function passedOn(component: string, config: NginxConfig, passes: readonly Pass[], missing: (variable: string) => string): PassedOn {
  const groups = new Map<string, Group>();
  const unread: Unread[] = [];
  for (const pass of passes) {
    const text = argument(pass.directive, 0) ?? '';
    const found = targetsOf(text, pass.ancestors, config);
    if ('unknown' in found) unread.push(unreadOf(component, pass.directive, missing(found.unknown)));
    for (const target of 'unknown' in found ? [] : found.targets) {
      const upstream = upstreamNamed(config, target.authority);
      const key = `${pass.directive.name} ${target.scheme} ${target.authority}`;
      const group = groups.get(key) ?? { target, ...(upstream === undefined ? {} : { upstream }), passes: [] };
      group.passes.push(pass);
      groups.set(key, group);
    }
  }
  // Of two ways to one component the one that can keep connections counts: it comes first.
  const used = [...groups.values()].sort((a, b) => Number(a.upstream === undefined) - Number(b.upstream === undefined));
  const connections = used.flatMap((group) => connectionsOf(component, config, group, unread));
  return { connections, entries: resolving(component, config, used, passes), unread };
}

const protocolOf = ({ directive }: Pass): Protocol => (directive.name === 'proxy_pass' ? 'http' : 'other');

function connectionsOf(component: string, config: NginxConfig, { target, upstream, passes }: Group, unread: Unread[]): readonly Connection[] {
  const [first] = passes;
  if (first === undefined) return [];
  // A path in two locations (`= /feed` and `/feed/`) is one route.
  const routes = [...new Map(passes.toReversed().map((pass) => [pass.path, pass])).values()].toReversed().map((pass) => routeOf(pass, config));
  const port = (authority: string): number => hostPort(authority)?.port ?? (target.scheme === 'https' ? 443 : 80);
  if (upstream === undefined) {
    const host = hostPort(target.authority)?.host;
    if (host === undefined || target.authority.startsWith('unix:')) return [];
    const why = target.variable ? 'a proxy_pass with a variable keeps no connections' : 'a proxy_pass without an upstream block keeps no connections';
    const entries = first.directive.name === 'proxy_pass' ? [defaultEntry(component, nginx.upstream_keepalive, 0, why, host)] : [];
    return [{ from: component, host, port: port(target.authority), protocol: protocolOf(first), at: placeOf(first.directive), text: shown(first.directive), entries, routes }];
  }
  const defeat = defeatOfAll(passes, config);
  return within(upstream, 'server').slice(0, MOST_SERVERS).flatMap((server) => {
    const address = argument(server, 0) ?? '';
    const host = hostPort(address)?.host;
    if (host === undefined || address.startsWith('unix:') || hasWord(server, 'down')) return [];
    const read = protocolOf(first) === 'http' ? upstreamEntries(component, upstream, server, defeat) : NONE;
    unread.push(...read.unread);
    return [{ from: component, host, port: port(address), protocol: protocolOf(first), at: placeOf(server), text: shown(server), entries: read.entries, routes }];
  });
}

/** What an upstream block and one of its servers say; the subject is replaced by the component that answers. */
function upstreamEntries(component: string, upstream: Directive, server: Directive, defeat: string | undefined): Read {
  const subject = hostPort(argument(server, 0) ?? '')?.host ?? '';
  const one = (setting: typeof nginx.upstream_zone, name: string, index: number, read: (text: string) => number | undefined): Read => {
    const directive = within(upstream, name)[0];
    return directive === undefined ? NONE : readAs(component, setting, argument(directive, index), read, directive, subject);
  };
  const own = (setting: typeof nginx.max_fails, name: string, read: (text: string) => number | undefined): Read => readAs(component, setting, parameter(server, name), read, server, subject);
  return joined(
    keepaliveOf(component, upstream, defeat, subject),
    one(nginx.upstream_keepalive_timeout, 'keepalive_timeout', 0, timeIn), one(nginx.upstream_keepalive_requests, 'keepalive_requests', 0, countIn), one(nginx.upstream_zone, 'zone', 1, sizeIn),
    own(nginx.max_fails, 'max_fails', countIn), own(nginx.fail_timeout, 'fail_timeout', timeIn),
  );
}

/** The pool of idle connections as it works: one that no request can leave its connection to counts as none. */
function keepaliveOf(component: string, upstream: Directive, defeat: string | undefined, subject: string): Read {
  const directive = within(upstream, 'keepalive')[0];
  if (defeat !== undefined) return { entries: [defaultEntry(component, nginx.upstream_keepalive, 0, defeat, subject)], unread: [] };
  return directive === undefined ? NONE : readAs(component, nginx.upstream_keepalive, argument(directive, 0), countIn, directive, subject);
}

/** Why no pass can leave its connection in the pool; `undefined` where one can. */
function defeatOfAll(passes: readonly Pass[], config: NginxConfig): string | undefined {
  const reasons = passes.map((pass) => defeatOf(pass, config));
  return reasons.includes(undefined) ? undefined : reasons[0];
}

/** Why a request's upstream connection is closed behind it; `undefined` where it is kept. Since 1.29.7 HTTP/1.1 without `Connection: close` is the default. */
function defeatOf({ directive, ancestors }: Pass, config: NginxConfig): string | undefined {
  if (directive.name !== 'proxy_pass') return undefined;
  const modern = config.version !== undefined && atLeast(config.version, '1.29.7');
  const version = argument(inherited('proxy_http_version', ancestors)[0], 0) ?? (modern ? '1.1' : '1.0');
  if (version === '1.0') return 'HTTP/1.0 to the upstream closes each connection';
  const header = inherited('proxy_set_header', ancestors).findLast((one) => argument(one, 0)?.toLowerCase() === 'connection');
  const value = header === undefined ? (modern ? '' : 'close') : ordinaryValue(argument(header, 1) ?? '', config);
  return value?.toLowerCase() === 'close' ? 'Connection: close to the upstream closes each connection' : undefined;
}

/** What a header's text is for an ordinary request, one that upgrades nothing; `undefined` where that is not known. */
function ordinaryValue(text: string, config: NginxConfig): string | undefined {
  if (!text.startsWith('$')) return text;
  const map = inFamily(config, 'map').find((one) => argument(one, 1) === text && argument(one, 0) === '$http_upgrade');
  return argument(map?.block?.find((one) => one.name === ''), 0) ?? argument(map?.block?.find((one) => one.name === 'default'), 0);
}

/** How names of upstreams are looked up again. */
function resolving(component: string, config: NginxConfig, groups: readonly Group[], passes: readonly Pass[]): readonly Entry[] {
  const upstreams = groups.flatMap(({ upstream }) => upstream ?? []);
  const again = upstreams.flatMap((upstream) => within(upstream, 'server')).find((server) => hasWord(server, 'resolve'));
  const find = (name: string): Directive | undefined => upstreams.flatMap((upstream) => within(upstream, name))[0] ?? passes.flatMap(({ ancestors }) => inherited(name, ancestors))[0] ?? within(config.main.find((one) => one.name === 'http'), name)[0];
  const resolver = find('resolver');
  const timeout = find('resolver_timeout');
  return [
    ...(again === undefined ? [] : [entryOf(component, nginx.resolve, true, again)]),
    ...(resolver === undefined ? NONE : readAs(component, nginx.resolver_valid, parameter(resolver, 'valid'), timeIn, resolver)).entries,
    ...(timeout === undefined ? NONE : readAs(component, nginx.resolver_timeout, argument(timeout, 0), timeIn, timeout)).entries,
  ];
}

/** The connections of `stream`, whose servers pass bytes on. */
export function streamConnections(component: string, config: NginxConfig): PassedOn {
  const servers = inFamily(config, 'server', 'stream');
  const unread: Unread[] = [];
  const connections = servers.flatMap((server) => within(server, 'proxy_pass')).flatMap((pass): readonly Connection[] => {
    const text = argument(pass, 0) ?? '';
    if (text.includes('$')) {
      unread.push(unreadOf(component, pass, `${text} is known only at run time`));
      return [];
    }
    const upstream = upstreamNamed(config, text, 'stream');
    const addresses = upstream === undefined ? [pass] : within(upstream, 'server').filter((one) => !hasWord(one, 'down'));
    return addresses.flatMap((directive) => {
      const address = hostPort(argument(directive, 0) ?? '');
      return address === undefined ? [] : [{ from: component, ...address, protocol: 'other' as const, at: placeOf(directive), text: shown(directive) }];
    });
  });
  return { connections, entries: [], unread };
}

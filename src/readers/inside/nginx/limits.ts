import { directivesIn, inFamily, everywhere, inherited, serversOf, within, type NginxConfig } from '../../../formats/nginx-config.ts';
import { countIn, rateIn, sizeIn } from '../../../formats/nginx-quantities.ts';
import type { Directive } from '../../../formats/nginx-syntax.ts';
import type { Setting } from '../../../model/setting.ts';
import * as nginx from '../../../settings/nginx.ts';
import { argument, entryOf, joined, NONE, parameter, readAs, type Read } from './entries.ts';
import type { Pass } from './passes.ts';

/** Whom a zone counts: each client, or all together. */
type Counts = 'client' | 'all';

/** What marks one client. */
const CLIENT = /\$\{?(?:binary_remote_addr|remote_addr|realip_remote_addr|proxy_add_x_forwarded_for|http_x_forwarded_for|http_x_real_ip|http_cf_connecting_ip|http_authorization|http_cookie|cookie_|remote_user|arg_|http_x_api_key)/;
/** What is the same for all requests of a server. */
const COMMON: readonly string[] = ['$server_name', '$host', '$server_addr', '$server_port', '$http_host'];

/** Rates and connections that are allowed: to one client, to all together, and to one client on a route. */
export function limitsOf(component: string, config: NginxConfig, passes: readonly Pass[]): Read {
  const zones = new Map(inFamily(config, 'limit_req_zone').map((zone) => [zoneName(zone), zone]));
  const counts = new Map([...zones].map(([name, zone]) => [name, countsOf(argument(zone, 0) ?? '', config)]));
  const usual = usualOf(config, 'limit_req');
  const limit = (kind: Counts): Directive | undefined => usual.find((one) => counts.get(parameter(one, 'zone') ?? '') === kind);
  const zoneOf = (one: Directive | undefined): Directive | undefined => one && zones.get(parameter(one, 'zone') ?? '');
  const routes = passes.flatMap(({ ancestors, path }) => inherited('limit_req', ancestors)
    .filter((one) => counts.get(parameter(one, 'zone') ?? '') === 'client' && !usual.some((other) => parameter(other, 'zone') === parameter(one, 'zone')))
    .slice(0, 1)
    .map((one) => joined(rate(component, nginx.route_rate, zoneOf(one), path), burst(component, nginx.route_burst, one, path))));
  const [client, all] = [limit('client'), limit('all')];
  const anyZone = zoneOf(client) ?? [...zones].find(([name]) => counts.get(name) === 'client' && routes.length > 0)?.[1];
  return joined(
    size(component, nginx.limit_req_zone, anyZone), rate(component, nginx.limit_req_rate, zoneOf(client)), burst(component, nginx.limit_req_burst, client),
    size(component, nginx.limit_total_zone, zoneOf(all)), rate(component, nginx.limit_total_rate, zoneOf(all)), burst(component, nginx.limit_total_burst, all),
    ...routes, connectionsOf(component, config, passes),
  );
}

/** The limits that hold for a whole server or all of them. */
const usualOf = (config: NginxConfig, name: string): readonly Directive[] =>
  [...serversOf(config).flatMap(({ directive }) => within(directive, name)), ...inFamily(config, name)];

function connectionsOf(component: string, config: NginxConfig, passes: readonly Pass[]): Read {
  const zones = inFamily(config, 'limit_conn_zone');
  const clients = new Map(zones.filter((zone) => countsOf(argument(zone, 0) ?? '', config) === 'client').map((zone) => [zoneName(zone), zone]));
  const limit = [...usualOf(config, 'limit_conn'), ...passes.flatMap(({ ancestors }) => inherited('limit_conn', ancestors))].find((one) => clients.has(argument(one, 0) ?? ''));
  if (limit === undefined) return NONE;
  return joined(
    readAs(component, nginx.limit_conn, argument(limit, 1), countIn, limit), size(component, nginx.limit_conn_zone, clients.get(argument(limit, 0) ?? '')),
    ...passes.flatMap(({ ancestors, path }) => ownConnections(ancestors, argument(limit, 0)).filter((one) => clients.has(argument(one, 0) ?? '')).slice(0, 1)
      .map((one) => readAs(component, nginx.route_conn, argument(one, 1), countIn, one, path))),
  );
}

/** The limits of a location that count in another zone than the usual one. */
const ownConnections = (ancestors: readonly Directive[], usual: string | undefined): readonly Directive[] =>
  inherited('limit_conn', ancestors).filter((one) => argument(one, 0) !== usual);

const zoneName = (zone: Directive): string => (parameter(zone, 'zone') ?? '').split(':')[0] ?? '';

/** Whom a key counts; `undefined` where that is not told. */
function countsOf(key: string, config: NginxConfig): Counts | undefined {
  if (CLIENT.test(key)) return 'client';
  if (!key.includes('$') || COMMON.includes(key)) return 'all';
  const map = directivesIn(config, ['http']).find((one) => (one.name === 'map' || one.name === 'geo') && one.args.at(-1)?.text === key);
  if (map !== undefined) return (map.block ?? []).some((one) => CLIENT.test(argument(one, 0) ?? '')) ? 'client' : undefined;
  const sets = everywhere(config, 'set').filter(({ directive }) => argument(directive, 0) === key);
  return sets.length > 0 && !sets.some(({ directive }) => CLIENT.test(argument(directive, 1) ?? '')) ? 'all' : undefined;
}

const size = (component: string, setting: Setting<number>, zone: Directive | undefined): Read =>
  zone === undefined ? NONE : readAs(component, setting, (parameter(zone, 'zone') ?? '').split(':')[1], sizeIn, zone);

const rate = (component: string, setting: Setting<number>, zone: Directive | undefined, path?: string): Read =>
  zone === undefined ? NONE : readAs(component, setting, parameter(zone, 'rate'), rateIn, zone, path);

/** Without `burst` nothing may exceed the rate. */
function burst(component: string, setting: Setting<number>, limit: Directive | undefined, path?: string): Read {
  if (limit === undefined) return NONE;
  const text = parameter(limit, 'burst');
  return text === undefined ? { entries: [entryOf(component, setting, 0, limit, path)], unread: [] } : readAs(component, setting, text, countIn, limit, path);
}

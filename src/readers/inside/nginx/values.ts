import { directivesIn, inherited, serversOf, within, type NginxConfig } from '../../../formats/nginx-config.ts';
import { countIn, flagIn, sizeIn, timeIn } from '../../../formats/nginx-quantities.ts';
import type { Directive } from '../../../formats/nginx-syntax.ts';
import type { Setting } from '../../../model/setting.ts';
import type { Value } from '../../../model/value.ts';
import * as nginx from '../../../settings/nginx.ts';
import { argument, joined, readAs, type Read } from './entries.ts';
import type { Pass } from './passes.ts';

/** How one setting stands in the file. */
interface Knob {
  readonly setting: Setting<number> | Setting<boolean> | Setting<string>;
  readonly directive: string;
  readonly argument?: number;
  readonly read: (text: string) => Value | undefined;
  /** The same setting of one route, where that differs. */
  readonly route?: Setting<number>;
  /** Only `proxy_pass` is meant. */
  readonly proxy?: true;
}

const time = (setting: Setting<number>, more: Partial<Knob> = {}): Knob => ({ setting, directive: setting.name, read: timeIn, ...more });
const size = (setting: Setting<number>, more: Partial<Knob> = {}): Knob => ({ setting, directive: setting.name, read: sizeIn, ...more });
const count = (setting: Setting<number>, more: Partial<Knob> = {}): Knob => ({ setting, directive: setting.name, read: countIn, ...more });

/** Settings that are one argument of one directive, in `http` and below. */
const KNOBS: readonly Knob[] = [
  time(nginx.keepalive_timeout), time(nginx.keepalive_min_timeout), count(nginx.keepalive_requests), time(nginx.client_header_timeout), time(nginx.client_body_timeout), time(nginx.send_timeout),
  size(nginx.client_max_body_size, { route: nginx.route_body }), size(nginx.client_body_buffer_size),
  count(nginx.output_buffers_number, { directive: 'output_buffers' }), size(nginx.output_buffers_size, { directive: 'output_buffers', argument: 1 }),
  count(nginx.large_header_number, { directive: 'large_client_header_buffers' }), size(nginx.large_header_size, { directive: 'large_client_header_buffers', argument: 1 }),
  { setting: nginx.server_names_hash_bucket_size, directive: 'server_names_hash_bucket_size', read: sizeIn },
  count(nginx.gzip_comp_level), size(nginx.gzip_min_length), time(nginx.ssl_session_timeout), count(nginx.limit_req_status),
  { setting: nginx.http2, directive: 'http2', read: flagIn },
  time(nginx.proxy_connect_timeout, { proxy: true }), time(nginx.proxy_send_timeout, { proxy: true }), time(nginx.proxy_read_timeout, { proxy: true, route: nginx.route_read_timeout }),
  count(nginx.next_upstream_tries, { proxy: true }), time(nginx.next_upstream_timeout, { proxy: true }),
  size(nginx.proxy_buffer_size, { proxy: true }), size(nginx.proxy_busy_buffers_size, { proxy: true }), size(nginx.proxy_max_temp_file_size, { proxy: true }),
  count(nginx.proxy_buffers_number, { directive: 'proxy_buffers', proxy: true }), size(nginx.proxy_buffers_size, { directive: 'proxy_buffers', argument: 1, proxy: true }),
  time(nginx.cache_lock_timeout, { proxy: true }), time(nginx.cache_lock_age, { proxy: true }),
];

const MAIN: readonly Knob[] = [count(nginx.worker_rlimit_nofile), time(nginx.worker_shutdown_timeout)];

const EVENTS: readonly Knob[] = [
  count(nginx.worker_connections),
  { setting: nginx.multi_accept, directive: nginx.multi_accept.name, read: flagIn },
  { setting: nginx.use, directive: nginx.use.name, read: (text) => (nginx.use.oneOf?.includes(text) === true ? text : undefined) },
];

/** The settings that stand in `main`, `events` and `http` as one argument of one directive. */
export function valuesOf(component: string, config: NginxConfig, passes: readonly Pass[]): Read {
  const main = MAIN.map((knob) => readKnob(component, knob, config.main.find((one) => one.name === knob.directive)));
  const events = EVENTS.map((knob) => readKnob(component, knob, directivesIn(config, ['events']).find((one) => one.name === knob.directive)));
  return joined(...main, ...events, ...KNOBS.map((knob) => knobOf(component, knob, config, passes)));
}

const readKnob = (component: string, knob: Knob, directive: Directive | undefined): Read =>
  directive === undefined ? { entries: [], unread: [] } : readAs(component, knob.setting as Setting<Value>, argument(directive, knob.argument ?? 0), knob.read, directive);

/** A setting as it holds for most requests, and for the routes where it differs. */
function knobOf(component: string, knob: Knob, config: NginxConfig, passes: readonly Pass[]): Read {
  const own = passes.filter((pass) => knob.proxy === undefined || pass.directive.name === 'proxy_pass');
  const scopes = own.length > 0 ? own.map((pass) => pass.ancestors) : serversOf(config).map(({ directive, ancestors }) => [...ancestors, directive]);
  const usual = usualOf(knob.directive, scopes.map((ancestors) => inherited(knob.directive, ancestors)[0]), config, knob.route !== undefined);
  const value = argument(usual, knob.argument ?? 0);
  const routes = knob.route === undefined ? [] : own.flatMap(({ ancestors, path }) => {
    const here = inherited(knob.directive, ancestors)[0];
    const text = argument(here, knob.argument ?? 0);
    return here === undefined || knob.route === undefined || text === value ? [] : [readAs(component, knob.route, text, knob.read as (text: string) => number | undefined, here, path)];
  });
  return joined(readKnob(component, knob, usual), ...routes);
}

/** The directive that holds where nothing else is said: of `http` where anything uses it, else of a server, else of a location. */
function usualOf(name: string, used: readonly (Directive | undefined)[], config: NginxConfig, routed: boolean): Directive | undefined {
  const http = config.main.filter((one) => one.name === 'http');
  const top = http.flatMap((block) => within(block, name))[0];
  if (used.length === 0 || (top !== undefined && used.includes(top))) return top;
  const servers = serversOf(config).flatMap(({ directive }) => within(directive, name));
  const server = servers.find((one) => used.includes(one));
  if (server !== undefined) return server;
  // A location's own value is no usual one where others leave it to the default.
  return routed && used.includes(undefined) ? undefined : used.find((one) => one !== undefined);
}

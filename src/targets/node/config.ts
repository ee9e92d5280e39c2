import { jsString } from '../../formats/javascript-values.ts';
import { fill } from '../../formats/template.ts';
import { digits, inComment } from '../../formats/units.ts';
import { entryOf, perComponent, valueOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { MiB, SECOND } from '../../model/value.ts';
import * as node from '../../settings/node.ts';
import template from '../../../templates/server.hbs';
import { portEntry, versionOf } from '../names.ts';
import { said, sayer, type Said } from '../said.ts';
import { cachesFor, databasesFor, queuesFor, servicesFor } from './links.ts';
import { LIVE_PATH, READY_PATH } from './paths.ts';

const wholeMiB = (bytes: number): string | undefined => (bytes % MiB === 0 ? digits(bytes / MiB) : undefined);
/** A text inside a block comment. */
const inBlock = (text: string): string => inComment(text).replaceAll('*/', '* /');
/** The JSDoc type of an object whose values are all of one type. */
const typeOf = (keys: readonly string[], type: string): string => `{{ ${inBlock(keys.map((key) => `${key}: ${type}`).join(', '))} }}`;
const inSeconds = (time: number): string => digits(time / SECOND);

/** The server.config.mjs of one application. */
export const renderServerConfig = perComponent((plan, application): string => {
  const databases = databasesFor(plan, application);
  const caches = cachesFor(plan, application);
  const queues = queuesFor(plan, application);
  const services = servicesFor(plan, application);
  return fill(template, {
    name: inBlock(application.name),
    name_text: jsString(application.name),
    version: inBlock(versionOf(plan, application)),
    paths: { live: LIVE_PATH, ready: READY_PATH },
    ...valuesOf(plan, application),
    routes: routesFor(plan, application),
    databases,
    other_databases: databases.length > 1 && typeOf(databases.slice(1).map(({ label }) => label), 'Postgres'),
    caches,
    other_caches: caches.length > 1 && typeOf(caches.slice(1).map(({ label }) => label), 'Redis'),
    queues,
    other_queues: queues.length > 1 && typeOf(queues.slice(1).map(({ label }) => label), 'Kafka'),
    services,
    services_type: typeOf(services.map(({ key }) => key), 'string'),
    variables: [
      'HOST', 'PORT', 'METRICS_PORT', 'WORKERS', 'BODY_LIMIT', 'LOG_LEVEL',
      ...databases.flatMap(({ prefix }) => ['HOST', 'PORT', 'NAME', 'USER', 'PASSWORD_FILE', 'POOL_MAX'].map((name) => `${prefix}_${name}`)),
      ...caches.flatMap(({ prefix }) => [`${prefix}_HOST`, `${prefix}_PORT`]),
      ...queues.map(({ prefix }) => `${prefix}_BOOTSTRAP_SERVERS`),
      ...services.map((service) => service.variable),
    ],
  });
});

/** The tuned values that every application has, as the template names them. */
function valuesOf(plan: Stack, application: Component) {
  const say = sayer(plan, application);
  return {
    port: said(portEntry(plan, application), digits),
    backlog: say(node.backlog, digits),
    // Unknown before Node 22.12: the setting then has no entry.
    reuse_port: entryOf(plan, application, node.reuse_port) === undefined ? { value: 'false', why: 'This version of Node does not know SO_REUSEPORT.' } : say(node.reuse_port, String),
    workers: say(node.workers, digits),
    heap: say(node.max_old_space_size, wholeMiB),
    semi_space: say(node.max_semi_space_size, wholeMiB),
    threads: say(node.uv_threadpool_size, digits),
    keep_alive: say(node.keep_alive_timeout, digits),
    headers_timeout: say(node.headers_timeout, digits),
    request_timeout: say(node.request_timeout, digits),
    checking_interval: say(node.connections_checking_interval, digits),
    max_header_size: say(node.max_header_size, digits),
    requests_per_socket: say(node.max_requests_per_socket, digits),
    max_connections: say(node.max_connections, digits),
    body_limit: say(node.body_limit, digits),
    handler_timeout: say(node.handler_timeout, digits),
    trust_proxy: say(node.trust_proxy, digits),
    short: say(node.cache_short, digits),
    medium: say(node.cache_medium, digits),
    long: say(node.cache_long, digits),
    in_flight: say(node.max_in_flight, digits),
    loop_delay: say(node.max_event_loop_delay, digits),
    loop_utilization: say(node.max_event_loop_utilization, digits),
    heap_used: say(node.max_heap_used, digits),
    rss: say(node.max_rss, digits),
    pressure_interval: say(node.pressure_interval, digits),
    retry_after: say(node.retry_after, inSeconds),
    delay: say(node.shutdown_delay, digits),
    drain: say(node.drain_timeout, digits),
    close: say(node.close_timeout, digits),
    metrics_port: say(node.metrics_port, digits),
    metrics_latency: say(node.metrics_latency, digits),
    metrics_threshold: say(node.metrics_threshold, digits),
  };
}

/** The routes of an application that differ from the rest. */
function routesFor(plan: Stack, application: Component) {
  return plan.routes
    .filter((route) => route.to === application.name)
    .map((route) => ({
      path: jsString(route.path),
      stream: jsString(route.stream),
      body_limit: differing(plan, application, node.route_body, node.body_limit, route.path),
      timeout: differing(plan, application, node.route_timeout, node.handler_timeout, route.path),
    }))
    .filter((route) => route.body_limit !== false || route.timeout !== false || route.stream !== jsString('none'));
}

/** A route's own value where it is not what all have anyway. */
function differing(plan: Stack, application: Component, own: Setting<number>, usual: Setting<number>, path: string): Said | false {
  const entry = entryOf(plan, application, own, path);
  return entry !== undefined && entry.value !== valueOf(plan, application, usual) && said(entry, digits);
}

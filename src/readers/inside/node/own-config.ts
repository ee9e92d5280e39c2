import { readJavaScript, valueAt } from '../../../formats/javascript/file.ts';
import type { JsCall, JsValue } from '../../../formats/javascript/values.ts';
import { hostPort } from '../../../formats/host-port.ts';
import { known, type Literal } from '../../../formats/literal.ts';
import { statedEntry, type Entry } from '../../../model/entry.ts';
import { NOTHING, type Connection, type Facts, type Protocol } from '../../../model/facts.ts';
import type { Setting } from '../../../model/setting.ts';
import { positionIn, type SourceFile } from '../../../model/source.ts';
import { MiB, SECOND } from '../../../model/value.ts';
import { connectionString, isHost, portOf } from '../../../formats/connection-string/parts.ts';
import { version } from '../../../settings/component.ts';
import * as node from '../../../settings/node.ts';
import { fileIn } from '../application/files.ts';
import { listeningAt } from '../application/listening.ts';
import { outsideOf } from '../application/variables.ts';
import type { RunningContainer, Surroundings } from '../running.ts';

/** Where each setting stands in server.config.mjs, and how much one of its units is. */
const FIELDS: readonly (readonly [path: string, setting: Setting, unit?: number])[] = [
  ['processes.workers', node.workers], ['processes.heap', node.max_old_space_size, MiB], ['processes.semiSpace', node.max_semi_space_size, MiB], ['processes.threadPool', node.uv_threadpool_size],
  ['listen.backlog', node.backlog], ['listen.reusePort', node.reuse_port],
  ['http.keepAliveTimeout', node.keep_alive_timeout], ['http.headersTimeout', node.headers_timeout], ['http.requestTimeout', node.request_timeout], ['http.connectionsCheckingInterval', node.connections_checking_interval],
  ['http.maxHeaderSize', node.max_header_size], ['http.maxRequestsPerSocket', node.max_requests_per_socket], ['http.maxConnections', node.max_connections],
  ['http.bodyLimit', node.body_limit], ['http.handlerTimeout', node.handler_timeout], ['http.trustProxy', node.trust_proxy],
  ['postgres.pool.max', node.pool_max], ['postgres.pool.connectionTimeoutMillis', node.pool_connection_timeout],
  ['postgres.pool.idleTimeoutMillis', node.pool_idle_timeout], ['postgres.pool.maxLifetimeSeconds', node.pool_max_lifetime, SECOND],
  ['postgres.pool.statement_timeout', node.statement_timeout], ['postgres.prepare', node.pool_prepare],
  ['redis.client.connectTimeout', node.redis_connect_timeout], ['redis.client.commandTimeout', node.redis_command_timeout],
  ['redis.client.maxRetriesPerRequest', node.redis_max_retries], ['redis.connections', node.redis_connections],
  ['kafka.client.connectionTimeout', node.kafka_connection_timeout], ['kafka.client.requestTimeout', node.kafka_request_timeout],
  ['kafka.consumer.sessionTimeout', node.kafka_session_timeout], ['kafka.consumer.heartbeatInterval', node.kafka_heartbeat_interval],
  ['kafka.consumer.rebalanceTimeout', node.kafka_rebalance_timeout], ['kafka.consumer.maxBytesPerPartition', node.kafka_max_bytes],
  ['kafka.consumers', node.kafka_consumers], ['kafka.partitionsConsumedConcurrently', node.kafka_partitions_at_once],
  ['cache.short', node.cache_short], ['cache.medium', node.cache_medium], ['cache.long', node.cache_long],
  ['pressure.maxInFlight', node.max_in_flight], ['pressure.maxEventLoopDelay', node.max_event_loop_delay],
  ['pressure.maxEventLoopUtilization', node.max_event_loop_utilization], ['pressure.maxHeapUsedBytes', node.max_heap_used], ['pressure.maxRssBytes', node.max_rss],
  ['pressure.sampleInterval', node.pressure_interval], ['pressure.retryAfter', node.retry_after, SECOND],
  ['shutdown.delay', node.shutdown_delay], ['shutdown.drain', node.drain_timeout], ['shutdown.close', node.close_timeout],
  ['metrics.port', node.metrics_port], ['metrics.latency', node.metrics_latency], ['metrics.threshold', node.metrics_threshold],
];

/** A function of the file's that takes a variable's name and what is planned: the variable wins, an empty one counts as unset. */
const variableOr: JsCall = ([name, planned], outside): Literal => {
  const found = name?.known === true && typeof name.value === 'string' ? outside.variable(name.value) : undefined;
  if (found !== undefined && 'because' in found) return { known: false, because: found.because };
  if (found === undefined || found.value === '') return planned ?? known(null);
  return known(/^[0-9]{1,15}$/.test(found.value) ? Number(found.value) : found.value);
};
const CALLS: Readonly<Record<string, JsCall>> = { whole: variableOr, atMost: variableOr, port: variableOr, pool: variableOr, word: variableOr, oneOf: variableOr, url: variableOr, addresses: variableOr };

/** The configuration that Plumbline renders for a Node server, where the container has one. */
export function ownConfigFile(container: RunningContainer, around: Surroundings): SourceFile | undefined {
  const file = fileIn(container, around, container.environment.get('SERVER_CONFIG')?.text ?? 'server.config.mjs');
  return file !== undefined && file.text.includes('/** @type {Config} */') ? file : undefined;
}

/** Reads a rendered server.config.mjs back: every setting, with what the environment overrides. */
export function readOwnConfig(file: SourceFile, container: RunningContainer, around: Surroundings): Facts {
  const { names, flaws } = readJavaScript(file.text, outsideOf(container, around), CALLS);
  const planned = names.get('planned');
  const at = (path: string): JsValue | undefined => valueAt(planned, path.split('.'));
  const place = placeOf(file, container);
  const { component } = container;
  const entries = FIELDS.flatMap(([path, setting, unit]) => entryOf(component, setting, path, at(path), place, unit));
  const port = at('listen.port');
  const listening = port?.kind === 'literal' && port.literal.known && typeof port.literal.value === 'number' ? listeningAt(component, port.literal.value, place(port), port.text) : [];
  const problems = flaws.map((flaw) => ({ at: positionIn(file, flaw.at.line, flaw.at.column), message: flaw.message, hint: flaw.hint }));
  return { ...NOTHING, entries: [...entries, ...routesIn(component, at('routes'), place), ...listening, ...versionIn(file, component)], connections: connectionsIn(component, planned, place), problems, files: [file.path] };
}

/** The version that it was rendered for, which its first lines say. */
function versionIn(file: SourceFile, component: string): readonly Entry[] {
  const lines = file.text.slice(0, 1000).split('\n');
  const index = lines.findIndex((line) => line.startsWith(' * Configuration of '));
  const [, before = '', found] = /^(.{0,200}, for Node )([0-9]{1,3}(?:\.[0-9]{1,4}){0,2})\.$/.exec(lines[index] ?? '') ?? [];
  return found === undefined ? [] : [statedEntry(component, version, found, positionIn(file, index + 1, before.length + 1), { text: `for Node ${found}` })];
}

type Place = (value: JsValue) => { readonly file: string; readonly line: number; readonly column: number };

/** Where a value is stated: in the environment, where that overrides it. */
const placeOf = (file: SourceFile, { environment }: RunningContainer): Place => (value) => {
  const word = value.kind === 'literal' && value.call !== undefined && Object.hasOwn(CALLS, value.call.name) ? environment.get(value.call.first) : undefined;
  return word === undefined || word.text === '' ? positionIn(file, value.at.line, value.at.column) : word.at;
};

function entryOf(component: string, setting: Setting, path: string, value: JsValue | undefined, place: Place, unit = 1, subject?: string): readonly Entry[] {
  if (value?.kind !== 'literal' || !value.literal.known) return [];
  const found = value.literal.value;
  const held = typeof found === 'number' ? found * unit : typeof found === 'boolean' ? found : undefined;
  return held === undefined ? [] : [statedEntry(component, setting, held, place(value), { text: `${path.slice(path.lastIndexOf('.') + 1)}: ${value.text}`, ...(subject === undefined ? {} : { subject }) })];
}

/** Limits that are a route's own. */
const routesIn = (component: string, routes: JsValue | undefined, place: Place): readonly Entry[] =>
  (routes?.kind === 'array' ? routes.items : []).flatMap((route) => {
    const path = textAt(route, 'path');
    if (path === undefined) return [];
    return [...entryOf(component, node.route_body, 'bodyLimit', valueAt(route, ['bodyLimit']), place, 1, path), ...entryOf(component, node.route_timeout, 'timeout', valueAt(route, ['timeout']), place, 1, path)];
  });

function textAt(value: JsValue | undefined, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, path);
  return found?.kind === 'literal' && found.literal.known && (typeof found.literal.value === 'string' || typeof found.literal.value === 'number') ? String(found.literal.value) : undefined;
}

/** The databases, caches and services that it is told to connect to. */
function connectionsIn(component: string, planned: JsValue | undefined, place: Place): readonly Connection[] {
  const under = (section: string, others: string): readonly JsValue[] => {
    const more = valueAt(planned, [others]);
    return [valueAt(planned, [section]), ...(more?.kind === 'object' ? [...more.fields.values()] : [])].flatMap((value) => value ?? []);
  };
  const services = valueAt(planned, ['services']);
  return [
    ...under('postgres', 'otherDatabases').flatMap((one) => connectionTo(component, valueAt(one, ['pool']), 'postgres', place)),
    ...under('redis', 'otherCaches').flatMap((one) => connectionTo(component, valueAt(one, ['client']), 'redis', place)),
    ...under('kafka', 'otherQueues').flatMap((one) => brokersOf(component, valueAt(one, ['client', 'brokers']), place)),
    ...(services?.kind === 'object' ? [...services.fields.values()] : []).flatMap((value) => {
      const url = value.kind === 'literal' && value.literal.known ? connectionString(String(value.literal.value)) : undefined;
      return (url?.hosts ?? []).map(({ host, port }): Connection => ({ from: component, host, ...(port === undefined ? {} : { port }), protocol: 'http', at: place(value), text: `http://${host}` }));
    }),
  ];
}

function connectionTo(from: string, value: JsValue | undefined, protocol: Protocol, place: Place): readonly Connection[] {
  const host = textAt(value, 'host');
  const port = portOf(textAt(value, 'port') ?? '');
  const written = valueAt(value, ['host']);
  if (host === undefined || !isHost(host) || written === undefined) return [];
  return [{ from, host, ...(port === undefined ? {} : { port }), protocol, at: place(written), text: `host: ${host}` }];
}

/** The brokers that a client of Kafka begins with. */
const brokersOf = (from: string, value: JsValue | undefined, place: Place): readonly Connection[] =>
  (textAt(value) ?? '').split(',').flatMap((address) => {
    const { host, port } = hostPort(address) ?? {};
    return value === undefined || host === undefined || !isHost(host) ? [] : [{ from, host, ...(port === undefined ? {} : { port }), protocol: 'kafka', at: place(value), text: `brokers: ${address}` }];
  });

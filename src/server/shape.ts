import type { Config, Health, Http, Kafka, KafkaClient, KafkaConsumer, Lifetimes, Listen, Log, Metrics, Postgres, PostgresPool, Pressure, Processes, Redis, RedisClient, RedisSentinel, Route, Shutdown } from './config.ts';

/** What a value must be: says what was expected where it is not. */
interface Check { readonly expected: string; readonly holds: (value: unknown) => boolean }

/** The shape of an object: a check or a shape for each of its properties. */
type ShapeOf<T> = { readonly [Key in keyof T]-?: Part };
type Part =
  | Check
  | { readonly shape: Readonly<Record<string, Part>> }
  | { readonly list: Part }
  | { readonly each: Part }
  | { readonly optional: Part };

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const amount: Check = { expected: 'a number of at least 0', holds: (value) => isNumber(value) && value >= 0 };
const above: Check = { expected: 'a number above 0', holds: (value) => isNumber(value) && value > 0 };
const count: Check = { expected: 'a whole number of at least 1', holds: (value) => Number.isSafeInteger(value) && Number(value) >= 1 };
const port: Check = { expected: 'the number of a port', holds: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535 };
const share: Check = { expected: 'a number from 0 to 1', holds: (value) => isNumber(value) && value >= 0 && value <= 1 };
const text: Check = { expected: 'a text', holds: (value) => typeof value === 'string' && value !== '' };
const path: Check = { expected: 'a path such as /items', holds: (value) => typeof value === 'string' && value.startsWith('/') };
const flag: Check = { expected: 'true or false', holds: (value) => typeof value === 'boolean' };
const callable: Check = { expected: 'a function', holds: (value) => typeof value === 'function' };
const oneOf = (...words: readonly string[]): Check => ({ expected: `one of ${words.join(', ')}`, holds: (value) => words.includes(String(value)) });

const listen: ShapeOf<Listen> = { host: text, port, backlog: count, reusePort: flag };
const processes: ShapeOf<Processes> = { workers: count, heap: count, semiSpace: count, threadPool: count, execArgv: { list: text } };
const http: ShapeOf<Http> = {
  keepAliveTimeout: amount, headersTimeout: amount, requestTimeout: amount, connectionsCheckingInterval: amount, maxHeaderSize: count,
  maxRequestsPerSocket: amount, maxConnections: count, bodyLimit: amount, handlerTimeout: amount, trustProxy: amount,
};
const route: ShapeOf<Route> = { path, bodyLimit: { optional: amount }, timeout: { optional: amount }, stream: oneOf('none', 'websocket', 'sse') };
const pool: ShapeOf<PostgresPool> = {
  host: text, port, database: text, user: text, password: callable, max: count, connectionTimeoutMillis: amount, idleTimeoutMillis: amount,
  maxLifetimeSeconds: amount, statement_timeout: { optional: amount }, application_name: text, keepAlive: flag,
};
const postgres: ShapeOf<Postgres> = { pool: { shape: pool }, passwordFile: text, prepare: flag };
const sentinel: ShapeOf<RedisSentinel> = { host: text, port };
const client: ShapeOf<RedisClient> = {
  host: text, port, sentinels: { optional: { list: { shape: sentinel } } }, name: { optional: text }, failoverDetector: { optional: flag },
  connectTimeout: amount, commandTimeout: amount, maxRetriesPerRequest: amount,
};
const redis: ShapeOf<Redis> = { client: { shape: client }, connections: count };
const broker: ShapeOf<KafkaClient> = { clientId: text, brokers: { list: text }, connectionTimeout: amount, requestTimeout: amount };
const consumer: ShapeOf<KafkaConsumer> = { groupId: text, sessionTimeout: amount, heartbeatInterval: amount, rebalanceTimeout: amount, maxBytesPerPartition: count };
const kafka: ShapeOf<Kafka> = { client: { shape: broker }, consumer: { shape: consumer }, consumers: amount, partitionsConsumedConcurrently: count };
const cache: ShapeOf<Lifetimes> = { short: amount, medium: amount, long: amount };
const pressure: ShapeOf<Pressure> = {
  maxInFlight: count, maxEventLoopDelay: amount, maxEventLoopUtilization: share, eventLoopUtilizationMode: oneOf('interval'),
  maxHeapUsedBytes: amount, maxRssBytes: amount, sampleInterval: count, retryAfter: amount,
};
const shutdown: ShapeOf<Shutdown> = { delay: amount, drain: amount, close: amount };
const health: ShapeOf<Health> = { live: path, ready: path };
const metrics: ShapeOf<Metrics> = { port, latency: { optional: above }, threshold: { optional: above } };
const log: ShapeOf<Log> = { level: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent') };
const config: ShapeOf<Config> = {
  name: text, listen: { shape: listen }, processes: { shape: processes }, http: { shape: http }, routes: { list: { shape: route } },
  postgres: { optional: { shape: postgres } }, otherDatabases: { optional: { each: { shape: postgres } } },
  redis: { optional: { shape: redis } }, otherCaches: { optional: { each: { shape: redis } } },
  kafka: { optional: { shape: kafka } }, otherQueues: { optional: { each: { shape: kafka } } }, services: { optional: { each: text } },
  cache: { shape: cache }, pressure: { shape: pressure }, shutdown: { shape: shutdown }, health: { shape: health }, metrics: { shape: metrics }, log: { shape: log },
};

/** The properties that each part of a configuration has, by the name of its type. */
export const PROPERTIES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({
    Config: config, Listen: listen, Processes: processes, Http: http, Route: route, Postgres: postgres, PostgresPool: pool, Redis: redis, RedisClient: client, RedisSentinel: sentinel, Kafka: kafka, KafkaClient: broker, KafkaConsumer: consumer,
    Lifetimes: cache, Pressure: pressure, Shutdown: shutdown, Health: health, Metrics: metrics, Log: log,
  }).map(([name, shape]) => [name, Object.keys(shape)]),
);

/** What is wrong with a configuration, one line each: where, what was expected, what was found. */
export function problemsOf(found: unknown): readonly string[] {
  const problems = judge({ shape: config }, found, '');
  return problems.length > 0 ? problems : contradictionsOf(found as Config);
}

/** Node itself refuses a longer time for the headers than for the whole request; 0 is without end. */
function contradictionsOf({ http: { headersTimeout, requestTimeout } }: Config): readonly string[] {
  const fits = requestTimeout === 0 || headersTimeout <= requestTimeout;
  return fits ? [] : [`http.headersTimeout: expected at most http.requestTimeout, which is ${requestTimeout}, found ${headersTimeout}`];
}

function judge(part: Part, value: unknown, place: string): readonly string[] {
  if ('optional' in part) return value === undefined ? [] : judge(part.optional, value, place);
  if ('expected' in part) return part.holds(value) ? [] : [`${place}: expected ${part.expected}, found ${shown(value)}`];
  const [wanted, holds] = 'list' in part ? ['a list', Array.isArray(value)] : ['an object', typeof value === 'object' && value !== null && !Array.isArray(value)];
  if (!holds) return [`${place === '' ? 'config' : place}: expected ${wanted}, found ${shown(value)}`];
  const inside = (key: string) => (place === '' ? key : `${place}.${key}`);
  const properties = value as Readonly<Record<string, unknown>>;
  if ('shape' in part) return Object.entries(part.shape).flatMap(([key, next]) => judge(next, properties[key], inside(key)));
  const item = 'list' in part ? part.list : part.each;
  return Object.entries(properties).flatMap(([key, one]) => judge(item, one, inside(key)));
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value)));

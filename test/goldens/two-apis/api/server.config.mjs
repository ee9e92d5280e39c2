/**
 * Configuration of api, for Node 22.
 * Rendered by Plumbline: change the profile, not this file. Above each number stands its reason.
 *
 *     import http from 'node:http';
 *     import { config } from './server.config.mjs';
 *
 *     const server = http.createServer(config.http, handle);
 *     server.maxConnections = config.http.maxConnections;
 *     server.maxRequestsPerSocket = config.http.maxRequestsPerSocket;
 *     server.listen(config.listen);
 *     const pool = new pg.Pool(config.postgres.pool);
 *     const redis = new Redis(config.redis.client);
 *
 * Times are in milliseconds, sizes in bytes, and limits those of one process, where a name says nothing else.
 * The environment may override HOST, PORT, METRICS_PORT, WORKERS, BODY_LIMIT, LOG_LEVEL, DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD_FILE, DB_POOL_MAX, REDIS_HOST, REDIS_PORT.
 * An empty variable counts as unset. A wrong one, or one that breaks the plan's budget, ends the start.
 */

import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Config
 * @property {string} name
 * @property {Listen} listen  for `server.listen`
 * @property {Processes} processes
 * @property {Http} http  for `http.createServer`, and what frameworks have beside it
 * @property {readonly Route[]} routes  those that differ from the rest
 * @property {Postgres} postgres
 * @property {Redis} redis
 * @property {Lifetimes} cache  how long cached data is kept
 * @property {Pressure} pressure  when to answer 503 instead of working, in the names of Fastify's under-pressure
 * @property {Shutdown} shutdown  what to do after SIGTERM, in this order
 * @property {Health} health  paths that the platform asks
 * @property {Metrics} metrics
 * @property {Log} log
 *
 * @typedef {object} Listen
 * @property {string} host
 * @property {number} port
 * @property {number} backlog
 * @property {boolean} reusePort  every process listens itself, without a primary that hands connections out
 *
 * @typedef {object} Processes
 * @property {number} workers
 * @property {number} heap  MiB of each
 * @property {number} semiSpace  MiB of each
 * @property {number} threadPool  for UV_THREADPOOL_SIZE, which must be set before a process starts
 * @property {readonly string[]} execArgv  the flags of each; NODE_OPTIONS says the same
 *
 * @typedef {object} Http
 * @property {number} keepAliveTimeout
 * @property {number} headersTimeout
 * @property {number} requestTimeout
 * @property {number} connectionsCheckingInterval
 * @property {number} maxHeaderSize
 * @property {number} maxRequestsPerSocket  of the server, not an option of createServer
 * @property {number} maxConnections  of the server, not an option of createServer
 * @property {number} bodyLimit  of the framework
 * @property {number} handlerTimeout  of the framework
 * @property {number} trustProxy  of the framework: how many proxies are believed
 *
 * @typedef {object} Route
 * @property {string} path  and all below it
 * @property {number} [bodyLimit]  instead of `http.bodyLimit`
 * @property {number} [timeout]  instead of `http.handlerTimeout`
 * @property {'none' | 'websocket' | 'sse'} stream
 *
 * @typedef {object} Postgres
 * @property {PostgresPool} pool  for `new pg.Pool`
 * @property {string} passwordFile
 * @property {boolean} prepare  whether named prepared statements may be used
 *
 * @typedef {object} PostgresPool
 * @property {string} host
 * @property {number} port
 * @property {string} database
 * @property {string} user
 * @property {() => string} password
 * @property {number} max
 * @property {number} connectionTimeoutMillis
 * @property {number} idleTimeoutMillis
 * @property {number} maxLifetimeSeconds
 * @property {number} [statement_timeout]
 * @property {string} application_name
 * @property {boolean} keepAlive
 *
 * @typedef {object} Redis
 * @property {RedisClient} client  for `new Redis` of ioredis
 * @property {number} connections
 *
 * @typedef {object} RedisClient
 * @property {string} host
 * @property {number} port
 * @property {RedisSentinel[]} [sentinels]  whom to ask where the master is; host and port stand for those who cannot ask
 * @property {string} [name]  the master's name, as the sentinels know it
 * @property {boolean} [failoverDetector]  whether a new master is heard of from the sentinels
 * @property {number} connectTimeout
 * @property {number} commandTimeout
 * @property {number} maxRetriesPerRequest
 *
 * @typedef {object} RedisSentinel
 * @property {string} host
 * @property {number} port
 *
 * @typedef {object} Lifetimes
 * @property {number} short
 * @property {number} medium
 * @property {number} long
 *
 * @typedef {object} Pressure
 * @property {number} maxInFlight  requests worked on at once
 * @property {number} maxEventLoopDelay
 * @property {number} maxEventLoopUtilization
 * @property {'interval'} eventLoopUtilizationMode
 * @property {number} maxHeapUsedBytes
 * @property {number} maxRssBytes
 * @property {number} sampleInterval
 * @property {number} retryAfter  seconds
 *
 * @typedef {object} Shutdown
 * @property {number} delay  say "not ready" and keep serving
 * @property {number} drain  let running requests finish
 * @property {number} close  close pools
 *
 * @typedef {object} Health
 * @property {string} live  whether the process lives
 * @property {string} ready  whether it wants traffic
 *
 * @typedef {object} Metrics
 * @property {number} port  one of its own, not public
 * @property {number} [latency]  around which durations are counted most closely
 * @property {number} [threshold]  for which there is a bucket, since an alert asks for it
 *
 * @typedef {object} Log
 * @property {string} level
 */

// One process per core, and a further one only with another 256 MiB and two more database connections.
const PLANNED_WORKERS = 1;
// Its part of the container, less code, drivers, the answers in flight and the young generation: without the flag the processes together would take more than the container has.
const HEAP_MIB = 81;
// A larger young generation is collected less often; a power of two, as V8 rounds up to one, and three of these are counted beside the heap.
const SEMI_SPACE_MIB = 2;

const workers = whole('WORKERS', PLANNED_WORKERS);
keepToPlan(`WORKERS: ${workers} workers x ${HEAP_MIB} MiB of heap`, workers * HEAP_MIB, PLANNED_WORKERS * HEAP_MIB, 'the container holds no more');

/** @type {Config} */
const planned = {
  name: 'api',
  listen: {
    host: word('HOST', '0.0.0.0'),
    // The usual port of a Node server.
    port: port('PORT', 3000),
    // A burst waits in the kernel instead of being refused; somaxconn is 4096.
    backlog: 1024,
    // This version of Node does not know SO_REUSEPORT.
    reusePort: false,
  },
  processes: {
    workers,
    heap: HEAP_MIB,
    semiSpace: SEMI_SPACE_MIB,
    // Files, DNS and crypto of one process; more threads than cores only help work that waits.
    threadPool: 4,
    execArgv: [`--max-old-space-size=${HEAP_MIB}`, `--max-semi-space-size=${SEMI_SPACE_MIB}`],
  },
  http: {
    // Longer than the proxy keeps an idle connection: the side that pools connections must be the one that closes them, or a POST meets a closed socket and becomes a 502.
    keepAliveTimeout: 72000,
    // Headers of a slow client; the proxy in front is stricter.
    headersTimeout: 60000,
    // A request must have arrived whole by then; Fastify would wait for ever.
    requestTimeout: 120000,
    // Timeouts are only noticed at these intervals.
    connectionsCheckingInterval: 5000,
    // What the proxy lets through the application accepts: otherwise it answers 431.
    maxHeaderSize: 32768,
    // The proxy decides when a connection has served enough.
    maxRequestsPerSocket: 0,
    // Twice the requests it works on, and every idle connection that the proxies may keep.
    maxConnections: 266,
    // The same limit as the proxy: one of them alone would answer 413 in another form.
    bodyLimit: atMost('BODY_LIMIT', 1048576, 'what stands in front lets no larger body through'),
    // The application gives up first and says so; everything outside it waits a little longer.
    handlerTimeout: 20000,
    // One proxy is in front, and it overwrites X-Forwarded-For with the real client: exactly one hop is believed.
    trustProxy: 1,
  },
  routes: [
    {
      path: '/upload',
      // What the route states, or what the application allows.
      bodyLimit: 52428800,
      // What the route states, or what the application allows; a stream may stay open for an hour.
      timeout: 60000,
      stream: 'none',
    },
  ],
  postgres: {
    pool: {
      host: word('DB_HOST', 'pooler'),
      // The port of PgBouncer; CloudNativePG gives its poolers that of PostgreSQL.
      port: port('DB_PORT', 6432),
      database: word('DB_NAME', 'two_apis'),
      user: word('DB_USER', 'api'),
      password: () => password(config.postgres.passwordFile),
      // Stated at profile.yaml:34:22.
      max: pool('DB_POOL_MAX', 12),
      // A request that finds no free connection gives up soon and leaves time for its statement; without it, it would wait for ever.
      connectionTimeoutMillis: 2000,
      // Idle connections are given back between bursts, not between requests.
      idleTimeoutMillis: 30000,
      // Half an hour: memory of old backends is given back and moved servers are found again.
      maxLifetimeSeconds: 1800,
      // No statement_timeout: a pooler does not pass it on. The role has it on the server.
      application_name: 'api',
      keepAlive: true,
    },
    passwordFile: word('DB_PASSWORD_FILE', '/run/secrets/api_db_password'),
    // Named prepared statements save planning; a pooler that hands connections on after each transaction must track them.
    prepare: true,
  },
  redis: {
    client: {
      host: word('REDIS_HOST', 'cache'),
      // The port of Redis.
      port: port('REDIS_PORT', 6379),
      // A cache that does not answer in two seconds is as good as none.
      connectTimeout: 2000,
      // A cache slower than the database is no cache.
      commandTimeout: 1000,
      // Twenty retries would hold requests for seconds while the cache is away.
      maxRetriesPerRequest: 2,
    },
    // One connection carries many commands at once.
    connections: 1,
  },
  cache: {
    // The profile's lifetime, the same as in the proxy.
    short: 300000,
    // The profile's lifetime, the same as in the proxy.
    medium: 900000,
    // The profile's lifetime, the same as in the proxy.
    long: 3600000,
  },
  pressure: {
    // Behind this many requests the next one would take twice the 95th percentile: it is told to come back instead.
    maxInFlight: 105,
    // An event loop that lags by twice the 95th percentile answers nobody in time.
    maxEventLoopDelay: 500,
    // Measured over each interval, not since the start, or a fresh overload would be averaged away.
    maxEventLoopUtilization: 0.95,
    eventLoopUtilizationMode: 'interval',
    // V8 spends its time collecting when the heap is 95 % full: requests are shed before.
    maxHeapUsedBytes: 71303168,
    // Just below its part of the container: above it the kernel kills without asking.
    maxRssBytes: 201326592,
    // Once a second.
    sampleInterval: 1000,
    // Long enough for a burst to pass.
    retryAfter: 5,
  },
  shutdown: {
    // After the stop signal the process says it is not ready and keeps serving until everybody has noticed: the platform, and the proxy that keeps names for a while.
    delay: 12000,
    // A request that has begun may finish, however long its route allows.
    drain: 60000,
    // Pools close their connections one after the other.
    close: 5000,
  },
  health: { live: '/livez', ready: '/readyz' },
  metrics: {
    // Metrics stay off the public port.
    port: port('METRICS_PORT', 9090),
    // Around the target, percentiles are told most closely.
    latency: 250,
    // The alert on latency asks for a percentile at this time: with a bucket that ends there it is not guessed between two.
    threshold: 250,
  },
  log: { level: oneOf('LOG_LEVEL', 'info', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']) },
};

/** The configuration, overrides included. It cannot be changed. */
export const config = freeze(planned);

/**
 * The password of the database, read from its file each time and kept nowhere.
 * @param {string} [file]
 * @returns {string}
 */
export function password(file = config.postgres.passwordFile) {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new Error(`expected a file with the password, cannot read ${JSON.stringify(file)}`, { cause: error });
  }
}

/**
 * The size of a pool: all workers together may hold no more than the database keeps for them.
 * @param {string} name
 * @param {number} planned
 * @returns {number}
 */
function pool(name, planned) {
  const max = whole(name, planned);
  keepToPlan(`${name}: ${workers} workers x ${max} connections`, workers * max, PLANNED_WORKERS * planned, 'the database keeps no more for them');
  return max;
}

/**
 * A variable of the environment; an empty one counts as unset.
 * @param {string} name
 * @returns {string | undefined}
 */
function given(name) {
  return process.env[name] || undefined;
}

/**
 * @param {string} name
 * @param {string} expected
 * @returns {never}
 */
function refuse(name, expected) {
  throw new Error(`${name}: expected ${expected}, found ${JSON.stringify(given(name))}`);
}

/**
 * A whole number of at least one.
 * @param {string} name
 * @param {number} planned
 * @returns {number}
 */
function whole(name, planned) {
  const text = given(name);
  if (text === undefined) return planned;
  const number = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(number) && number > 0 ? number : refuse(name, 'a whole number of at least 1');
}

/**
 * A whole number that may be lower than the plan's, not higher.
 * @param {string} name
 * @param {number} planned
 * @param {string} because
 * @returns {number}
 */
function atMost(name, planned, because) {
  const number = whole(name, planned);
  keepToPlan(name, number, planned, because);
  return number;
}

/**
 * A TCP port, which is an unsigned number of two bytes.
 * @param {string} name
 * @param {number} planned
 * @returns {number}
 */
function port(name, planned) {
  const number = whole(name, planned);
  return Uint16Array.of(number)[0] === number ? number : refuse(name, 'the number of a port');
}

/**
 * A name, an address or a path: a text without blanks.
 * @param {string} name
 * @param {string} planned
 * @returns {string}
 */
function word(name, planned) {
  const text = given(name) ?? planned;
  return /^\S+$/.test(text) ? text : refuse(name, 'a text without blanks');
}

/**
 * @param {string} name
 * @param {string} planned
 * @param {readonly string[]} words
 * @returns {string}
 */
function oneOf(name, planned, words) {
  const text = given(name) ?? planned;
  return words.includes(text) ? text : refuse(name, `one of ${words.join(', ')}`);
}

/**
 * Ends the start when an override breaks a budget of the plan: every layer around this one relies on it.
 * @param {string} what
 * @param {number} found
 * @param {number} most
 * @param {string} because
 */
function keepToPlan(what, found, most, because) {
  if (found <= most) return;
  const broken = `${what} = ${found}, but the plan has ${most}: ${because}`;
  if (process.env.OVER_PLAN !== 'allow') throw new Error(`${broken}. Lower it, render another plan, or set OVER_PLAN=allow.`);
  process.emitWarning(broken, 'OverPlanWarning');
}

/**
 * @template T
 * @param {T} value
 * @returns {T}
 */
function freeze(value) {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

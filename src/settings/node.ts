import { settingsOf } from '../model/setting.ts';
import { atLeast } from '../model/version.ts';

const node = settingsOf('node');
/** V8's flags count in MiB. */
const M = 1024 ** 2;
const HTTP = 'https://nodejs.org/api/http.html#';
const CLI = 'https://nodejs.org/api/cli.html#';
const PG = 'https://node-postgres.com/apis/pool';
const REDIS = 'https://redis.github.io/ioredis/';

export const workers = node.count('workers', { about: 'Server processes of one replica', manual: 'https://nodejs.org/api/cluster.html', silent: 1, min: 1, max: 1024, concern: 'capacity' });
export const max_old_space_size = node.bytes('max_old_space_size', { bare: M, about: 'Heap of one process (old generation)', manual: `${CLI}--max-old-space-sizesize-in-mib` });
export const max_semi_space_size = node.bytes('max_semi_space_size', { bare: M, about: 'Half of the young generation', manual: `${CLI}--max-semi-space-sizesize-in-mib` });
export const uv_threadpool_size = node.count('uv_threadpool_size', { about: 'Threads for files, DNS and crypto of one process', manual: `${CLI}uv_threadpool_sizesize`, silent: 4, min: 1, max: 1024, concern: 'capacity' });
export const reuse_port = node.flag('reuse_port', { about: 'Every process listens itself (SO_REUSEPORT) instead of the primary handing connections out', manual: 'https://nodejs.org/api/net.html#serverlistenoptions-callback', since: '22.12', silent: false, concern: 'connections' });
/** 5 s up to Node 26 (asked of 20.20, 22.23, 24.21 and 26.10); 65 s from the next major on: nodejs/node pull request 62782. */
export const keep_alive_timeout = node.time('keepAliveTimeout', { about: 'Time an idle connection stays open', manual: `${HTTP}serverkeepalivetimeout`, silent: (v) => (atLeast(v, '27') ? 65_000 : 5000) });
export const headers_timeout = node.time('headersTimeout', { about: 'Time a request may take for its headers', manual: `${HTTP}serverheaderstimeout`, silent: 60_000 });
export const request_timeout = node.time('requestTimeout', { about: 'Time a request may take to arrive; 0 is unlimited', manual: `${HTTP}serverrequesttimeout`, silent: 300_000 });
export const handler_timeout = node.time('handlerTimeout', { about: 'Time the application works on a request before it answers 503', manual: 'https://fastify.dev/docs/latest/Reference/Server/' });
export const connections_checking_interval = node.time('connectionsCheckingInterval', { about: 'Time between two looks for expired requests', manual: `${HTTP}httpcreateserveroptions-requestlistener`, silent: 30_000 });
export const max_requests_per_socket = node.count('maxRequestsPerSocket', { about: 'Requests over one connection; 0 is unlimited', manual: `${HTTP}servermaxrequestspersocket`, silent: 0, concern: 'connections' });
export const max_connections = node.count('maxConnections', { about: 'Connections of one process', manual: 'https://nodejs.org/api/net.html#servermaxconnections', concern: 'connections' });
export const backlog = node.count('backlog', { about: 'Queue of connections not yet accepted', manual: 'https://nodejs.org/api/net.html#serverlistenport-host-backlog-callback', silent: 511, concern: 'connections' });
export const body_limit = node.bytes('bodyLimit', { about: 'Greatest request body', manual: 'https://fastify.dev/docs/latest/Reference/Server/#bodylimit', concern: 'routing' });
export const route_body = node.bytes('bodyLimit.route', { about: 'Greatest request body of a route', per: 'route' });
export const route_timeout = node.time('handlerTimeout.route', { about: 'Time the application works on a request of a route', per: 'route' });
export const max_header_size = node.bytes('maxHeaderSize', { about: 'Greatest request header', manual: `${CLI}--max-http-header-sizesize`, silent: 16 * 1024, concern: 'routing' });

export const pool_max = node.count('pool_max', { about: 'Database connections of one process', manual: PG, silent: 10, min: 1, max: 10_000, concern: 'connections' });
export const pool_connection_timeout = node.time('pool_connection_timeout', { about: 'Time a request waits for a connection; 0 is for ever', manual: PG, silent: 0 });
export const pool_idle_timeout = node.time('pool_idle_timeout', { about: 'Time an idle connection is kept', manual: PG, silent: 10_000 });
export const pool_max_lifetime = node.time('pool_max_lifetime', { about: 'Age at which a connection is replaced; 0 is never', manual: PG, silent: 0 });
export const pool_prepare = node.flag('pool_prepare', { about: 'Named prepared statements may be used', manual: 'https://node-postgres.com/features/queries#prepared-statements', concern: 'connections' });
export const statement_timeout = node.time('statement_timeout', { about: 'Time a statement may run, asked of the server by the client; 0 is unlimited', manual: 'https://node-postgres.com/apis/client', silent: 0 });

export const redis_connect_timeout = node.time('redis_connect_timeout', { about: 'Time to connect to Redis', manual: REDIS, silent: 10_000 });
export const redis_command_timeout = node.time('redis_command_timeout', { about: 'Time a Redis command may take', manual: REDIS });
export const redis_max_retries = node.count('redis_max_retries_per_request', { about: 'Attempts of one Redis command', manual: REDIS, silent: 20, concern: 'time' });
export const redis_connections = node.count('redis_connections', { about: 'Redis connections of one process', manual: REDIS, silent: 1, concern: 'connections' });
const KAFKA = 'https://kafka.js.org/docs/consuming';
export const kafka_consumers = node.count('kafka_consumers', { about: 'Consumers of one process', manual: KAFKA, min: 0, max: 1000, concern: 'capacity' });
export const kafka_partitions_at_once = node.count('kafka_partitionsConsumedConcurrently', { about: 'Partitions that a consumer works on at the same time', manual: `${KAFKA}#a-name-concurrent-processing-a-partition-aware-concurrency`, min: 1, concern: 'capacity' });
export const kafka_max_bytes = node.bytes('kafka_maxBytesPerPartition', { about: 'Bytes of a partition that a consumer asks for at once', manual: `${KAFKA}#options`});
export const kafka_session_timeout = node.time('kafka_sessionTimeout', { about: 'Silence after which a consumer counts as gone', manual: `${KAFKA}#options`});
export const kafka_heartbeat_interval = node.time('kafka_heartbeatInterval', { about: 'Time between two signs of life of a consumer', manual: `${KAFKA}#options`});
export const kafka_rebalance_timeout = node.time('kafka_rebalanceTimeout', { about: 'Time a consumer may take to join again', manual: `${KAFKA}#options`});
export const kafka_connection_timeout = node.time('kafka_connectionTimeout', { about: 'Time to connect to a broker', manual: 'https://kafka.js.org/docs/configuration'});
export const kafka_request_timeout = node.time('kafka_requestTimeout', { about: 'Time a broker may take to answer', manual: 'https://kafka.js.org/docs/configuration'});
export const cache_short = node.time('cache_lifetime.short', { about: 'Lifetime of quickly changing cached data' });
export const cache_medium = node.time('cache_lifetime.medium', { about: 'Lifetime of cached data' });
export const cache_long = node.time('cache_lifetime.long', { about: 'Lifetime of rarely changing cached data' });

export const max_in_flight = node.count('max_in_flight', { about: 'Requests one process works on before it answers 503', concern: 'capacity' });
export const max_event_loop_delay = node.time('max_event_loop_delay', { about: 'Delay of the event loop at which requests are shed', manual: 'https://github.com/fastify/under-pressure', concern: 'capacity' });
export const max_event_loop_utilization = node.ratio('max_event_loop_utilization', { about: 'Utilisation of the event loop at which requests are shed', manual: 'https://github.com/fastify/under-pressure', max: 1, concern: 'capacity' });
export const max_heap_used = node.bytes('max_heap_used', { about: 'Heap in use at which requests are shed', manual: 'https://github.com/fastify/under-pressure' });
export const max_rss = node.bytes('max_rss', { about: 'Memory of one process at which requests are shed', manual: 'https://github.com/fastify/under-pressure' });
export const pressure_interval = node.time('pressure_interval', { about: 'Time between two looks at the load', manual: 'https://github.com/fastify/under-pressure' });
export const retry_after = node.time('retry_after', { about: 'Time a shed client is told to wait' });
export const shutdown_delay = node.time('shutdown_delay', { about: 'Time a process keeps serving after the stop signal, so that nobody is sent to it any more' });
export const drain_timeout = node.time('drain_timeout', { about: 'Time running requests get to finish' });
export const close_timeout = node.time('close_timeout', { about: 'Time pools and files get to close after the last request' });
export const trust_proxy = node.count('trust_proxy', { about: 'Proxies in front whose X-Forwarded-For is believed', manual: 'https://expressjs.com/en/guide/behind-proxies.html', silent: 0, concern: 'security' });
export const metrics_port = node.count('metrics_port', { about: 'Port of the metrics, reachable only from inside', min: 1, max: 65535, concern: 'monitoring' });
export const metrics_latency = node.time('metrics_latency', { about: 'Response time around which durations are counted most closely', manual: 'https://prometheus.io/docs/practices/histograms/', min: 1, concern: 'monitoring' });
export const metrics_threshold = node.time('metrics_threshold', { about: 'Response time that has a bucket of its own, since an alert asks for it', manual: 'https://prometheus.io/docs/practices/histograms/', min: 1, concern: 'monitoring' });

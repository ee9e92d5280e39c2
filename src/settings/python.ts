import { settingsOf } from '../model/setting.ts';
import { SECOND } from '../model/value.ts';

/*
 * What a Python application is told beside its server (gunicorn, uvicorn): the numbers of python/settings.py that are no
 * library's own. Those of its libraries are under their names: sqlalchemy, redis_py, kafka_python, pymongo.
 */
const python = settingsOf('python');
const ANYIO = 'https://anyio.readthedocs.io/en/stable/threads.html#adjusting-the-default-maximum-worker-thread-count';
const HISTOGRAMS = 'https://prometheus.io/docs/practices/histograms/';

/** Of a `python` component, which has no server that would fork them. */
export const processes = python.count('processes', { about: 'Processes of one replica that work on messages', silent: 1, min: 1, max: 1024, concern: 'capacity' });
export const request_timeout = python.time('request_timeout', { about: 'Time the application works on a request before it gives up', min: 1 });
export const route_timeout = python.time('request_timeout.route', { about: 'Time the application works on a request of a route', per: 'route' });
export const body_limit = python.bytes('body_limit', { about: 'Greatest request body', manual: 'https://flask.palletsprojects.com/en/stable/config/#MAX_CONTENT_LENGTH', min: 1, concern: 'routing' });
export const route_body = python.bytes('body_limit.route', { about: 'Greatest request body of a route', per: 'route' });
export const anyio_tokens = python.count('anyio_tokens', { about: 'Threads of one process for functions that are not async', manual: ANYIO, silent: 40, min: 1, concern: 'capacity' });
export const trusted_hops = python.count('trusted_hops', { about: 'Proxies in front whose X-Forwarded-For is believed', manual: 'https://werkzeug.palletsprojects.com/en/stable/middleware/proxy_fix/', silent: 0, concern: 'security' });
export const statement_timeout = python.time('statement_timeout', { about: 'Time a statement may run, asked of the server by the client; 0 is unlimited', manual: 'https://www.postgresql.org/docs/current/runtime-config-client.html', silent: 0 });
export const pool_prepare = python.flag('pool_prepare', { about: 'Prepared statements may be kept on a connection', manual: 'https://www.psycopg.org/psycopg3/docs/advanced/prepare.html', concern: 'connections' });
export const database_connect_timeout = python.time('database_connect_timeout', { about: 'Time to connect to the database', manual: 'https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-CONNECT-TIMEOUT', bare: SECOND });
export const kafka_consumers = python.count('kafka_consumers', { about: 'Kafka consumers of one process', min: 0, max: 1000, concern: 'capacity' });
/** Of a `python` component, which no request asks for its health. */
export const heartbeat_timeout = python.time('heartbeat_timeout', { about: 'Time a worker may go without a sign of life before it counts as stuck', min: 1000 });
/** Of a `python` component: a request that a server of requests has begun ends within its own deadline. */
export const drain_timeout = python.time('drain_timeout', { about: 'Time a worker has for the message in hand after the stop signal' });
export const retry_after = python.time('retry_after', { about: 'Time a client that is turned away is told to wait' });
export const cache_short = python.time('cache_lifetime.short', { about: 'Lifetime of quickly changing cached data' });
export const cache_medium = python.time('cache_lifetime.medium', { about: 'Lifetime of cached data' });
export const cache_long = python.time('cache_lifetime.long', { about: 'Lifetime of rarely changing cached data' });
export const metrics_port = python.count('metrics_port', { about: 'Port of the metrics, reachable only from inside', min: 1, max: 65535, concern: 'monitoring' });
export const metrics_latency = python.time('metrics_latency', { about: 'Response time around which durations are counted most closely', manual: HISTOGRAMS, min: 1, concern: 'monitoring' });
export const metrics_threshold = python.time('metrics_threshold', { about: 'Response time that has a bucket of its own, since an alert asks for it', manual: HISTOGRAMS, min: 1, concern: 'monitoring' });

import { settingsOf } from '../model/setting.ts';
import { atLeast } from '../model/version.ts';

const nginx = settingsOf('nginx');
const CORE = 'https://nginx.org/en/docs/ngx_core_module.html#';
const HTTP = 'https://nginx.org/en/docs/http/ngx_http_core_module.html#';
const PROXY = 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#';
const UPSTREAM = 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#';
const REQ = 'https://nginx.org/en/docs/http/ngx_http_limit_req_module.html#';
const CONN = 'https://nginx.org/en/docs/http/ngx_http_limit_conn_module.html#';
const GZIP = 'https://nginx.org/en/docs/http/ngx_http_gzip_module.html#';
const SSL = 'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#';
/** A bare number counts seconds; where it is stated, the directive knows no fraction of one. */
const S = 1000;
const K = 1024;

export const worker_processes = nginx.count('worker_processes', { about: 'Worker processes', manual: `${CORE}worker_processes`, silent: 1, min: 1, max: 1024, concern: 'capacity' });
export const worker_connections = nginx.count('worker_connections', { about: 'Connections of one worker, to clients and upstreams together', manual: `${CORE}worker_connections`, silent: 512, min: 1, max: 1_048_576, concern: 'connections' });
export const use = nginx.text('use', { about: 'Method by which workers wait for connections', manual: `${CORE}use`, oneOf: ['epoll', 'poll', 'select'], concern: 'connections' });
export const multi_accept = nginx.flag('multi_accept', { about: 'A worker accepts all waiting connections at once', manual: `${CORE}multi_accept`, silent: false, concern: 'connections' });
export const worker_rlimit_nofile = nginx.count('worker_rlimit_nofile', { about: 'Open files of one worker', manual: `${CORE}worker_rlimit_nofile`, min: 1, max: 1_048_576, concern: 'connections' });
export const worker_shutdown_timeout = nginx.time('worker_shutdown_timeout', { about: 'Time old workers may take to finish at reload or stop', manual: `${CORE}worker_shutdown_timeout` });
export const listen_backlog = nginx.count('listen.backlog', { about: 'Queue of connections not yet accepted', manual: `${HTTP}listen`, silent: 511, concern: 'connections' });
export const keepalive_timeout = nginx.time('keepalive_timeout', { about: 'Time an idle client connection stays open', manual: `${HTTP}keepalive_timeout`, silent: 75_000 });
export const keepalive_min_timeout = nginx.time('keepalive_min_timeout', { about: 'Time an idle client connection stays open whatever happens', manual: `${HTTP}keepalive_min_timeout`, since: '1.27.4', silent: 0 });
export const keepalive_requests = nginx.count('keepalive_requests', { about: 'Requests over one client connection', manual: `${HTTP}keepalive_requests`, silent: (v) => (atLeast(v, '1.19.10') ? 1000 : 100), concern: 'connections' });
export const client_header_timeout = nginx.time('client_header_timeout', { about: 'Time a client may take for its headers', manual: `${HTTP}client_header_timeout`, silent: 60_000 });
export const client_body_timeout = nginx.time('client_body_timeout', { about: 'Pause between two pieces of a request body', manual: `${HTTP}client_body_timeout`, silent: 60_000 });
export const send_timeout = nginx.time('send_timeout', { about: 'Pause between two pieces of a response', manual: `${HTTP}send_timeout`, silent: 60_000 });
export const client_max_body_size = nginx.bytes('client_max_body_size', { about: 'Greatest request body; 0 is unlimited', manual: `${HTTP}client_max_body_size`, silent: 1024 * K, concern: 'routing' });
export const client_body_buffer_size = nginx.bytes('client_body_buffer_size', { about: 'Part of a request body kept in memory', manual: `${HTTP}client_body_buffer_size`, silent: 16 * K });
export const output_buffers_number = nginx.count('output_buffers.number', { about: 'Buffers for reading a file of the disk into a response', manual: `${HTTP}output_buffers`, silent: 2, min: 1, concern: 'memory' });
export const output_buffers_size = nginx.bytes('output_buffers.size', { about: 'Size of one buffer for reading a file of the disk', manual: `${HTTP}output_buffers`, silent: 32 * K, min: 1 });
export const large_header_number = nginx.count('large_client_header_buffers.number', { about: 'Buffers for long request headers', manual: `${HTTP}large_client_header_buffers`, silent: 4, concern: 'routing' });
export const large_header_size = nginx.bytes('large_client_header_buffers.size', { about: 'Longest request line or header', manual: `${HTTP}large_client_header_buffers`, silent: 8 * K, concern: 'routing' });
/** In bytes, but spelled without a unit. */
export const server_names_hash_bucket_size = nginx.count('server_names_hash_bucket_size', { about: 'Bytes of one bucket of the table of server names', manual: `${HTTP}server_names_hash_bucket_size`, silent: 64, min: 32, max: 32_768, concern: 'memory' });
export const resolver_valid = nginx.time('resolver.valid', { bare: S, about: 'Time a resolved name is kept', manual: `${HTTP}resolver` });
export const resolver_timeout = nginx.time('resolver_timeout', { about: 'Time a name lookup may take', manual: `${HTTP}resolver_timeout`, silent: 30_000 });
export const http2 = nginx.flag('http2', { about: 'HTTP/2 for clients', manual: 'https://nginx.org/en/docs/http/ngx_http_v2_module.html#http2', since: '1.25.1', silent: false, concern: 'connections' });
export const resolve = nginx.flag('upstream.resolve', { about: 'Upstream names are resolved again while running', manual: `${UPSTREAM}resolve`, since: '1.27.3', silent: false, concern: 'routing' });

export const proxy_connect_timeout = nginx.time('proxy_connect_timeout', { about: 'Time to connect to an upstream', manual: `${PROXY}proxy_connect_timeout`, silent: 60_000 });
export const proxy_send_timeout = nginx.time('proxy_send_timeout', { about: 'Pause between two writes to an upstream', manual: `${PROXY}proxy_send_timeout`, silent: 60_000 });
export const proxy_read_timeout = nginx.time('proxy_read_timeout', { about: 'Pause between two reads from an upstream', manual: `${PROXY}proxy_read_timeout`, silent: 60_000 });
export const next_upstream_tries = nginx.count('proxy_next_upstream_tries', { about: 'Attempts for one request; 0 is unlimited', manual: `${PROXY}proxy_next_upstream_tries`, silent: 0, concern: 'routing' });
export const next_upstream_timeout = nginx.time('proxy_next_upstream_timeout', { about: 'Time in which another attempt may start; 0 is unlimited', manual: `${PROXY}proxy_next_upstream_timeout`, silent: 0 });
export const proxy_buffer_size = nginx.bytes('proxy_buffer_size', { about: 'Greatest response header', manual: `${PROXY}proxy_buffer_size`, silent: 4 * K });
export const proxy_buffers_number = nginx.count('proxy_buffers.number', { about: 'Response buffers of one request', manual: `${PROXY}proxy_buffers`, silent: 8, min: 2, concern: 'memory' });
export const proxy_buffers_size = nginx.bytes('proxy_buffers.size', { about: 'Size of one response buffer', manual: `${PROXY}proxy_buffers`, silent: 4 * K });
export const proxy_busy_buffers_size = nginx.bytes('proxy_busy_buffers_size', { about: 'Part of the response buffers that may be busy sending', manual: `${PROXY}proxy_busy_buffers_size`, silent: 8 * K });
export const proxy_max_temp_file_size = nginx.bytes('proxy_max_temp_file_size', { about: 'Part of a response kept in a temporary file; 0 is none', manual: `${PROXY}proxy_max_temp_file_size`, silent: 1024 * K * K, concern: 'storage' });

export const upstream_keepalive = nginx.count('upstream.keepalive', { about: 'Idle connections to one upstream kept by one worker', manual: `${UPSTREAM}keepalive`, per: 'upstream', silent: (v) => (atLeast(v, '1.29.7') ? 32 : 0), concern: 'connections' });
export const upstream_keepalive_timeout = nginx.time('upstream.keepalive_timeout', { about: 'Time an idle upstream connection stays open', manual: `${UPSTREAM}keepalive_timeout`, per: 'upstream', silent: 60_000 });
export const upstream_keepalive_requests = nginx.count('upstream.keepalive_requests', { about: 'Requests over one upstream connection', manual: `${UPSTREAM}keepalive_requests`, per: 'upstream', silent: 1000, concern: 'connections' });
export const upstream_zone = nginx.bytes('upstream.zone', { about: 'Shared memory for the state of an upstream', manual: `${UPSTREAM}zone`, per: 'upstream', min: 32 * K });
export const max_fails = nginx.count('upstream.max_fails', { about: 'Failures until a server counts as down; 0 is never', manual: `${UPSTREAM}max_fails`, per: 'upstream', silent: 1, concern: 'routing' });
export const fail_timeout = nginx.time('upstream.fail_timeout', { bare: S, about: 'Time in which failures are counted and a server stays down', manual: `${UPSTREAM}fail_timeout`, per: 'upstream', silent: 10_000 });

export const cache_max_size = nginx.bytes('proxy_cache_path.max_size', { about: 'Greatest size of the cache on disk', manual: `${PROXY}proxy_cache_path`, concern: 'storage' });
export const cache_min_free = nginx.bytes('proxy_cache_path.min_free', { about: 'Disk kept free by the cache', manual: `${PROXY}proxy_cache_path`, silent: 0, concern: 'storage' });
export const cache_keys_zone = nginx.bytes('proxy_cache_path.keys_zone', { about: 'Shared memory for the keys of the cache', manual: `${PROXY}proxy_cache_path`, min: 32 * K });
export const cache_inactive = nginx.time('proxy_cache_path.inactive', { bare: S, about: 'Time without a request after which an object is removed', manual: `${PROXY}proxy_cache_path`, silent: 600_000 });
export const cache_lock_timeout = nginx.time('proxy_cache_lock_timeout', { about: 'Time a request waits for another to fill the cache', manual: `${PROXY}proxy_cache_lock_timeout`, silent: 5000 });
export const cache_lock_age = nginx.time('proxy_cache_lock_age', { about: 'Time after which another request is let through to fill the cache', manual: `${PROXY}proxy_cache_lock_age`, silent: 5000 });
export const cache_valid = nginx.time('proxy_cache_valid', { bare: S, about: 'Lifetime of cached answers of a route', manual: `${PROXY}proxy_cache_valid`, per: 'route' });
export const cache_valid_404 = nginx.time('proxy_cache_valid.404', { bare: S, about: 'Lifetime of a cached "not found"', manual: `${PROXY}proxy_cache_valid` });
export const cache_bypass = nginx.flag('proxy_cache_bypass', { about: 'Who may be signed in, by token or session cookie, is kept out of the cache', manual: `${PROXY}proxy_cache_bypass`, silent: false, concern: 'security' });
export const expires_immutable = nginx.time('immutable_max_age', { bare: S, about: 'Time browsers keep immutable files', manual: 'https://www.rfc-editor.org/rfc/rfc8246' });

export const limit_req_zone = nginx.bytes('limit_req_zone.size', { about: 'Shared memory for the request rates of clients', manual: `${REQ}limit_req_zone`, min: 32 * K });
export const limit_req_rate = nginx.rate('limit_req_zone.rate', { about: 'Requests per second allowed to one client', manual: `${REQ}limit_req_zone`, min: 0.1 });
export const limit_req_burst = nginx.count('limit_req.burst', { about: 'Requests of one client that may exceed the rate at once', manual: `${REQ}limit_req`, concern: 'capacity' });
export const limit_total_zone = nginx.bytes('limit_req_zone.server_size', { about: 'Shared memory for the request rate of all clients together', manual: `${REQ}limit_req_zone`, min: 32 * K });
export const limit_total_rate = nginx.rate('limit_req_zone.server_rate', { about: 'Requests per second let through to all applications together', manual: `${REQ}limit_req_zone`, min: 1 });
export const limit_total_burst = nginx.count('limit_req.server_burst', { about: 'Requests of all clients that may exceed the rate at once', manual: `${REQ}limit_req`, concern: 'capacity' });
export const limit_req_status = nginx.count('limit_req_status', { about: 'Status of a refused request', manual: `${REQ}limit_req_status`, silent: 503, min: 400, max: 599, concern: 'capacity' });
export const limit_conn_zone = nginx.bytes('limit_conn_zone.size', { about: 'Shared memory for the connections of clients', manual: `${CONN}limit_conn_zone`, min: 32 * K });
export const limit_conn = nginx.count('limit_conn', { about: 'Connections of one client at once', manual: `${CONN}limit_conn`, concern: 'connections' });
export const route_conn = nginx.count('limit_conn.route', { about: 'Connections of one client at once on this route', manual: `${CONN}limit_conn`, per: 'route' });
export const cors_max_age = nginx.time('access_control_max_age', { bare: S, about: 'Time a browser remembers what a preflight allowed', manual: 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Access-Control-Max-Age', concern: 'security' });
export const retry_after = nginx.time('retry_after', { bare: S, about: 'Time a refused client is told to wait', manual: 'https://www.rfc-editor.org/rfc/rfc9110#name-retry-after' });
export const route_rate = nginx.rate('limit_req_zone.route_rate', { about: 'Requests per second allowed to one client on this route', manual: `${REQ}limit_req_zone`, per: 'route' });
export const route_burst = nginx.count('limit_req.route_burst', { about: 'Requests of one client that may exceed the rate of this route at once', manual: `${REQ}limit_req`, per: 'route' });
export const route_body = nginx.bytes('client_max_body_size.route', { about: 'Greatest request body of a route', manual: `${HTTP}client_max_body_size`, per: 'route' });
export const route_read_timeout = nginx.time('proxy_read_timeout.route', { about: 'Pause between two reads from an upstream, for a route', manual: `${PROXY}proxy_read_timeout`, per: 'route' });

export const gzip_comp_level = nginx.count('gzip_comp_level', { about: 'Compression level', manual: `${GZIP}gzip_comp_level`, silent: 1, min: 1, max: 9, concern: 'cpu' });
export const gzip_min_length = nginx.bytes('gzip_min_length', { about: 'Smallest response that is compressed', manual: `${GZIP}gzip_min_length`, silent: 20, concern: 'cpu' });
export const tls_port = nginx.count('tls_port', { about: 'Port for TLS, where the proxy ends it', manual: `${HTTP}listen`, min: 1, max: 65535, concern: 'routing' });
/** Of Plumbline: `stub_status` has no directive that says where. */
export const status_port = nginx.count('status_port', { about: 'Port on which the exporter asks for the state of the proxy; never published', manual: 'https://nginx.org/en/docs/http/ngx_http_stub_status_module.html', min: 1, max: 65535, concern: 'monitoring' });
export const ssl_session_cache = nginx.bytes('ssl_session_cache.size', { about: 'Shared memory for TLS sessions', manual: `${SSL}ssl_session_cache` });
export const ssl_session_timeout = nginx.time('ssl_session_timeout', { bare: S, about: 'Time a TLS session may be resumed', manual: `${SSL}ssl_session_timeout`, silent: 300_000 });
export const hsts_max_age = nginx.time('hsts_max_age', { bare: S, about: 'Time browsers insist on TLS', manual: 'https://www.rfc-editor.org/rfc/rfc6797', concern: 'security' });
export const access_log_buffer = nginx.bytes('access_log.buffer', { about: 'Log lines kept in memory before they are written', manual: 'https://nginx.org/en/docs/http/ngx_http_log_module.html#access_log' });
export const access_log_flush = nginx.time('access_log.flush', { about: 'Longest time a log line stays in memory', manual: 'https://nginx.org/en/docs/http/ngx_http_log_module.html#access_log' });

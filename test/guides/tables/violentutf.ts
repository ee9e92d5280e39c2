import type { Contradiction, Guide, Row } from '../guide.ts';
import { alert, gunicorn, nginx, serving, settings } from './places.ts';

/** What a preset says; its targets with their places in the line of the profile. */
interface Preset {
  readonly rps: readonly [asked: number, at: string];
  readonly p50: readonly [milliseconds: number, at: string];
  readonly p95: readonly [milliseconds: number, at: string];
  readonly users: readonly [number: number, at: string];
  readonly workers: number;
  readonly pool: number;
  readonly overflow: number;
  readonly ttl: number;
}

const readme = (line: string) => ({ file: 'loadtest/README.md', line });

const rows = (profile: string, { rps, p50, p95, users, workers, pool, overflow, ttl }: Preset, of = `stack="${profile}",component="api"`): readonly Row[] => [
  { says: `~${rps[0]} rps, p50 < ${p50[0]}, p95 < ${p95[0]} ms, ~${users[0]} users`, rendered: [
    readme(`| requests per second | ${rps[0]} | Stated at ${profile}.yaml:${rps[1]}. |`), readme(`| median | ${p50[0]} ms | Stated at ${profile}.yaml:${p50[1]}. |`),
    readme(`| 95th percentile | ${p95[0]} ms | Stated at ${profile}.yaml:${p95[1]}. |`), readme(`| users | ${users[0]} | Stated at ${profile}.yaml:${users[1]}. |`),
  ] },
  { says: 'locust and k6 load tests', rendered: [readme('k6 run k6.js'), readme('locust -f locustfile.py --headless')] },
  { says: 'WORKERS_PER_CORE / MAX_WORKERS', rendered: [gunicorn(`workers = ${workers}`), gunicorn('worker_class = "uvicorn_worker.UvicornWorker"')] },
  { says: 'DATABASE_POOL_SIZE / MAX_OVERFLOW', rendered: [settings(`pool_size=whole("DB_POOL_SIZE", ${pool}),`), settings(`max_overflow=whole("DB_MAX_OVERFLOW", ${overflow}, least=0),`)] },
  { says: 'CACHE_TTL; short, medium 900, long 3600 s', rendered: [settings(`short=whole("CACHE_TTL_SHORT", ${ttl}),`), settings('medium=whole("CACHE_TTL_MEDIUM", 900),'), settings('long=whole("CACHE_TTL_LONG", 3600),')] },
  { says: 'KEEPALIVE 5 s', rendered: [gunicorn('keepalive = 5')] },
  { says: 'MAX_REQUEST_SIZE 10 MiB (10-100 MB by scenario)', rendered: [settings('body_limit=at_most("MAX_REQUEST_SIZE", 10485760, "what stands in front lets no larger body through"),'), nginx('client_max_body_size 10m;', 'http {'), nginx('client_max_body_size 100m;', 'http {', 'server {', 'location /api/v1/process/ {')] },
  { says: 'REQUEST_TIMEOUT 60 s (30 CRUD, 60 complex, 120-300 processing)', rendered: [settings('timeout=seconds("REQUEST_TIMEOUT", 60, most=60),'), settings('timeout=30,'), settings('timeout=300,')] },
  { says: 'gzip min 1000 level 6', rendered: [nginx('gzip_min_length 1000;', 'http {'), nginx('gzip_comp_level 6;', 'http {')] },
  { says: 'Redis pool 20 connections, keepalive, retry on timeout', rendered: [settings('max_connections=whole("REDIS_MAX_CONNECTIONS", 20),'), settings('socket_keepalive=True,'), settings('retry_on_timeout=True,')] },
  { says: 'metrics on port 9090', rendered: [settings('port=port("METRICS_PORT", 9090),')] },
  { says: 'names http_requests_total, http_request_duration_seconds, http_requests_in_progress, health_check_duration_seconds', rendered: [
    serving('self.requests = client.Counter("http_requests_total", "Requests answered.", labels)'),
    serving('self.durations = client.Histogram("http_request_duration_seconds", "Time from a request to the end of its answer.", labels, buckets=bounds)'),
    serving('self.in_progress = client.Gauge("http_requests_in_progress", "Requests that are being answered.", multiprocess_mode="livesum")'),
    serving('self.checks = client.Gauge("health_check_duration_seconds", "Time of the last health check of a pool.", ("pool",), multiprocess_mode="livemax")'),
  ] },
  { says: 'alerts: p95 > 200 ms, errors > 1 %, pool exhaustion', rendered: [alert(`plumbline:request_duration:p95{${of}} > 0.2`), alert(`plumbline:requests_failed:ratio_rate5m{${of}} > 0.01`), alert(`plumbline:budget:ratio{${of},budget="pool"} >= 1`)] },
  { says: 'alerts: CPU > 80 %, memory > 90 %', rendered: ['cpu"} > 0.8', 'memory"} > 0.9'].map((line) => ({ file: 'monitoring/kubernetes/rules.yaml', line: `plumbline:budget:ratio{${of},budget="${line}` })) },
];

const race: Contradiction = { says: '5 s keep-alive against its own advice of 65', check: 'keepalive-race', message: 'the proxy keeps idle connections 60 s, the application closes them after 5 s' };
const shown = ['api.gunicorn.workers', 'api.sqlalchemy.pool_size', 'api.sqlalchemy.max_overflow', 'api.gunicorn.keepalive', 'pooler.pgbouncer.default_pool_size', 'db.postgres.max_connections'];

/** Guide 3, preset small: its pools alone fit. */
export const violentutfSmall: Guide = {
  profile: 'violentutf-small',
  title: 'ViolentUTF API, small: FastAPI, PostgreSQL, Redis on 2 CPU, 4 GB',
  rows: rows('violentutf-small', { rps: [500, '7:17'], p50: [50, '7:27'], p95: [200, '7:38'], users: [100, '7:52'], workers: 4, pool: 5, overflow: 5, ttl: 300 }),
  contradictions: [race],
  besides: ['workers-exceed-cpu'],
  mended: [{ says: '100 users at 500 rps, not load-tested anywhere', rendered: [{ file: 'SIZING.md', line: '- 100 users and 500/s: each asks again 200ms after its last request, the time of the answer included.' }] }],
  shown,
  claim: '~500 requests a second, p50 < 50 ms, p95 < 200 ms, ~100 users: one request of each every 0.2 s',
};

/** Guide 3, preset medium. */
export const violentutf: Guide = {
  profile: 'violentutf',
  title: 'ViolentUTF API, medium: the same on 4 CPU, 8 GB',
  rows: rows('violentutf', { rps: [1000, '9:17'], p50: [40, '9:28'], p95: [150, '9:39'], users: [250, '9:53'], workers: 8, pool: 10, overflow: 10, ttl: 300 }),
  contradictions: [
    { says: 'the pool is of each worker', check: 'connections-exceed-max', message: 'api may open 8 workers x (10 + 10) = 160 connections; the database accepts 97' },
    race,
  ],
  besides: ['workers-exceed-cpu'],
  mended: [{ says: '250 users at 1000 rps, not load-tested anywhere', rendered: [{ file: 'SIZING.md', line: '- 250 users and 1000/s: each asks again 250ms after its last request, the time of the answer included.' }] }],
  shown,
  claim: '~1000 requests a second, p50 < 40 ms, p95 < 150 ms, ~250 users: one request of each every 0.25 s',
};

/** Guide 3, preset large. */
export const violentutfLarge: Guide = {
  profile: 'violentutf-large',
  title: 'ViolentUTF API, large: the same on 8 CPU, 16 GB',
  rows: rows('violentutf-large', { rps: [2000, '7:17'], p50: [30, '7:28'], p95: [100, '7:39'], users: [500, '7:53'], workers: 16, pool: 20, overflow: 10, ttl: 600 }),
  contradictions: [
    { says: 'the pool is of each worker', check: 'connections-exceed-max', message: 'api may open 16 workers x (20 + 10) = 480 connections; the database accepts 97' },
    race,
  ],
  besides: ['workers-exceed-cpu'],
  mended: [{ says: '500 users at 2000 rps, not load-tested anywhere', rendered: [{ file: 'SIZING.md', line: '- 500 users and 2000/s: each asks again 250ms after its last request, the time of the answer included.' }] }],
  shown,
  claim: '~2000 requests a second, p50 < 30 ms, p95 < 100 ms, ~500 users: one request of each every 0.25 s',
};

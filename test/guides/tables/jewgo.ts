import type { Guide } from '../guide.ts';
import { alert, dockerfile, gunicorn, nginx, serving, settings } from './places.ts';

const filled = (header: string, value: string) => nginx(`'' ${value};`, 'http {', `map $upstream_http_${header} $${header} {`);
const limited = (path: string, rate: string, burst: number) => [
  nginx(`limit_req_zone $binary_remote_addr zone=limit_route_${path}:1m rate=${rate};`, 'http {'),
  nginx(`limit_req zone=limit_route_${path} burst=${burst} nodelay;`, 'http {', 'server {', `location ${path}/ {`),
];

/** Guide 5. */
export const jewgo: Guide = {
  profile: 'jewgo',
  title: 'JewGo: Flask on gunicorn, PostgreSQL, Redis behind nginx',
  rows: [
    { says: 'workers 4 -> 8, sync -> gevent', rendered: [gunicorn('workers = 8'), gunicorn('worker_class = "gevent"')] },
    { says: 'worker_connections 1000 -> 2000, keepalive 2 -> 5 s, jitter 50 -> 100', rendered: [gunicorn('worker_connections = 2000'), gunicorn('keepalive = 5'), gunicorn('max_requests_jitter = 100')] },
    { says: 'DB_POOL_SIZE 10, DB_MAX_OVERFLOW 20', rendered: [settings('pool_size=whole("DB_POOL_SIZE", 10),'), settings('max_overflow=whole("DB_MAX_OVERFLOW", 20, least=0),')] },
    { says: 'DB_POOL_TIMEOUT 60 s, DB_POOL_RECYCLE 300 s, reset on return', rendered: [settings('pool_timeout=seconds("DB_POOL_TIMEOUT", 60),'), settings('pool_recycle=seconds("DB_POOL_RECYCLE", 300),'), settings('pool_reset_on_return="rollback",')] },
    { says: 'CSP, COEP/COOP/CORP', rendered: [
      filled('content_security_policy', "\"default-src 'self'; img-src 'self' data: https:; frame-ancestors 'none'\""),
      filled('cross_origin_embedder_policy', 'require-corp'), filled('cross_origin_opener_policy', 'same-origin'), filled('cross_origin_resource_policy', 'same-origin'),
    ] },
    { says: 'Permissions-Policy, full header set', rendered: [
      filled('permissions_policy', '"geolocation=(self), camera=(), microphone=()"'), filled('referrer_policy', 'strict-origin-when-cross-origin'), filled('x_content_type_options', 'nosniff'), filled('x_frame_options', 'DENY'),
    ] },
    { says: 'CORS', rendered: [nginx('add_header Access-Control-Allow-Origin $access_control_allow_origin always;', 'http {', 'server {')] },
    { says: 'per-endpoint rate limits', rendered: [...limited('/api/restaurants', '100r/m', 20), ...limited('/api/search', '30r/m', 10), ...limited('/api/auth', '10r/m', 5)] },
    { says: '/health (container), /readyz (critical services), /healthz (full)', rendered: [serving('LIVE = ("/livez", "/health")'), serving('PATHS = (*LIVE, "/readyz", "/healthz")')] },
    { says: 'multi-stage image, non-root, health check', rendered: [dockerfile('COPY --from=build /venv /venv'), dockerfile('USER 10001:10001'), dockerfile('HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \\')] },
    { says: 'scale when CPU > 70 %, memory > 80 %', rendered: ['averageUtilization: 70', 'averageUtilization: 80'].map((line) => ({ file: 'kubernetes/api.yaml', line })) },
    { says: 'several backend containers (HORIZONTAL_SCALING_ENABLED)', rendered: [{ file: 'kubernetes/api.yaml', line: 'kind: HorizontalPodAutoscaler' }, { file: 'kubernetes/api.yaml', line: 'maxReplicas: 3' }] },
    { says: 'alert: response > 2 s, errors > 2 %, pool > 80 %', rendered: [
      alert('plumbline:request_duration:p95{stack="jewgo",component="api"} > 2'), alert('plumbline:requests_failed:ratio_rate5m{stack="jewgo",component="api"} > 0.02'), alert('plumbline:budget:ratio{stack="jewgo",component="api",budget="pool"} > 0.8'),
    ] },
  ],
  contradictions: [
    { says: '8 x (10 + 20) connections against 100', check: 'connections-exceed-max', message: 'api may open 8 workers x (10 + 20) = 240 connections; the database accepts 97' },
    { says: 'a pool timeout of 60 s behind 60 s', check: 'pool-wait-outlives-proxy', message: 'a request may wait 60 s for a connection; the proxy waits 60 s' },
    { says: '5 s keep-alive behind 60 s', check: 'keepalive-race', message: 'the proxy keeps idle connections 60 s, the application closes them after 5 s' },
    { says: '2000 greenlets for 30 connections', check: 'pool-below-threads', message: '2000 greenlets in a worker share 30 database connections' },
  ],
  besides: ['statement-outlives-request', 'workers-exceed-cpu'],
  mended: [{ says: 'an Alpine image, for which many packages would be compiled', rendered: [dockerfile('FROM python:3.13-slim-bookworm')] }],
  shown: ['api.gunicorn.workers', 'api.gunicorn.worker_class', 'api.gunicorn.threads', 'api.sqlalchemy.pool_size', 'api.sqlalchemy.max_overflow', 'api.sqlalchemy.pool_timeout', 'api.gunicorn.keepalive', 'db.postgres.max_connections'],
  claim: 'concurrency +100 %, throughput +50-100 %, response 20-30 % faster',
};

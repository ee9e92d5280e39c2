import type { Guide, Row } from '../guide.ts';
import { compose, gunicorn, settings } from './places.ts';

const service = (name: string, workers: number, threads: number, pool: number, database: number): readonly Row[] => [
  { says: `${name}: ${workers} workers x ${threads} threads`, rendered: [gunicorn(`workers = ${workers}`, name), gunicorn(`threads = ${threads}`, name), gunicorn('worker_class = "gthread"', name)] },
  { says: `${name}: pool ${pool}, MAX_OVERFLOW = POOL_SIZE`, rendered: [settings(`pool_size=whole("DB_POOL_SIZE", ${pool}),`, name), settings(`max_overflow=whole("DB_MAX_OVERFLOW", ${pool}, least=0),`, name)] },
  { says: `${name}: a logical database of Redis of its own`, rendered: [settings(`db=whole("REDIS_DB", ${database}, least=0),`, name)] },
];

/** Guide 4. */
export const eventstreammonitor: Guide = {
  profile: 'eventstreammonitor',
  title: 'EventStreamMonitor: Flask micro-services, PostgreSQL, Redis, Kafka',
  rows: [
    ...service('users', 4, 2, 10, 0),
    ...service('tasks', 8, 2, 20, 1),
    ...service('notifications', 4, 4, 5, 2),
    { says: '--scale service=3', rendered: [compose('tasks', 'replicas: 3', 'deploy:')] },
    { says: 'autoscaling on metrics', rendered: [{ file: 'kubernetes/notifications.yaml', line: 'kind: HorizontalPodAutoscaler' }] },
    { says: 'TTL 5-60 min', rendered: [settings('short=whole("CACHE_TTL_SHORT", 300),', 'users'), settings('long=whole("CACHE_TTL_LONG", 3600),', 'users')] },
    { says: 'POOL_RECYCLE, POOL_TIMEOUT', rendered: [settings('pool_timeout=seconds("DB_POOL_TIMEOUT", 2),', 'users'), settings('pool_recycle=seconds("DB_POOL_RECYCLE", 1800),', 'users')] },
    { says: 'heavy work goes through Kafka consumers', rendered: [compose('worker', '- worker', 'command:'), settings('"bootstrap_servers": addresses("KAFKA_BOOTSTRAP_SERVERS", "queue:9092"),', 'worker')] },
    { says: 'ab -n 120000 -c 100 -t 60', rendered: [{ file: 'loadtest/README.md', line: 'ab -k -n 120000 -c 100 http://127.0.0.1:8080/users' }] },
    { says: 'wrk -t4 -c100 -d30s', rendered: [{ file: 'loadtest/README.md', line: 'wrk --latency -t 4 -c 100 -d 30s -s wrk.lua http://127.0.0.1:8080' }] },
    { says: 'a load balancer in front of all services', rendered: ['users', 'tasks', 'notifications'].map((name) => ({ file: 'nginx/nginx.conf', within: ['http {', 'server {', `location /${name}/ {`], line: `proxy_pass http://${name};` })) },
  ],
  contradictions: [
    { says: '8 workers x (20 + 20) x 3 instances against 100', check: 'connections-exceed-max', message: 'tasks may open 3 x 8 workers x (20 + 20) = 960 connections' },
    { says: 'eight at once, 75 ms each: not 1000 a second', check: 'target-exceeds-capacity', message: '1 x 4 workers x 2 threads = 8 requests at once, 75 ms each: 106 requests a second; 1000 are asked for' },
  ],
  besides: ['workers-exceed-cpu'],
  mended: [],
  shown: ['users.gunicorn.workers', 'users.gunicorn.threads', 'users.sqlalchemy.pool_size', 'tasks.gunicorn.workers', 'tasks.gunicorn.threads', 'tasks.component.replicas', 'pooler.pgbouncer.default_pool_size', 'db.postgres.max_connections'],
  claim: '1000-2000 requests a second from each instance at p50 50-100 ms',
};

import type { Guide } from '../guide.ts';
import { compose, gunicorn, settings } from './places.ts';

/** Guide 1. */
export const versant: Guide = {
  profile: 'versant',
  title: 'VERSANT: Flask on Render.com, MongoDB',
  rows: [
    { says: 'min(cpu_count * 6, 24) workers, class gevent', rendered: [gunicorn('workers = 24'), gunicorn('worker_class = "gevent"')] },
    { says: 'worker_connections 2000 (was 1000)', rendered: [gunicorn('worker_connections = 2000')] },
    { says: 'max_requests 1000, without jitter', rendered: [gunicorn('max_requests = 1000'), gunicorn('max_requests_jitter = 0')] },
    { says: 'timeout / keepalive 60 s / 10 s', rendered: [gunicorn('timeout = 60'), gunicorn('keepalive = 10')] },
    { says: 'worker_tmp_dir in shared memory', rendered: [gunicorn('worker_tmp_dir = "/dev/shm"')] },
    { says: 'gunicorn --config <file> application:application', rendered: [gunicorn('wsgi_app = "application:application"'), { file: 'render.yaml', line: 'startCommand: "gunicorn --config python/gunicorn.conf.py application:application"' }] },
    { says: 'response cache TTL 300 s', rendered: [settings('short=whole("CACHE_TTL_SHORT", 300),')] },
    { says: 'Redis proposed for sessions', rendered: [settings('host=word("REDIS_HOST", "cache"),')] },
    { says: 'MongoDB elsewhere: a pool, and nothing rendered for it', rendered: [settings('host=word("MONGO_HOST", "mongo.example.com"),'), settings('"maxPoolSize": whole("MONGO_MAX_POOL_SIZE", 100),')] },
    { says: 'load test with users; P95 asked for', rendered: [{ file: 'loadtest/README.md', line: '| users | 1000 | Stated at versant.yaml:10:41. |' }, { file: 'loadtest/README.md', line: '| 95th percentile | 200 ms | Stated at versant.yaml:10:27. |' }] },
  ],
  contradictions: [
    { says: 'six workers per core of the host', check: 'workers-exceed-cpu', message: '24 event loops share 0.88 cores' },
    { says: '24 workers do not fit a small instance', check: 'workers-exceed-memory', message: 'MiB; the container has 1109 MiB' },
    { says: '24 x 2000 connections without a matching pool', check: 'pool-below-threads', message: '2000 greenlets in a worker share 100 MongoDB connections', only: 'plan' },
    { says: 'all workers are recycled together', check: 'max-requests-without-jitter', message: 'all 24 workers are replaced after 1000 requests' },
    { says: '10 s keep-alive behind balancers that keep 60 s', check: 'keepalive-below-balancers', message: 'after 10 s; load balancers keep them 60 s' },
  ],
  besides: [],
  mended: [{ says: '24 x 2000 connections without a matching file limit', rendered: [compose('api', 'nofile: 8192', 'ulimits:')] }],
  shown: ['api.gunicorn.workers', 'api.gunicorn.worker_class', 'api.gunicorn.threads', 'api.gunicorn.max_requests_jitter', 'api.gunicorn.keepalive', 'api.pymongo.maxPoolSize'],
  claim: '25 -> 100+ requests a second, 0.377 -> under 0.2 s, 1000+ users',
};

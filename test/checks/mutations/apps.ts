import { edits, replaced, written, type Mutation } from '../mutation.ts';

const COMPOSE = 'docker-compose.yml';
const SERVER = 'server/server.config.mjs';

/** Adds lines to the service `api`. */
const adds = (lines: string) => replaced(COMPOSE, /^( {2}api:\n)/m, `$1${lines}`);
/** A gunicorn that keeps idle connections long enough, believes the proxy, drains in time and has a pool for its threads. */
const gunicorn = (more: string): string => `    command: gunicorn --bind 0.0.0.0:3000 --keep-alive 90 --forwarded-allow-ips 10.0.0.0/8 --timeout 20 ${more} app:app\n`;
const runs = (more: string) => edits(adds(gunicorn(more)), replaced(COMPOSE, /^( {6}DB_HOST: db\n)/m, '$1      SQLALCHEMY_POOL_SIZE: 3\n      SQLALCHEMY_MAX_OVERFLOW: 0\n      SQLALCHEMY_POOL_TIMEOUT: 2\n'));
/** Limit and reservation of `api`. */
const memory = (size: string) => replaced(COMPOSE, /(api:[\s\S]*?memory: )[0-9]+m([\s\S]*?memory: )[0-9]+m/, `$1${size}$2${size}`);
/** The proxy passes to another host, so that nothing of the stack stands in front of `api`. */
const alone = replaced('nginx/nginx.conf', /server api:[0-9]+/g, 'server 10.1.2.3:3000');

/** Relations of applications; those that only other servers than ours have start `api` as one of them. */
export const mutations: readonly Mutation[] = [
  { check: 'auto-workers-under-a-limit', of: 'compose', edit: replaced('nginx/nginx.conf', /worker_processes [0-9]+;/, 'worker_processes auto;') },
  { check: 'cache-without-volume', of: 'compose', edit: replaced('nginx/nginx.conf', '/var/cache/nginx/pages', '/srv/pages') },
  { check: 'default-heap-exceeds-limit', of: 'compose', edit: edits(replaced(COMPOSE, / {6}NODE_OPTIONS: .*\n/, ''), replaced(SERVER, /heap: [A-Z_0-9]+,/, ''), memory('256m')) },
  { check: 'heap-percentage-with-workers', of: 'compose', edit: replaced(COMPOSE, /NODE_OPTIONS: .*/, 'NODE_OPTIONS: --max-old-space-size-percentage=75') },
  { check: 'keepalive-below-balancers', of: 'compose', edit: edits(alone, replaced(SERVER, /keepAliveTimeout: [0-9_]+/, 'keepAliveTimeout: 10000')) },
  { check: 'max-requests-without-jitter', of: 'compose', edit: runs('--workers 2 --worker-class gevent --max-requests 1000') },
  { check: 'pool-below-threads', of: 'compose', edit: runs('--workers 2 --worker-class gthread --threads 8') },
  { check: 'pool-waits-forever', of: 'compose', edit: replaced(SERVER, /connectionTimeoutMillis: [0-9_]+/, 'connectionTimeoutMillis: 0') },
  { check: 'proxy-not-trusted', of: 'compose', edit: replaced(SERVER, /trustProxy: [0-9]+/, 'trustProxy: 0') },
  {
    check: 'rate-limit-per-process', of: 'compose',
    edit: edits(
      adds('    build: ./app\n'), written('app/Dockerfile', 'FROM node:24-slim\nCMD ["node", "server.js"]\n'), written('app/package.json', '{ "dependencies": { "express-rate-limit": "7.4.1" } }\n'),
      replaced(COMPOSE, /^ {6}REDIS_HOST: .*\n/m, ''), replaced(SERVER, /host: word\('REDIS_HOST', '[a-z]+'\)/, "host: '10.1.2.4'"),
    ),
  },
  { check: 'setting-without-effect', of: 'compose', edit: runs('--workers 2 --worker-class gevent --threads 4') },
  { check: 'slow-body-unlimited', of: 'compose', edit: edits(alone, replaced(SERVER, /requestTimeout: [0-9_]+/, 'requestTimeout: 0')) },
  {
    check: 'worker-class-unknown-to-version', of: 'compose',
    edit: edits(runs('--workers 2 --worker-class eventlet'), adds('    build: ./app\n'), written('app/Dockerfile', 'FROM python:3.13-slim\n'), written('app/requirements.txt', 'gunicorn==26.0.0\nsqlalchemy==2.0.36\n')),
  },
  { check: 'workers-exceed-memory', of: 'compose', edit: edits(runs('--workers 2 --worker-class gevent'), memory('64m')) },
];

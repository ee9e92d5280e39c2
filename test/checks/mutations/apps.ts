import { edits, replaced, type Mutation } from '../mutation.ts';

const COMPOSE = 'docker-compose.yml';
const SERVER = 'server/server.config.mjs';

/** Adds a command to the service `api`, which then runs that instead of the image's Node server. */
const runs = (command: string) => replaced(COMPOSE, /^( {2}api:\n)/m, `$1    command: ${command}\n`);

/** Relations that only other application servers have: the service `api` is started as one of them. */
export const mutations: readonly Mutation[] = [
  { check: 'auto-workers-under-a-limit', of: 'compose', edit: replaced('nginx/nginx.conf', /worker_processes [0-9]+;/, 'worker_processes auto;') },
  { check: 'heap-percentage-with-workers', of: 'compose', edit: replaced(COMPOSE, /NODE_OPTIONS: .*/, 'NODE_OPTIONS: --max-old-space-size-percentage=75') },
  { check: 'pool-waits-forever', of: 'compose', edit: replaced(SERVER, /connectionTimeoutMillis: [0-9_]+/, 'connectionTimeoutMillis: 0') },
  { check: 'proxy-not-trusted', of: 'compose', edit: replaced(SERVER, /trustProxy: [0-9]+/, 'trustProxy: 0') },
  { check: 'slow-body-unlimited', of: 'compose', edit: edits(replaced('nginx/nginx.conf', /server api:[0-9]+/g, 'server 10.1.2.3:3000'), replaced(SERVER, /requestTimeout: [0-9_]+/, 'requestTimeout: 0')) },
  { check: 'max-requests-without-jitter', of: 'compose', edit: runs('gunicorn --bind 0.0.0.0:3000 --workers 2 --max-requests 1000 --keep-alive 90 --forwarded-allow-ips 10.0.0.0/8 app:app') },
];

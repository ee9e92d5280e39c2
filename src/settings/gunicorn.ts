import { settingsOf } from '../model/setting.ts';
import { SECOND } from '../model/value.ts';
import { atLeast } from '../model/version.ts';

const gunicorn = settingsOf('gunicorn');
const MANUAL = 'https://docs.gunicorn.org/en/stable/settings.html#';

/** `module:variable`; named in the file instead of on the command line since gunicorn 20.1. */
export const wsgi_app = gunicorn.text('wsgi_app', { about: 'The application: module:variable', manual: `${MANUAL}wsgi-app`, since: '20.1' });
export const workers = gunicorn.count('workers', { about: 'Worker processes of one replica', manual: `${MANUAL}workers`, silent: 1, min: 1, concern: 'capacity' });
export const threads = gunicorn.count('threads', { about: 'Threads of one worker that answer requests', manual: `${MANUAL}threads`, silent: 1, min: 1, concern: 'capacity' });
export const worker_class = gunicorn.text('worker_class', { about: 'How a worker answers requests', manual: `${MANUAL}worker-class`, silent: 'sync', concern: 'capacity' });
export const worker_connections = gunicorn.count('worker_connections', { about: 'Clients of one worker at once (gthread and gevent)', manual: `${MANUAL}worker-connections`, silent: 1000, concern: 'connections' });
export const timeout = gunicorn.time('timeout', { about: 'Time after which a silent worker is killed; 0 is never', manual: `${MANUAL}timeout`, silent: 30 * SECOND, bare: SECOND });
export const graceful_timeout = gunicorn.time('graceful_timeout', { about: 'Time running requests get after the stop signal', manual: `${MANUAL}graceful-timeout`, silent: 30 * SECOND, bare: SECOND });
export const keepalive = gunicorn.time('keepalive', { about: 'Time an idle connection stays open; the sync worker closes at once', manual: `${MANUAL}keepalive`, silent: 2 * SECOND, bare: SECOND });
export const max_requests = gunicorn.count('max_requests', { about: 'Requests after which a worker is replaced; 0 is never', manual: `${MANUAL}max-requests`, silent: 0, concern: 'time' });
export const max_requests_jitter = gunicorn.count('max_requests_jitter', { about: 'Random number of requests that is added for each worker', manual: `${MANUAL}max-requests-jitter`, silent: 0, concern: 'time' });
export const backlog = gunicorn.count('backlog', { about: 'Queue of connections not yet accepted', manual: `${MANUAL}backlog`, silent: 2048, concern: 'connections' });
export const preload_app = gunicorn.flag('preload_app', { about: 'The application is loaded before the workers are forked', manual: `${MANUAL}preload-app`, silent: false, concern: 'memory' });
export const worker_tmp_dir = gunicorn.text('worker_tmp_dir', { about: 'Folder of the heartbeat files', manual: `${MANUAL}worker-tmp-dir`, concern: 'storage' });
export const forwarded_allow_ips = gunicorn.text('forwarded_allow_ips', {
  about: 'Proxies whose X-Forwarded headers are believed', manual: `${MANUAL}forwarded-allow-ips`, silent: (v) => (v === '' || atLeast(v, '23') ? '127.0.0.1,::1' : '127.0.0.1'),
  concern: 'security',
});
export const limit_request_line = gunicorn.bytes('limit_request_line', { about: 'Longest request line; 0 is unlimited', manual: `${MANUAL}limit-request-line`, silent: 4094, bare: 1, max: 8190, concern: 'routing' });
export const limit_request_fields = gunicorn.count('limit_request_fields', { about: 'Headers of a request', manual: `${MANUAL}limit-request-fields`, silent: 100, concern: 'routing' });
export const limit_request_field_size = gunicorn.bytes('limit_request_field_size', { about: 'Longest header of a request; 0 is unlimited', manual: `${MANUAL}limit-request-field-size`, silent: 8190, bare: 1, concern: 'routing' });
/** Several addresses are joined by a comma. */
export const bind = gunicorn.text('bind', { about: 'Address it listens on', manual: `${MANUAL}bind`, silent: '127.0.0.1:8000', concern: 'routing' });

/** What a worker class is in effect: several threads turn `sync` into `gthread`; classes of other packages keep their name. */
export const effectiveClass = (workerClass: string, threadCount: number): string => (workerClass === 'sync' && threadCount > 1 ? 'gthread' : workerClass);

/** Whether workers of that class run an event loop (ASGI or greenlets) instead of threads. */
export const isEventLoop = (workerClass: string): boolean => /uvicorn|asgi|gevent|eventlet|tornado|aiohttp|hypercorn/i.test(workerClass);

/** How workers of a class answer: one request at a time, each in a thread or greenlet of its own, or all on one event loop. */
export type Style = 'one' | 'threads' | 'greenlets' | 'loop';

/** The style of a worker class, whatever it is called by: a name, a path, or `egg:gunicorn#name`. */
export function styleOf(workerClass: string, threadCount: number): Style {
  const effective = effectiveClass(workerClass, threadCount);
  if (/gevent|eventlet/i.test(effective)) return 'greenlets';
  if (isEventLoop(effective)) return 'loop';
  return /sync(?:worker)?$/i.test(effective) ? 'one' : 'threads';
}

/** The version of a component that states none. */
export const CURRENT = '26.2.0';

/** What is known of a class of gunicorn itself that not every release has: the first that has it, or the first that has it no more. */
export interface ReleasedClass {
  readonly since?: string;
  readonly until?: string;
  readonly instead: string;
}

const RELEASED: readonly (ReleasedClass & { readonly name: RegExp })[] = [
  { name: /(?:^|#)asgi$|gasgi\.ASGIWorker$/, since: '24', instead: 'uvicorn_worker.UvicornWorker' },
  { name: /(?:^|#)eventlet$|geventlet\.EventletWorker$/, until: '26', instead: 'gevent' },
];

/** What is known of a worker class that a release of gunicorn lacks, whatever the class is called by; `undefined` where nothing says that it does. */
export const lacking = (workerClass: string, version: string): ReleasedClass | undefined =>
  RELEASED.find(({ name, since, until }) => name.test(workerClass) && ((since !== undefined && !atLeast(version, since)) || (until !== undefined && atLeast(version, until))));

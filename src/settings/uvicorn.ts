import { settingsOf } from '../model/setting.ts';
import { SECOND } from '../model/value.ts';

const uvicorn = settingsOf('uvicorn');
const MANUAL = 'https://www.uvicorn.org/settings/';

/** `module:variable`, on the command line. */
export const app = uvicorn.text('app', { about: 'The application: module:variable', manual: MANUAL });
export const workers = uvicorn.count('workers', { about: 'Worker processes of one replica', manual: MANUAL, silent: 1, min: 1, concern: 'capacity' });
/** Without it the number is not limited. */
export const limit_concurrency = uvicorn.count('limit_concurrency', { about: 'Connections or tasks of one process beyond which it answers 503', manual: MANUAL, min: 1, concern: 'capacity' });
export const limit_max_requests = uvicorn.count('limit_max_requests', { about: 'Requests after which a process ends', manual: MANUAL, min: 1, concern: 'time' });
/** Asked of PyPI: uvicorn knows it from this version on. */
export const limit_max_requests_jitter = uvicorn.count('limit_max_requests_jitter', { about: 'Random number of requests that is added for each process', manual: MANUAL, since: '0.41', silent: 0, concern: 'time' });
export const timeout_keep_alive = uvicorn.time('timeout_keep_alive', { about: 'Time an idle connection stays open', manual: MANUAL, silent: 5 * SECOND, bare: SECOND });
/** Without it running requests may take for ever. Asked of PyPI: uvicorn knows it from this version on. */
export const timeout_graceful_shutdown = uvicorn.time('timeout_graceful_shutdown', { about: 'Time running requests get after the stop signal', manual: MANUAL, since: '0.22', bare: SECOND });
export const backlog = uvicorn.count('backlog', { about: 'Queue of connections not yet accepted', manual: MANUAL, silent: 2048, concern: 'connections' });
export const proxy_headers = uvicorn.flag('proxy_headers', { about: 'X-Forwarded headers of trusted proxies are believed', manual: MANUAL, silent: true, concern: 'security' });
export const forwarded_allow_ips = uvicorn.text('forwarded_allow_ips', { about: 'Proxies whose X-Forwarded headers are believed', manual: MANUAL, silent: '127.0.0.1', concern: 'security' });
export const host = uvicorn.text('host', { about: 'Address it listens on', manual: MANUAL, silent: '127.0.0.1', concern: 'routing' });
/** `uvicorn` where it is that itself; another server of the same kind otherwise. */
export const server = uvicorn.text('server', { about: 'The ASGI server', oneOf: ['uvicorn', 'hypercorn', 'daphne', 'granian'], silent: 'uvicorn', concern: 'capacity' });

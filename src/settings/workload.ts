import { settingsOf } from '../model/setting.ts';

const workload = settingsOf('workload');

/** The character of the database's work. */
export const kind = workload.text('kind', { about: 'Kind of database work', oneOf: ['web', 'oltp', 'analytics', 'mixed'], silent: 'web' });
/** CPU time of the application per request, milliseconds (decimals allowed). */
export const cpu_time = workload.time('cpu_time', { about: 'CPU time of the application per request', min: 0.01, max: 600_000 });
/** Time per request spent waiting for databases and services. */
export const wait_time = workload.time('wait_time', { about: 'Time per request spent waiting for databases and services', min: 0, max: 600_000 });
export const queries_per_request = workload.ratio('queries_per_request', { about: 'Database queries per request', min: 0, max: 10_000 });
export const query_time = workload.time('query_time', { about: 'Mean time a query holds its connection', min: 0.01, max: 600_000 });
/** Greatest request body. */
export const body_size = workload.bytes('body_size', { about: 'Greatest request body accepted', min: 1, max: 10 * 1024 ** 3, concern: 'routing' });
export const response_size = workload.bytes('response_size', { about: 'Mean size of a response', min: 1, max: 1024 ** 3 });
/** Share of requests that may be answered from the cache, 0 to 1. */
export const cacheable_share = workload.ratio('cacheable_share', { about: 'Share of requests that the cache may answer', min: 0, max: 1 });
export const cache_short = workload.time('cache_lifetimes.short', { about: 'Lifetime of quickly changing cached answers', min: 1000, concern: 'time' });
export const cache_medium = workload.time('cache_lifetimes.medium', { about: 'Lifetime of cached answers', min: 1000, concern: 'time' });
export const cache_long = workload.time('cache_lifetimes.long', { about: 'Lifetime of rarely changing cached answers', min: 1000, concern: 'time' });
/** The longest that a request may take before the application gives up on it. */
export const request_timeout = workload.time('request_timeout', { about: 'Longest time the application works on a request', min: 1000, max: 3_600_000, concern: 'time' });
/** What applications tell each other by a queue. */
export const messages_per_request = workload.ratio('messages_per_request', { about: 'Messages that a request sends to the queue', min: 0, max: 10_000 });
export const message_size = workload.bytes('message_size', { about: 'Mean size of a message', min: 1, max: 64 * 1024 ** 2 });
/** Messages of one partition are worked on one after the other. */
export const message_time = workload.time('message_time', { about: 'Time a consumer works on a message', min: 0.01, max: 3_600_000 });
export const message_retention = workload.time('message_retention', { about: 'Time the queue keeps messages', min: 60_000, max: 366 * 24 * 3_600_000, concern: 'storage' });
export const topics = workload.count('topics', { about: 'Topics that share the disk of the queue', min: 1, max: 10_000 });
/** What `gen calibrate` measures; until then an assumption. */
export const worker_memory = workload.bytes('worker_memory', { about: 'Memory of one Python process at work', min: 1024 ** 2, max: 64 * 1024 ** 3, concern: 'memory' });
/** Requests that one page view or client causes at once. */
export const requests_per_page = workload.count('requests_per_page', { about: 'Requests that one client sends at once', min: 1, max: 1000 });

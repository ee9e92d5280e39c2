import { settingsOf } from '../model/setting.ts';

const redis = settingsOf('redis');
const MANUAL = 'https://redis.io/docs/latest/operate/oss_and_stack/management/config/';
const of = <T extends object>(facts: T): T & { readonly manual: string } => ({ manual: MANUAL, ...facts });

export const maxmemory = redis.bytes('maxmemory', of({ about: 'Memory for data; 0 is unlimited', silent: 0 }));
export const maxmemory_policy = redis.text('maxmemory-policy', of({
  about: 'What is dropped when the memory is full',
  oneOf: ['noeviction', 'allkeys-lru', 'allkeys-lfu', 'allkeys-random', 'volatile-lru', 'volatile-lfu', 'volatile-random', 'volatile-ttl'],
  silent: 'noeviction',
  concern: 'memory',
}));
export const maxclients = redis.count('maxclients', of({ about: 'Client connections', silent: 10_000, min: 1, max: 1_000_000, concern: 'connections' }));
export const tcp_backlog = redis.count('tcp-backlog', of({ restart: true, about: 'Queue of connections not yet accepted', silent: 511, concern: 'connections' }));
export const timeout = redis.time('timeout', of({ about: 'Time an idle client stays connected; 0 is for ever', silent: 0 }));
export const tcp_keepalive = redis.time('tcp-keepalive', of({ about: 'Idle time before TCP keep-alive probes', silent: 300_000 }));
export const io_threads = redis.count('io-threads', of({ restart: true, about: 'Threads that read and write sockets', silent: 1, min: 1, max: 128, concern: 'capacity' }));
export const repl_backlog_size = redis.bytes('repl-backlog-size', of({ about: 'Memory of what copies may have missed', silent: 1024 ** 2 }));
export const databases = redis.count('databases', of({ restart: true, about: 'Logical databases', silent: 16, min: 1 }));
export const appendonly = redis.flag('appendonly', of({ about: 'Every write is logged to disk', silent: false, concern: 'storage' }));
/** An empty text means no snapshots. */
export const save = redis.text('save', of({ about: 'When snapshots are written; empty is never', silent: '3600 1 300 100 60 10000', concern: 'storage' }));
export const lazyfree_lazy_eviction = redis.flag('lazyfree-lazy-eviction', of({ about: 'Evicted keys are freed by another thread', silent: false, concern: 'memory' }));
export const lazyfree_lazy_expire = redis.flag('lazyfree-lazy-expire', of({ about: 'Expired keys are freed by another thread', silent: false, concern: 'memory' }));
export const lazyfree_lazy_server_del = redis.flag('lazyfree-lazy-server-del', of({ about: 'Overwritten keys are freed by another thread', silent: false, concern: 'memory' }));

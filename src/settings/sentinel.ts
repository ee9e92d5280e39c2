import { settingsOf } from '../model/setting.ts';

const sentinel = settingsOf('sentinel');
const MANUAL = 'https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/';

/** Kept apart from the settings of Redis: redis.conf knows none of them. None has a default: where no sentinels watch, there are none. */
export const mode = sentinel.text('mode', { about: 'Whether one Redis runs alone, or copies of it that sentinels watch', manual: MANUAL, oneOf: ['single', 'sentinel'], concern: 'capacity' });
/** Processes that watch the copies of a Redis, and agree which one of them is the master. */
export const replicas = sentinel.count('replicas', { about: 'Sentinels that watch the copies of a Redis', manual: MANUAL, min: 3, max: 99, concern: 'capacity' });
export const port = sentinel.count('port', { about: 'Port that the sentinels listen on', manual: MANUAL, min: 1, max: 65_535, concern: 'routing' });
export const down_after = sentinel.time('down-after-milliseconds', { about: 'Silence after which a Redis counts as down', manual: MANUAL, min: 1 });
export const failover_timeout = sentinel.time('failover-timeout', { about: 'Time after which a failover that has not ended is tried again', manual: MANUAL, min: 1 });
export const cpu = sentinel.cores('cpu', { about: 'CPU of one sentinel, reserved and at most' });
export const memory = sentinel.bytes('memory', { about: 'Memory of one sentinel, reserved and at most' });
export const ephemeral_storage = sentinel.bytes('ephemeral_storage', { about: 'Disk that one sentinel may use', concern: 'storage' });
/** A copy receives the data in a file before it reads it, and the operator saves one before a pod stops. */
export const dump_size = sentinel.bytes('dump_size', { about: 'Disk for a file of all that a copy holds', concern: 'storage' });

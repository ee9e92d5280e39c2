import { settingsOf } from '../model/setting.ts';
import { SECOND } from '../model/value.ts';

/** The client and BlockingConnectionPool of redis-py, one for each process. */
const redis = settingsOf('redis_py');
const MANUAL = 'https://redis.readthedocs.io/en/stable/connections.html';

export const max_connections = redis.count('max_connections', { about: 'Redis connections of one process', manual: MANUAL, silent: 50, min: 1 });
export const timeout = redis.time('timeout', { about: 'Time a command waits for a free connection', manual: MANUAL, silent: 20 * SECOND, bare: SECOND });
export const socket_timeout = redis.time('socket_timeout', { about: 'Time a Redis command may take', manual: MANUAL, bare: SECOND });
export const socket_connect_timeout = redis.time('socket_connect_timeout', { about: 'Time to connect to Redis', manual: MANUAL, bare: SECOND });
export const socket_keepalive = redis.flag('socket_keepalive', { about: 'The kernel looks whether an idle connection still lives', manual: MANUAL, silent: false });
export const retry_on_timeout = redis.flag('retry_on_timeout', { about: 'A command that timed out is tried once more', manual: MANUAL, silent: false, concern: 'time' });
export const health_check_interval = redis.time('health_check_interval', { about: 'Idle time after which a connection is asked before it is used; 0 is never', manual: MANUAL, silent: 0, bare: SECOND });
/** Each service may have a logical database of its own. */
export const db = redis.count('db', { about: 'Logical database of the application', manual: 'https://redis.io/docs/latest/commands/select/', silent: 0, max: 1023, concern: 'routing' });

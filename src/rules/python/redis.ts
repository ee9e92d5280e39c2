import { own, structure } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { clientsOf, serversOf, type Component, type Stack } from '../../model/stack.ts';
import { clamp, SECOND } from '../../model/value.ts';
import { isPython, PYTHON_KINDS } from '../../model/who.ts';
import * as redis from '../../settings/redis-py.ts';
import { atOnce } from '../application/at-once.ts';

const REDIS_PY = 'redis.readthedocs.io, connections';
/** More commands at once than this wait for the one thread of Redis, not for connections. */
const MOST = 50;
/** A health check finds one while a request has the other. */
const LEAST = 2;

const redisOf = (stack: Stack, component: Component): readonly Component[] => serversOf(stack, component).filter(({ kind }) => kind === 'redis');
const onRedis = (rule: Rule): Rule => ({ ...rule, when: (stack, component) => redisOf(stack, component).length > 0 });

const connections = defineRule({
  sizes: redis.max_connections,
  on: PYTHON_KINDS,
  from: { atOnce },
  value: ({ atOnce: busy }) => clamp(busy, LEAST, MOST),
  because: 'One for each request that a process works on at once: a connection of redis-py carries one command at a time.',
  source: `${REDIS_PY}: 50 by default, whatever the process does`,
  examples: [{ given: { atOnce: 4 }, gives: 4 }, { given: { atOnce: 1 }, gives: 2 }, { given: { atOnce: 400 }, gives: 50 }],
});

const wait = defineRule({
  sizes: redis.timeout,
  on: PYTHON_KINDS,
  from: { command: own(redis.socket_timeout) },
  value: ({ command }) => command,
  because: 'As long as one command may take: who holds the connection has given up by then.',
  source: `${REDIS_PY}: 20 s by default`,
  examples: [{ given: { command: 1000 }, gives: 1000 }],
});

/** The place of an application among the Python applications of its Redis, behind the others, which share the first: the number of its logical database. */
const placeOf = (stack: Stack, component: Component): number => {
  const clients = redisOf(stack, component).slice(0, 1).flatMap((server) => clientsOf(stack, server));
  return clients.filter(isPython).findIndex(({ name }) => name === component.name) + (clients.every(isPython) ? 0 : 1);
};

const database = defineRule({
  sizes: redis.db,
  on: PYTHON_KINDS,
  from: { place: structure(placeOf) },
  value: ({ place }) => place,
  because: 'Each application has a logical database of its own, in the order of the profile: keys of two never meet, and one is emptied without the others.',
  source: 'guide 4: one logical database for each service',
  examples: [{ given: { place: 0 }, gives: 0 }, { given: { place: 2 }, gives: 2 }],
});

/** The Redis client of a Python application. */
export const redisRules: readonly Rule[] = [
  connections, wait, database,
  decide(redis.socket_timeout, SECOND, 'A cache slower than the database is no cache.', 'redis-py: unlimited by default', PYTHON_KINDS),
  decide(redis.socket_connect_timeout, 2 * SECOND, 'A cache that does not answer in two seconds is as good as none.', 'redis-py: unlimited by default', PYTHON_KINDS),
  decide(redis.socket_keepalive, true, 'A connection whose other end is gone is noticed before a request needs it.', REDIS_PY, PYTHON_KINDS),
  decide(redis.retry_on_timeout, true, 'A command that met a restart of Redis is tried once more.', 'guide 3: retry on timeout', PYTHON_KINDS),
  decide(redis.health_check_interval, 30 * SECOND, 'A connection that idled for half a minute is asked before it is used.', REDIS_PY, PYTHON_KINDS),
].map(onRedis);

import { variable } from '../../formats/compose-values.ts';
import { decimalIn, pythonFlag, pythonString, wholeIn } from '../../formats/python-values.ts';
import { digits } from '../../formats/units.ts';
import { need, valueOf } from '../../model/lookup.ts';
import { databasesOf, serversOf, type Component, type Stack } from '../../model/stack.ts';
import { SECOND } from '../../model/value.ts';
import { isAnswering } from '../../model/who.ts';
import * as kafka from '../../settings/kafka-python.ts';
import * as pools from '../../settings/pools.ts';
import * as mongo from '../../settings/pymongo.ts';
import * as python from '../../settings/python.ts';
import * as redis from '../../settings/redis-py.ts';
import { databaseName, hostOf, portEntry, roleName } from '../names.ts';
import { said, sayer } from '../said.ts';
import { clientSecret, SECRETS_IN_CONTAINER } from '../secrets.ts';
import { MASTER, sentinelHost, sentinelPort } from '../sentinel.ts';
import { liner, overridable } from './lines.ts';

const seconds = decimalIn(SECOND);
const wholeSeconds = wholeIn(SECOND);

/** The servers of some kinds that an application is linked to: the first has the usual names, a further one those of its component. */
function placed<T>(plan: Stack, application: Component, kinds: readonly string[], constant: string, prefix: string, make: (server: Component, prefix: string) => T) {
  return serversOf(plan, application).filter(({ kind }) => kinds.includes(kind)).map((server, index) => {
    const first = index === 0;
    const own = first ? prefix : variable(server.name);
    return { first, key: pythonString(server.name), label: own.toLowerCase(), constant: first ? constant : `${constant}_${own}`, prefix: own, prefix_text: pythonString(own), host: pythonString(hostOf(plan, server)), port: said(portEntry(plan, server), digits), ...make(server, own) };
  });
}

/** The pools of an application, one for each database or pooler that it is linked to. */
export const databasesFor = (plan: Stack, application: Component) => placed(plan, application, ['postgres', 'pgbouncer'], 'DATABASE', 'DB', (server, prefix) => {
  const line = liner(plan, application);
  const behind = server.kind === 'postgres' ? server : (databasesOf(plan, server)[0] ?? server);
  const size = need(plan, application, pools.sqlalchemySize);
  const overflow = need(plan, application, pools.sqlalchemyOverflow);
  const recycle = (valueOf(plan, application, pools.sqlalchemyRecycle) ?? -1) < 0 ? digits : overridable('seconds', `${prefix}_POOL_RECYCLE`, seconds);
  return {
    database: pythonString(databaseName(plan, behind)),
    user: pythonString(roleName(application)),
    password_file: pythonString(`${SECRETS_IN_CONTAINER}/${clientSecret(application)}`),
    // Without a bound of the plan there is none to keep.
    planned: size > 0 && overflow >= 0 && digits(size + overflow),
    pool: [
      ...line(pools.sqlalchemySize, overridable('whole', `${prefix}_POOL_SIZE`, digits)),
      ...line(pools.sqlalchemyOverflow, overflow < 0 ? digits : overridable('whole', `${prefix}_MAX_OVERFLOW`, digits, ', least=0')),
      ...line(pools.sqlalchemyTimeout, overridable('seconds', `${prefix}_POOL_TIMEOUT`, seconds)),
      ...line(pools.sqlalchemyRecycle, recycle),
      ...line(pools.sqlalchemyPrePing, pythonFlag), ...line(pools.sqlalchemyLifo, pythonFlag), ...line(pools.sqlalchemyReset, pythonString),
      ...line(python.database_connect_timeout, wholeSeconds, 'connect_timeout'),
      ...(server.kind === 'postgres' ? line(python.statement_timeout, digits) : []),
      ...line(python.pool_prepare, pythonFlag, 'prepare'),
    ],
  };
});

/** The Redis clients of an application. */
export const cachesFor = (plan: Stack, application: Component) => placed(plan, application, ['redis'], 'REDIS', 'REDIS', (server, prefix) => {
  const line = liner(plan, application);
  const sentinel = sentinelPort(plan, server);
  return {
    connections: sayer(plan, application)(redis.max_connections, digits),
    sentinel: sentinel !== undefined && { host: pythonString(sentinelHost(server)), port: said(sentinel, digits), master: pythonString(MASTER) },
    pool: [
      ...line(redis.db, overridable('whole', `${prefix}_DB`, digits, ', least=0')),
      ...line(redis.max_connections, overridable('whole', `${prefix}_MAX_CONNECTIONS`, digits)),
      ...line(redis.timeout, seconds), ...line(redis.socket_timeout, seconds), ...line(redis.socket_connect_timeout, seconds),
      ...line(redis.socket_keepalive, pythonFlag), ...line(redis.retry_on_timeout, pythonFlag), ...line(redis.health_check_interval, wholeSeconds),
    ],
  };
});

/** The Kafka clients of an application. */
export const queuesFor = (plan: Stack, application: Component) => placed(plan, application, ['kafka'], 'KAFKA', 'KAFKA', (server, prefix) => {
  const line = liner(plan, application);
  const keyed = (lines: ReturnType<typeof line>) => lines.map(({ name, ...rest }) => ({ name: pythonString(name), ...rest }));
  const [consumers] = line(python.kafka_consumers, digits);
  return {
    address: pythonString(`${hostOf(plan, server)}:${digits(portEntry(plan, server).value)}`),
    consumers: consumers ?? false,
    consumer: keyed([
      ...line(kafka.session_timeout, digits), ...line(kafka.heartbeat_interval, digits), ...line(kafka.max_poll_interval, digits),
      ...line(kafka.max_poll_records, overridable('whole', `${prefix}_MAX_POLL_RECORDS`, digits)), ...line(kafka.max_partition_fetch_bytes, digits), ...line(kafka.request_timeout, digits),
    ]),
    producer: keyed([...line(kafka.request_timeout, digits), ...line(kafka.linger, digits), ...line(kafka.enable_idempotence, pythonFlag)]),
  };
});

/** The MongoDB clients of an application. */
export const documentsFor = (plan: Stack, application: Component) => placed(plan, application, ['mongodb'], 'MONGO', 'MONGO', (_, prefix) => {
  const line = liner(plan, application);
  const size = valueOf(plan, application, mongo.maxPoolSize) ?? 0;
  const lines = [
    ...line(mongo.maxPoolSize, size > 0 ? overridable('whole', `${prefix}_MAX_POOL_SIZE`, digits) : digits), ...line(mongo.minPoolSize, digits),
    ...[mongo.maxIdleTimeMS, mongo.waitQueueTimeoutMS, mongo.connectTimeoutMS, mongo.serverSelectionTimeoutMS, mongo.socketTimeoutMS].flatMap((time) => line(time, digits)),
  ];
  return { connections: size > 0 && digits(size), options: lines.map(({ name, ...rest }) => ({ name: pythonString(name), ...rest })) };
});

/** The other applications that an application calls. */
export const servicesFor = (plan: Stack, application: Component) =>
  serversOf(plan, application).filter(isAnswering).map((server) => ({
    key: pythonString(server.name),
    variable: pythonString(`${variable(server.name)}_URL`),
    address: pythonString(`http://${hostOf(plan, server)}:${digits(portEntry(plan, server).value)}`),
    why: said(portEntry(plan, server), digits).why,
  }));

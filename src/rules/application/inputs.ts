import { byKind, mapped, optional, own, readAll, settingByKind, stated, type Input } from '../../model/input.ts';
import { databases, documentStores } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import * as node from '../../settings/node.ts';
import * as pools from '../../settings/pools.ts';
import * as pymongo from '../../settings/pymongo.ts';
import * as python from '../../settings/python.ts';
import { messages as messageRate } from '../../settings/kafka.ts';
import * as kafka from '../../settings/kafka-python.ts';
import * as redis from '../../settings/redis-py.ts';
import { PROCESSES } from '../../settings/processes.ts';

/*
 * What rules of other components ask of an application, whichever server runs it: each kind has it under a name of its own.
 */
const inPython = <T>(input: Input<T>) => ({ gunicorn: input, uvicorn: input, python: input });

/** Its part of what the applications do together: of the requests, or of a worker, its messages beside them. */
export const part: Input<number> = byKind({ node: own(c.share), next: own(c.share), gunicorn: own(c.share), uvicorn: own(c.share), python: own(c.work_share) });
/** Requests a second that reach it, or messages that reach a worker; none where it has no queue. */
export const workRate: Input<number> = byKind({ node: own(c.app_rps), next: own(c.app_rps), gunicorn: own(c.app_rps), uvicorn: own(c.app_rps), python: mapped(optional(own(messageRate)), (messages) => messages ?? 0) });

/** Processes of one replica. */
export const processes: Input<number> = settingByKind(PROCESSES, own);

/** The same where the profile states them. */
export const statedProcesses: Input<number | undefined> = settingByKind(PROCESSES, stated);

const connections: Input<number> = mapped({ read: (scope) => readAll(scope, { size: own(pools.sqlalchemySize), overflow: own(pools.sqlalchemyOverflow) }) }, ({ size, overflow }) => size + Math.max(0, overflow));
const sqlalchemy: Input<number> = {
  read: (scope) => (databases(scope.stack, scope.component).length === 0 ? { found: false, missing: `a database of ${scope.component.name}` } : connections.read(scope)),
};
/** Database connections of one process, those beyond the pool included; missing where it has no database. */
export const poolSize: Input<number> = byKind({ node: own(node.pool_max), ...inPython(sqlalchemy) });
/** Time a request waits for a database connection. */
export const poolWait: Input<number> = byKind({ node: own(node.pool_connection_timeout), ...inPython(own(pools.sqlalchemyTimeout)) });
/** Time a statement may run. */
export const statementTime: Input<number> = byKind({ node: own(node.statement_timeout), ...inPython(own(python.statement_timeout)) });

/** Time the application works on a request, or on a message, before it gives up. */
export const requestTime: Input<number> = byKind({ node: own(node.handler_timeout), next: own(node.handler_timeout), ...inPython(own(python.request_timeout)) });
/** The same on the route of the subject. */
export const routeTime: Input<number> = byKind({ node: own(node.route_timeout), next: own(node.route_timeout), ...inPython(own(python.route_timeout)) });
/** Greatest request body. */
export const bodyLimit: Input<number> = byKind({ node: own(node.body_limit), next: own(node.body_limit), ...inPython(own(python.body_limit)) });
/** The same on the route of the subject. */
export const routeBody: Input<number> = byKind({ node: own(node.route_body), next: own(node.route_body), ...inPython(own(python.route_body)) });

/** Redis connections of one process; none where it has no Redis. */
export const redisConnections: Input<number> = mapped(optional(byKind({ node: own(node.redis_connections), ...inPython(own(redis.max_connections)) })), (connections) => connections ?? 0);
/** Logical database of its Redis; the first where it says none. */
export const redisDatabase: Input<number> = mapped(optional(byKind(inPython(own(redis.db)))), (db) => db ?? 0);
/** Kafka consumers of one process; none where it only sends. */
export const kafkaConsumers: Input<number> = mapped(optional(byKind({ node: own(node.kafka_consumers), ...inPython(own(python.kafka_consumers)) })), (consumers) => consumers ?? 0);
/** Bytes of a partition that a consumer asks for at once. */
export const kafkaFetch: Input<number> = byKind({ node: own(node.kafka_max_bytes), ...inPython(own(kafka.max_partition_fetch_bytes)) });

/** What a client of MongoDB opens at most by itself; more than it needs is worth no more. */
export const MONGO_CONNECTIONS = 100;

const onMongo = <T>(input: Input<T>): Input<T> => ({
  read: (scope) => (documentStores(scope.stack, scope.component).length === 0 ? { found: false, missing: `a MongoDB of ${scope.component.name}` } : input.read(scope)),
});
const unlimited = (connections: number): number => (connections === 0 ? Infinity : connections);
/** MongoDB connections of one process; missing where it has no MongoDB. */
export const mongoPool: Input<number> = onMongo(mapped(own(pymongo.maxPoolSize), unlimited));
/** The most that it may have, before its requests are known. */
const mongoCeiling: Input<number> = onMongo(mapped(stated(pymongo.maxPoolSize), (connections) => unlimited(connections ?? MONGO_CONNECTIONS)));

const inGunicorn: Input<number | undefined> = mapped(
  { read: (scope) => readAll(scope, { class: own(gunicorn.worker_class), threads: own(gunicorn.threads), stated: stated(gunicorn.worker_connections), pool: optional(sqlalchemy), documents: optional(mongoCeiling) }) },
  (own_) => {
    const style = gunicorn.styleOf(own_.class, own_.threads);
    if (style !== 'greenlets') return style === 'loop' ? undefined : own_.threads;
    const connections = Math.min(own_.pool ?? Infinity, own_.documents ?? Infinity);
    return own_.stated ?? (connections === Infinity ? undefined : connections);
  },
);
/** Requests that one process works on at once, each in a thread or greenlet of its own; event loops are not limited so. */
export const slots: Input<number | undefined> = { read: (scope) => (scope.component.kind === 'gunicorn' ? inGunicorn.read(scope) : { found: true, value: undefined, entries: [] }) };

import { jsKey, jsString } from '../../formats/javascript-values.ts';
import { digits } from '../../formats/units.ts';
import { variable } from '../../formats/compose-values.ts';
import { databasesOf, serversOf, type Component, type Stack } from '../../model/stack.ts';
import { SECOND } from '../../model/value.ts';
import { isApplication } from '../../model/who.ts';
import * as node from '../../settings/node.ts';
import { databaseName, hostOf, portEntry, roleName } from '../names.ts';
import { said, sayer } from '../said.ts';
import { clientSecret, SECRETS_IN_CONTAINER } from '../secrets.ts';
import { MASTER, sentinelHost, sentinelPort } from '../sentinel.ts';

/** Where a linked server stands in the configuration, and how the variables that override it begin. */
interface Place {
  readonly first: boolean;
  readonly label: string;
  /** The same as a path from the configuration's root. */
  readonly section: string;
  readonly variable: string;
  readonly prefix: string;
}

/** The first server of its kind has the usual names, a further one those of its component. */
function placeOf(server: Component, first: boolean, usual: string, others: string, prefix: string): Place {
  if (first) return { first, label: usual, section: usual, variable: usual === 'postgres' ? 'pool' : usual, prefix };
  const key = jsKey(server.name);
  const camel = server.name.replace(/[^A-Za-z0-9]+(.?)/g, (_, letter: string) => letter.toUpperCase());
  return { first, label: key, section: key === server.name ? `${others}.${key}` : `${others}[${key}]`, variable: camel, prefix: variable(server.name) };
}

/** The pools of an application, one for each database or pooler that it is linked to. */
export function databasesFor(plan: Stack, application: Component) {
  const say = sayer(plan, application);
  return serversOf(plan, application).filter(({ kind }) => kind === 'postgres' || kind === 'pgbouncer').map((server, index) => {
    const behind = server.kind === 'postgres' ? server : (databasesOf(plan, server)[0] ?? server);
    return {
      ...placeOf(server, index === 0, 'postgres', 'otherDatabases', 'DB'),
      host: jsString(hostOf(plan, server)),
      port: said(portEntry(plan, server), digits),
      database: jsString(databaseName(plan, behind)),
      user: jsString(roleName(application)),
      application: jsString(application.name),
      password_file: jsString(`${SECRETS_IN_CONTAINER}/${clientSecret(application)}`),
      max: say(node.pool_max, digits),
      connection_timeout: say(node.pool_connection_timeout, digits),
      idle_timeout: say(node.pool_idle_timeout, digits),
      max_lifetime: say(node.pool_max_lifetime, (time) => digits(time / SECOND)),
      statement_timeout: server.kind === 'postgres' && say(node.statement_timeout, digits),
      prepare: say(node.pool_prepare, String),
    };
  });
}

/** The Redis clients of an application. */
export function cachesFor(plan: Stack, application: Component) {
  const say = sayer(plan, application);
  return serversOf(plan, application).filter(({ kind }) => kind === 'redis').map((server, index) => ({
    ...placeOf(server, index === 0, 'redis', 'otherCaches', 'REDIS'),
    host: jsString(hostOf(plan, server)),
    port: said(portEntry(plan, server), digits),
    sentinel: sentinelOf(plan, server),
    connect_timeout: say(node.redis_connect_timeout, digits),
    command_timeout: say(node.redis_command_timeout, digits),
    max_retries: say(node.redis_max_retries, digits),
    connections: say(node.redis_connections, digits),
  }));
}

/** The Kafka clients of an application. */
export function queuesFor(plan: Stack, application: Component) {
  const say = sayer(plan, application);
  return serversOf(plan, application).filter(({ kind }) => kind === 'kafka').map((server, index) => ({
    ...placeOf(server, index === 0, 'kafka', 'otherQueues', 'KAFKA'),
    client_id: jsString(application.name),
    port: said(portEntry(plan, server), digits),
    address: jsString(`${hostOf(plan, server)}:${digits(portEntry(plan, server).value)}`),
    connection_timeout: say(node.kafka_connection_timeout, digits),
    request_timeout: say(node.kafka_request_timeout, digits),
    session_timeout: say(node.kafka_session_timeout, digits),
    heartbeat_interval: say(node.kafka_heartbeat_interval, digits),
    rebalance_timeout: say(node.kafka_rebalance_timeout, digits),
    max_bytes: say(node.kafka_max_bytes, digits),
    consumers: say(node.kafka_consumers, digits),
    at_once: say(node.kafka_partitions_at_once, digits),
  }));
}

/** Whom a client asks where the master of a Redis is, where sentinels know it. */
function sentinelOf(plan: Stack, server: Component) {
  const port = sentinelPort(plan, server);
  return port !== undefined && { host: jsString(sentinelHost(server)), port: said(port, digits), master: jsString(MASTER) };
}

/** The other applications that an application calls. */
export const servicesFor = (plan: Stack, application: Component) =>
  serversOf(plan, application).filter(isApplication).map((server) => ({
    key: jsKey(server.name),
    variable: `${variable(server.name)}_URL`,
    address: jsString(`http://${hostOf(plan, server)}:${digits(portEntry(plan, server).value)}`),
    why: said(portEntry(plan, server), digits).why,
  }));

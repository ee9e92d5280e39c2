import type { Stack } from '../../src/model/stack.ts';
import * as c from '../../src/settings/component.ts';
import * as container from '../../src/settings/container.ts';
import * as m from '../../src/settings/monitoring.ts';
import * as pgbouncer from '../../src/settings/pgbouncer.ts';
import * as pg from '../../src/settings/postgres.ts';
import * as redis from '../../src/settings/redis.ts';
import { around, figure, growing, scraped, steady, type Case } from './case.ts';
import { CLUSTER, GUIDED, MACHINE } from './plans.ts';

const down = (plan: Stack, component: string, up: string): Case => ({
  plan, alert: 'ServerDown', component, at: '5m', step: '1m',
  fires: [steady(`${up}${scraped(plan, component)}`, 0)], silent: [steady(`${up}${scraped(plan, component)}`, 1)],
});
const instanceDown = (component: string, up: string): Case => {
  const copies = (last: 0 | 1) => [1, last].map((value, index) => steady(`${up}{stack="${CLUSTER.name}",job="${component}",instance="${component}:${index}"}`, value));
  return { plan: CLUSTER, alert: 'InstanceDown', component, at: '20m', step: '1m', fires: copies(0), silent: copies(1) };
};
/** A copy that still answers wakes nobody. */
const allDown = (component: string, up: string): Case => {
  const copies = (last: 0 | 1) => [0, last].map((value, index) => steady(`${up}{stack="${CLUSTER.name}",job="${component}",instance="${component}:${index}"}`, value));
  return { plan: CLUSTER, alert: 'ServerDown', component, at: '20m', step: '1m', fires: copies(0), silent: copies(1) };
};
const brokers = (count: number) => [steady(`kafka_brokers${scraped(CLUSTER, 'queue')}`, count)];
const lasting = { at: '40m', step: '1m' } as const;
const volume = figure(MACHINE, 'db', container.volume_size);
const wal = steady(`pg_wal_size_bytes${scraped(MACHINE, 'db')}`, 0.01 * volume);
const size = `pg_database_size_bytes${scraped(MACHINE, 'db', 'datname="shop"')}`;
const hits = (share: number, evicted: number) => [
  growing(`redis_keyspace_hits_total${scraped(MACHINE, 'cache')}`, 100 * share),
  growing(`redis_keyspace_misses_total${scraped(MACHINE, 'cache')}`, 100 * (1 - share)),
  growing(`redis_evicted_keys_total${scraped(MACHINE, 'cache')}`, evicted),
];

/** Servers and stores, through their exporters. */
export const serverCases: readonly Case[] = [
  down(MACHINE, 'proxy', 'nginx_up'),
  down(MACHINE, 'db', 'pg_up'),
  allDown('db', 'cnpg_collector_up'),
  instanceDown('db', 'cnpg_collector_up'),
  down(MACHINE, 'pooler', 'pgbouncer_up'),
  allDown('pooler', 'cnpg_pgbouncer_up'),
  instanceDown('pooler', 'cnpg_pgbouncer_up'),
  down(MACHINE, 'cache', 'redis_up'),
  {
    plan: MACHINE, alert: 'MetricsMissing', component: 'db', at: '20m', step: '1m',
    fires: [steady(`up${scraped(MACHINE, 'db')}`, 0)], silent: [steady(`up${scraped(MACHINE, 'db')}`, 1)],
  },
  // What is not found any more has no series that could be 0.
  { plan: MACHINE, alert: 'MetricsMissing', component: 'db', at: '20m', step: '1m', fires: [], silent: [steady(`up${scraped(MACHINE, 'db')}`, 1)] },
  {
    ...lasting, plan: MACHINE, alert: 'ConnectionsNearLimit', component: 'proxy',
    ...around(0.9 * figure(MACHINE, 'proxy', m.connection_budget), (value) => [steady(`nginx_connections_active${scraped(MACHINE, 'proxy')}`, value)]),
  },
  {
    plan: MACHINE, alert: 'ConnectionsDropped', component: 'proxy', at: '20m', step: '1m',
    fires: [growing(`nginx_connections_accepted${scraped(MACHINE, 'proxy')}`, 100), growing(`nginx_connections_handled${scraped(MACHINE, 'proxy')}`, 99)],
    silent: [growing(`nginx_connections_accepted${scraped(MACHINE, 'proxy')}`, 100), growing(`nginx_connections_handled${scraped(MACHINE, 'proxy')}`, 100)],
  },
  {
    ...lasting, plan: MACHINE, alert: 'ConnectionsNearLimit', component: 'db',
    ...around(0.9 * figure(MACHINE, 'db', m.connection_budget), (value) => [
      steady(`pg_stat_activity_count${scraped(MACHINE, 'db', 'datname="shop",usename="api",state="active"')}`, value / 2),
      steady(`pg_stat_activity_count${scraped(MACHINE, 'db', 'datname="shop",usename="monitoring",state="idle"')}`, value / 2),
    ]),
  },
  {
    ...lasting, plan: CLUSTER, alert: 'ConnectionsNearLimit', component: 'db',
    ...around(0.9 * figure(CLUSTER, 'db', m.connection_budget), (value) => [steady(`cnpg_backends_total${scraped(CLUSTER, 'db', 'datname="shop",usename="api",state="active"')}`, value)]),
  },
  {
    ...lasting, plan: MACHINE, alert: 'RoleConnectionsNearLimit', component: 'db',
    ...around(0.9 * figure(MACHINE, 'db', pg.role_connection_limit, 'api'), (value) => [steady(`pg_stat_activity_count${scraped(MACHINE, 'db', 'datname="shop",usename="api",state="active"')}`, value)]),
  },
  {
    plan: MACHINE, alert: 'LongTransaction', component: 'db', at: '10m', step: '1m',
    ...around(figure(MACHINE, 'db', m.transaction_age) / 1000, (value) => [
      steady(`pg_stat_activity_max_tx_duration${scraped(MACHINE, 'db', 'datname="shop",usename="api",state="active"')}`, value),
      steady(`pg_stat_activity_max_tx_duration${scraped(MACHINE, 'db', 'datname="shop",usename="migrations",state="active"')}`, 7200),
    ]),
  },
  { ...lasting, plan: MACHINE, alert: 'VolumeNearlyFull', component: 'db', ...around(0.79 * volume, (value) => [wal, steady(size, value)]) },
  {
    // A tenth of the volume in six hours fills it within four days, a hundredth does not.
    plan: MACHINE, alert: 'VolumeFillsSoon', component: 'db', at: '370m', step: '1m',
    fires: [wal, { series: size, values: `${0.5 * volume}+${volume / 3600}x380` }],
    silent: [wal, { series: size, values: `${0.5 * volume}+${volume / 36_000}x380` }],
  },
  {
    plan: CLUSTER, alert: 'ReplicaBehind', component: 'db', at: '20m', step: '1m',
    ...around(30, (value) => [steady(`cnpg_pg_replication_lag${scraped(CLUSTER, 'db', 'pod="db-2"')}`, value)]),
  },
  {
    ...lasting, plan: MACHINE, alert: 'ConnectionsNearLimit', component: 'pooler',
    ...around(0.9 * figure(MACHINE, 'pooler', pgbouncer.max_client_conn), (value) => [
      steady(`pgbouncer_pools_client_active_connections${scraped(MACHINE, 'pooler', 'database="shop",user="api"')}`, value - 1),
      steady(`pgbouncer_pools_client_waiting_connections${scraped(MACHINE, 'pooler', 'database="shop",user="api"')}`, 1),
    ]),
  },
  {
    plan: MACHINE, alert: 'RequestsWaitForConnections', component: 'pooler', at: '5m', step: '1m',
    fires: [steady(`pgbouncer_pools_client_waiting_connections${scraped(MACHINE, 'pooler', 'database="shop",user="api"')}`, 1)],
    silent: [steady(`pgbouncer_pools_client_waiting_connections${scraped(MACHINE, 'pooler', 'database="shop",user="api"')}`, 0)],
  },
  {
    plan: CLUSTER, alert: 'RequestsWaitForConnections', component: 'pooler', at: '5m', step: '1m',
    fires: [steady(`cnpg_pgbouncer_pools_cl_waiting${scraped(CLUSTER, 'pooler', 'database="shop",user="api"')}`, 1)],
    silent: [steady(`cnpg_pgbouncer_pools_cl_waiting${scraped(CLUSTER, 'pooler', 'database="shop",user="api"')}`, 0)],
  },
  {
    ...lasting, plan: MACHINE, alert: 'MemoryNearLimit', component: 'cache', labels: { budget: 'memory' },
    ...around(0.9 * figure(MACHINE, 'cache', container.memory_limit), (value) => [steady(`redis_memory_used_rss_bytes${scraped(MACHINE, 'cache')}`, value)]),
  },
  {
    ...lasting, plan: MACHINE, alert: 'ConnectionsNearLimit', component: 'cache',
    ...around(0.9 * figure(MACHINE, 'cache', redis.maxclients), (value) => [steady(`redis_connected_clients${scraped(MACHINE, 'cache')}`, value)]),
  },
  { ...lasting, plan: MACHINE, alert: 'CacheTooSmall', component: 'cache', fires: hits(0.49, 10), silent: hits(0.51, 10) },
  // A cold cache misses as well, but evicts nothing.
  { ...lasting, plan: MACHINE, alert: 'CacheTooSmall', component: 'cache', fires: hits(0.2, 1), silent: hits(0.2, 0) },
  {
    ...lasting, plan: GUIDED, alert: 'DataNearlyFull', component: 'cache',
    ...around(0.8 * figure(GUIDED, 'cache', redis.maxmemory), (value) => [steady(`redis_memory_used_bytes${scraped(GUIDED, 'cache')}`, value)]),
  },
  {
    plan: MACHINE, alert: 'ServerDown', component: 'queue', at: '5m', step: '1m',
    fires: [steady(`kafka_brokers${scraped(MACHINE, 'queue')}`, 0)], silent: [steady(`kafka_brokers${scraped(MACHINE, 'queue')}`, figure(MACHINE, 'queue', c.replicas))],
  },
  // Three brokers, of which two must have a message: one that is missing wakes nobody.
  { plan: CLUSTER, alert: 'InstanceDown', component: 'queue', at: '20m', step: '1m', fires: brokers(2), silent: brokers(3) },
  { plan: CLUSTER, alert: 'ServerDown', component: 'queue', at: '20m', step: '1m', fires: brokers(1), silent: brokers(2) },
  {
    plan: MACHINE, alert: 'PartitionsUnderReplicated', component: 'queue', at: '20m', step: '1m',
    fires: [steady(`kafka_topic_partition_under_replicated_partition${scraped(MACHINE, 'queue', 'topic="mail",partition="0"')}`, 1)],
    silent: [steady(`kafka_topic_partition_under_replicated_partition${scraped(MACHINE, 'queue', 'topic="mail",partition="0"')}`, 0)],
  },
  {
    // 60 messages a minute are consumed: what waits takes a second for each.
    ...lasting, plan: MACHINE, alert: 'ConsumersBehind', component: 'queue',
    ...around(300, (value) => [
      steady(`kafka_consumergroup_lag${scraped(MACHINE, 'queue', 'consumergroup="mailer",topic="mail",partition="0"')}`, value),
      growing(`kafka_consumergroup_current_offset${scraped(MACHINE, 'queue', 'consumergroup="mailer",topic="mail",partition="0"')}`, 60),
    ]),
  },
  {
    // Consumers that have stopped are behind whatever waits; those of an empty topic are not.
    ...lasting, plan: MACHINE, alert: 'ConsumersBehind', component: 'queue',
    fires: [steady(`kafka_consumergroup_lag${scraped(MACHINE, 'queue', 'consumergroup="mailer"')}`, 1), steady(`kafka_consumergroup_current_offset${scraped(MACHINE, 'queue', 'consumergroup="mailer"')}`, 7)],
    silent: [steady(`kafka_consumergroup_lag${scraped(MACHINE, 'queue', 'consumergroup="mailer"')}`, 0), steady(`kafka_consumergroup_current_offset${scraped(MACHINE, 'queue', 'consumergroup="mailer"')}`, 7)],
  },
];

/**
 * Every metric that rules and panels ask for, by who exports it: the one place where a name is spelled. Names and labels are those of
 * src/server/metrics.ts, prom-client 15, postgres_exporter 0.17, pgbouncer_exporter 0.10, redis_exporter 1.67, nginx-prometheus-exporter 1.4,
 * kafka_exporter 1.8 (Strimzi runs the same), CloudNativePG 1.28, kube-state-metrics 2.13 and cAdvisor.
 */

/** What `plumbline/server` exports, `/metrics` of the metrics port: all workers of a replica together. */
export const application = {
  /** Counter: `method`, `route`, `status`. */
  requests: 'http_requests_total',
  /** Histogram: `method`, `route`, `status`; without `_bucket`, `_sum`, `_count`. */
  duration: 'http_request_duration_seconds',
  inProgress: 'http_requests_in_progress',
  /** Counter: `reason`. */
  shed: 'http_requests_shed_total',
  /** Gauge: `worker`. */
  loopUse: 'event_loop_utilization',
  /** Gauge, seconds: `worker`. */
  loopDelay: 'event_loop_delay_seconds',
  /** Gauge: `pool`, `state` (`idle`, `busy`). */
  poolConnections: 'postgres_pool_connections',
  /** Gauge: `pool`. */
  poolWaiting: 'postgres_pool_waiting',
  /** Gauge: `pool`; 1 or 0. */
  healthy: 'health_check_ok',
  workers: 'server_workers',
  restarts: 'server_worker_restarts_total',
  heap: 'nodejs_heap_size_used_bytes',
  memory: 'process_resident_memory_bytes',
  cpu: 'process_cpu_seconds_total',
} as const;

/** nginx-prometheus-exporter, from stub_status. */
export const nginx = {
  up: 'nginx_up',
  active: 'nginx_connections_active',
  accepted: 'nginx_connections_accepted',
  handled: 'nginx_connections_handled',
  requests: 'nginx_http_requests_total',
} as const;

/** What either exporter of a PostgreSQL says; durations in seconds, sizes in bytes. */
export interface DatabaseMetrics {
  readonly up: string;
  /** Gauge: `datname`, `usename`, `state` and more. */
  readonly connections: string;
  /** Gauge: the same labels. */
  readonly transactionAge: string;
  /** Gauge: `datname`. */
  readonly size: string;
  readonly wal: string;
  /** Labels that choose the size of the write-ahead log among the figures of that name. */
  readonly walLabels: Readonly<Record<string, string>>;
  /** Gauge: how far a replica is behind. */
  readonly lag: string;
  /** Counters: `datname`; pages found in shared buffers, and pages read. */
  readonly found: string;
  readonly read: string;
}

/** postgres_exporter. */
export const postgresExporter: DatabaseMetrics = {
  up: 'pg_up',
  connections: 'pg_stat_activity_count',
  transactionAge: 'pg_stat_activity_max_tx_duration',
  size: 'pg_database_size_bytes',
  wal: 'pg_wal_size_bytes',
  walLabels: {},
  lag: 'pg_replication_lag_seconds',
  found: 'pg_stat_database_blks_hit',
  read: 'pg_stat_database_blks_read',
};

/** The exporter inside each instance of CloudNativePG. */
export const cloudNativePg: DatabaseMetrics = {
  up: 'cnpg_collector_up',
  connections: 'cnpg_backends_total',
  transactionAge: 'cnpg_backends_max_tx_duration_seconds',
  size: 'cnpg_pg_database_size_bytes',
  wal: 'cnpg_collector_pg_wal',
  walLabels: { value: 'size' },
  lag: 'cnpg_pg_replication_lag',
  found: 'cnpg_pg_stat_database_blks_hit',
  read: 'cnpg_pg_stat_database_blks_read',
};

/** What either exporter of a PgBouncer says; all gauges, by `database` and `user`. */
export interface PoolerMetrics {
  readonly up: string;
  readonly clientsActive: string;
  readonly clientsWaiting: string;
  readonly serversActive: string;
  readonly serversIdle: string;
  /** Seconds that the client which waits longest has waited. */
  readonly wait: string;
}

/** pgbouncer_exporter. */
export const pgbouncerExporter: PoolerMetrics = {
  up: 'pgbouncer_up',
  clientsActive: 'pgbouncer_pools_client_active_connections',
  clientsWaiting: 'pgbouncer_pools_client_waiting_connections',
  serversActive: 'pgbouncer_pools_server_active_connections',
  serversIdle: 'pgbouncer_pools_server_idle_connections',
  wait: 'pgbouncer_pools_client_maxwait_seconds',
};

/** The exporter inside each pod of a CloudNativePG Pooler. */
export const cloudNativePooler: PoolerMetrics = {
  up: 'cnpg_pgbouncer_up',
  clientsActive: 'cnpg_pgbouncer_pools_cl_active',
  clientsWaiting: 'cnpg_pgbouncer_pools_cl_waiting',
  serversActive: 'cnpg_pgbouncer_pools_sv_active',
  serversIdle: 'cnpg_pgbouncer_pools_sv_idle',
  wait: 'cnpg_pgbouncer_pools_maxwait',
};

/** redis_exporter. */
export const redis = {
  up: 'redis_up',
  used: 'redis_memory_used_bytes',
  resident: 'redis_memory_used_rss_bytes',
  clients: 'redis_connected_clients',
  evicted: 'redis_evicted_keys_total',
  hits: 'redis_keyspace_hits_total',
  misses: 'redis_keyspace_misses_total',
} as const;

/** kafka_exporter. */
export const kafka = {
  brokers: 'kafka_brokers',
  /** Gauge: `consumergroup`, `topic`, `partition`. */
  lag: 'kafka_consumergroup_lag',
  /** Gauge that grows: the same labels. */
  consumed: 'kafka_consumergroup_current_offset',
  /** Gauge, 1 or 0: `topic`, `partition`. */
  underReplicated: 'kafka_topic_partition_under_replicated_partition',
} as const;

/** The kubelet's cAdvisor, by `namespace`, `pod`, `container`, and its figures of volumes, by `persistentvolumeclaim`. */
export const kubelet = {
  memory: 'container_memory_working_set_bytes',
  cpu: 'container_cpu_usage_seconds_total',
  periods: 'container_cpu_cfs_periods_total',
  throttled: 'container_cpu_cfs_throttled_periods_total',
  volumeUsed: 'kubelet_volume_stats_used_bytes',
} as const;

/** kube-state-metrics. */
export const state = {
  deploymentUnavailable: 'kube_deployment_status_replicas_unavailable',
  deploymentCondition: 'kube_deployment_status_condition',
  statefulSetReplicas: 'kube_statefulset_replicas',
  statefulSetReady: 'kube_statefulset_status_replicas_ready',
  podReady: 'kube_pod_status_ready',
  autoscalerReplicas: 'kube_horizontalpodautoscaler_status_current_replicas',
  restarts: 'kube_pod_container_status_restarts_total',
  lastTerminated: 'kube_pod_container_status_last_terminated_reason',
} as const;

/** The series that our recording rules make; panels show these. */
export const recorded = {
  /** `stack`, `component`, `budget` and `instance` or `pod`: what is used of a budget, in bytes, cores or pieces. */
  used: 'plumbline:budget:used',
  /** `stack`, `component`, `budget`: how much there is. */
  limit: 'plumbline:budget:limit',
  /** Used against limit, 0 to 1 and above. */
  ratio: 'plumbline:budget:ratio',
  /** `stack`, `component`: requests a second. */
  requests: 'plumbline:requests:rate',
  /** `stack`, `component`: requests a second that are answered by 5xx. */
  failedRate: 'plumbline:requests_failed:rate',
  /** `stack`, `component`: share of requests answered by 5xx; the window follows the name: `plumbline:requests_failed:ratio_rate5m`. */
  failed: 'plumbline:requests_failed:ratio_rate',
  /** `stack`, `component`: share of requests refused under pressure. */
  shed: 'plumbline:requests_shed:ratio',
  /** `stack`, `component`, seconds; the percentile follows the name: `plumbline:request_duration:p95`. */
  duration: 'plumbline:request_duration',
  /** `stack`, `component`: share of requests that the proxy answers itself. */
  answeredByProxy: 'plumbline:proxy_answered:ratio',
  /** `stack`, `component`: share of reads that the cache answers. */
  cacheHits: 'plumbline:cache_hits:ratio',
  /** `stack`, `component`, `consumergroup`: seconds that a group of consumers needs for what waits. */
  lag: 'plumbline:consumer_lag:seconds',
} as const;

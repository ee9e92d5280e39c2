/** The headings of postgresql.conf, and the parameters under them in their order. */
export const GROUPS: readonly { readonly heading: string; readonly names: readonly string[] }[] = [
  {
    heading: 'Connections',
    names: [
      'listen_addresses', 'port', 'max_connections', 'superuser_reserved_connections', 'reserved_connections', 'password_encryption',
      'client_connection_check_interval', 'tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count',
    ],
  },
  {
    heading: 'Memory',
    names: ['shared_buffers', 'huge_pages', 'work_mem', 'hash_mem_multiplier', 'maintenance_work_mem', 'autovacuum_work_mem', 'temp_file_limit'],
  },
  {
    heading: 'Processes',
    names: ['max_worker_processes', 'max_parallel_workers', 'max_parallel_workers_per_gather', 'max_parallel_maintenance_workers', 'io_method', 'io_workers'],
  },
  {
    heading: 'Planner',
    names: ['effective_cache_size', 'random_page_cost', 'effective_io_concurrency', 'maintenance_io_concurrency', 'default_statistics_target', 'jit'],
  },
  {
    heading: 'Write-ahead log',
    names: [
      'wal_level', 'wal_buffers', 'min_wal_size', 'max_wal_size', 'checkpoint_timeout', 'checkpoint_completion_target',
      'max_wal_senders', 'max_replication_slots', 'wal_keep_size', 'max_slot_wal_keep_size',
    ],
  },
  { heading: 'Vacuum', names: ['autovacuum_max_workers', 'autovacuum_vacuum_scale_factor'] },
  {
    heading: 'Logging',
    names: ['log_line_prefix', 'log_min_duration_statement', 'log_checkpoints', 'log_lock_waits', 'log_temp_files', 'log_autovacuum_min_duration'],
  },
];

/** The heading of what stands under none of these: as a rule what only the profile states. */
export const OTHERS = 'Others';

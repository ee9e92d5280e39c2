import type { Concern } from '../model/concern.ts';

/**
 * What parameters of PostgreSQL are a matter of, by the families that their names belong to; the first family that has the
 * name counts. Where none has, the unit tells. After the chapters of the manual: https://www.postgresql.org/docs/current/runtime-config.html
 */
const FAMILIES: readonly (readonly [family: RegExp, concern: Concern])[] = [
  [/^(log_|logging_|syslog_|event_source|debug_|trace_|track_(?!commit)|stats_(?!temp)|compute_query_id|client_min_messages|cluster_name|update_process_title|backtrace_|application_name)/, 'monitoring'],
  [/^(ssl|krb_|gss_|oauth_|md5_|db_user_namespace|password_|scram_|row_security|hba_|ident_|listen_addresses|unix_socket_(group|permissions)|allow_|restrict_|createrole_|check_function_bodies|lo_compat|external_pid)/, 'security'],
  [/^(port|unix_socket_directories|bonjour|search_path|primary_conninfo|primary_slot_name)/, 'routing'],
  [/(^max_connections|reserved_connections|^max_files_per_process|^max_wal_senders|^max_replication_slots|^max_active_replication_origins)$/, 'connections'],
  [/^(tcp_keepalives_count|vacuum_cost_|autovacuum_vacuum_cost_limit)/, 'time'],
  [/(^|_)parallel|_workers|worker_(processes|slots)|^hot_standby$|^synchron(ized|ous)_standby/, 'capacity'],
  [/^(jit|geqo|cpu_|enable_|from_collapse|join_collapse|constraint_exclusion|plan_cache|recursive_|default_statistics|cursor_|bgwriter_lru)/, 'cpu'],
  [/^(wal_(?!buffers|decode|receiver_|sender_|retrieve|writer_delay)|(max|min)_(slot_)?wal|checkpoint_(?!timeout|warning)|archive_(?!timeout)|recovery_(?!min_apply)|restore_|fsync|full_page|synchronous_commit|commit_(siblings|delay)|summarize_wal|temp_file|temp_tablespaces|default_tablespace|data_|stats_temp|effective_io|maintenance_io|backend_flush|bgwriter_flush|io_|file_|random_page_cost|seq_page_cost|autovacuum(?!_work_mem|_naptime|_vacuum_cost)|vacuum_(?!buffer)|default_toast|log_rotation|remove_temp|sync_replication|zero_damaged|ignore_)/, 'storage'],
  [/^(hash_mem|huge_page|shared_memory_type|dynamic_shared|.*_buffers$|max_stack|max_prepared_transactions|max_(locks|pred_locks)|max_notify)/, 'memory'],
];

/** What a parameter of PostgreSQL is a matter of, where its unit does not tell. */
export const concernOfParameter = (name: string): Concern | undefined => FAMILIES.find(([family]) => family.test(name))?.[1];

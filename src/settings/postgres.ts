import { settingsOf, type Facts, type Setting } from '../model/setting.ts';
import type { Value } from '../model/value.ts';
import { atLeast, major } from '../model/version.ts';
import { concernOfParameter } from './postgres-concern.ts';
import table from './postgres-parameters.json' with { type: 'json' };

/** What PostgreSQL says of a parameter in a range of majors. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly context: string;
  readonly type: string;
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly boot?: string;
  readonly enum?: readonly string[];
}

const BYTES: Readonly<Record<string, number>> = { B: 1, kB: 1024, '8kB': 8192, MB: 1024 ** 2 };
const TIMES: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000 };
const parameters = table.parameters as Readonly<Record<string, readonly Span[] | undefined>>;

/** The parameters by their name in lower case: PostgreSQL does not tell cases apart. */
const spelled = new Map(Object.keys(parameters).map((name) => [name.toLowerCase(), name]));
/** Names that PostgreSQL still takes for another parameter. */
const OLD_NAMES: Readonly<Record<string, string>> = { sort_mem: 'work_mem', vacuum_mem: 'maintenance_work_mem' };

const asNumber = (span: Span): number | undefined => (span.boot === undefined || span.boot === '' ? undefined : Number(span.boot) * factor(span));
/** Special values (-1, 0) are no quantities: they are kept as they are, not multiplied by the unit. */
const factor = (span: Span): number => (span.unit === undefined || Number(span.boot) < 0 ? 1 : (BYTES[span.unit] ?? TIMES[span.unit] ?? 1));

/** The name of a parameter as PostgreSQL spells it, whatever its case; `undefined` when no supported major knows it. */
export const parameterName = (name: string): string | undefined => spelled.get(OLD_NAMES[name.toLowerCase()] ?? name.toLowerCase());

/** The majors that know a parameter, first and last; `undefined` when none of those supported does. */
export function parameterMajors(name: string): { readonly from: number; readonly to: number } | undefined {
  const spans = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  const [first, last] = [spans?.[0], spans?.at(-1)];
  return first === undefined || last === undefined ? undefined : { from: first.from, to: last.to };
}

/** The first versions of parameters that came between 9.6 and 13: an older server has no such thing. Source: the release notes. */
const CAME_WITH: Readonly<Record<string, string>> = {
  max_parallel_workers: '10', max_logical_replication_workers: '10', max_sync_workers_per_subscription: '10', max_parallel_maintenance_workers: '11', parallel_leader_participation: '11', jit: '11',
  wal_init_zero: '12', wal_recycle: '12', hash_mem_multiplier: '13', wal_keep_size: '13', max_slot_wal_keep_size: '13', maintenance_io_concurrency: '13', logical_decoding_work_mem: '13',
  autovacuum_vacuum_insert_threshold: '13', autovacuum_vacuum_insert_scale_factor: '13',
};

/** What a version says: before 13 as 13, after 18 as 18, and without a version what all majors say alike. */
function spanOf(spans: readonly Span[], version: string): Span | undefined {
  const wanted = major(version);
  if (!(wanted > 0)) return spans.length === 1 && spans[0]?.from === 13 && spans[0].to === 18 ? spans[0] : undefined;
  const known = Math.max(13, Math.min(18, wanted));
  return spans.find((span) => span.from <= known && known <= span.to);
}

/**
 * A PostgreSQL parameter by its own name, with unit, range, versions and boot default from the
 * settings view of the servers 13 to 18; unit, range and words are those of `version`, else of the
 * newest major that knows it. `undefined` when no supported major knows it.
 */
export function parameter(name: string, version = ''): Setting | undefined {
  const spans = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  const newest = spans?.[spans.length - 1];
  const first = spans?.[0];
  if (spans === undefined || newest === undefined || first === undefined) return undefined;
  const last = spanOf(spans, version) ?? newest;
  const scale = last.unit === undefined ? 1 : (BYTES[last.unit] ?? TIMES[last.unit] ?? 1);
  const came = Object.hasOwn(CAME_WITH, name) ? CAME_WITH[name] : undefined;
  const silentIn = (asked: string): Span | undefined => (came !== undefined && major(asked) > 0 && !atLeast(asked, came) ? undefined : spanOf(spans, asked));
  const concern = concernOfParameter(name);
  const facts = {
    about: `PostgreSQL parameter ${name}`,
    manual: `https://www.postgresql.org/docs/current/runtime-config.html#GUC-${name.toUpperCase().replaceAll('_', '-')}`,
    ...(first.from > 13 ? { since: String(first.from) } : {}),
    ...(newest.to < 18 ? { until: String(newest.to + 1) } : {}),
    ...(last.min === undefined ? {} : { min: last.min < 0 ? last.min : last.min * scale }),
    ...(last.max === undefined ? {} : { max: last.max * scale }),
    ...(last.enum === undefined ? {} : { oneOf: last.enum }),
    ...(last.unit === undefined ? {} : { bare: scale }),
    restart: last.context === 'postmaster',
    ...(concern === undefined ? {} : { concern }),
  };
  const build = settingsOf('postgres');
  const numeric: Facts<number> = { ...facts, silent: (asked) => { const span = silentIn(asked); return span && asNumber(span); } };
  if (last.type === 'bool') return build.flag(name, { ...facts, silent: (asked) => { const span = silentIn(asked); return span && span.boot === 'on'; } });
  if (last.type === 'integer' && last.unit !== undefined && BYTES[last.unit] !== undefined) return build.bytes(name, numeric);
  if ((last.type === 'integer' || last.type === 'real') && last.unit !== undefined && TIMES[last.unit] !== undefined) return build.time(name, numeric);
  if (last.type === 'integer') return build.count(name, numeric);
  if (last.type === 'real') return build.ratio(name, numeric);
  return build.text(name, { ...facts, silent: (asked) => silentIn(asked)?.boot });
}

/**
 * When a version takes a change of a parameter up, in the words of pg_settings: `postmaster` is when it starts, `sighup`,
 * `superuser` and `user` on a reload, `backend` on a reload for new connections; `undefined` where no supported major knows it.
 */
export function parameterContext(name: string, version: string): string | undefined {
  const spans = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  return (spans && (spanOf(spans, version) ?? spans.at(-1)))?.context;
}

/** The names of all parameters of PostgreSQL 13 to 18. */
export const parameterNames = (): readonly string[] => Object.keys(parameters);

function known<T extends Value>(name: string): Setting<T> {
  const setting = parameter(name);
  if (setting === undefined) throw new Error(`PostgreSQL has no parameter ${name}`);
  // The unit, and so the type of the value, comes from the table; the exports below name it.
  return setting as unknown as Setting<T>;
}

const number = (name: string) => known<number>(name);
const flag = (name: string) => known<boolean>(name);
const text = (name: string) => known<string>(name);

export const listen_addresses = text('listen_addresses');
export const port = number('port');
export const max_connections = number('max_connections');
export const superuser_reserved_connections = number('superuser_reserved_connections');
export const reserved_connections = number('reserved_connections');
export const shared_buffers = number('shared_buffers');
export const huge_pages = text('huge_pages');
export const work_mem = number('work_mem');
export const hash_mem_multiplier = number('hash_mem_multiplier');
export const maintenance_work_mem = number('maintenance_work_mem');
export const autovacuum_work_mem = number('autovacuum_work_mem');
export const autovacuum_max_workers = number('autovacuum_max_workers');
export const autovacuum_vacuum_scale_factor = number('autovacuum_vacuum_scale_factor');
export const effective_cache_size = number('effective_cache_size');
export const effective_io_concurrency = number('effective_io_concurrency');
export const maintenance_io_concurrency = number('maintenance_io_concurrency');
export const random_page_cost = number('random_page_cost');
export const default_statistics_target = number('default_statistics_target');
export const max_worker_processes = number('max_worker_processes');
export const max_parallel_workers = number('max_parallel_workers');
export const max_parallel_workers_per_gather = number('max_parallel_workers_per_gather');
export const max_parallel_maintenance_workers = number('max_parallel_maintenance_workers');
export const jit = flag('jit');
export const io_method = text('io_method');
export const io_workers = number('io_workers');
export const wal_level = text('wal_level');
export const wal_buffers = number('wal_buffers');
export const min_wal_size = number('min_wal_size');
export const max_wal_size = number('max_wal_size');
export const wal_keep_size = number('wal_keep_size');
export const max_slot_wal_keep_size = number('max_slot_wal_keep_size');
export const max_wal_senders = number('max_wal_senders');
export const max_replication_slots = number('max_replication_slots');
export const checkpoint_timeout = number('checkpoint_timeout');
export const checkpoint_completion_target = number('checkpoint_completion_target');
export const temp_file_limit = number('temp_file_limit');
export const client_connection_check_interval = number('client_connection_check_interval');
export const tcp_keepalives_idle = number('tcp_keepalives_idle');
export const tcp_keepalives_interval = number('tcp_keepalives_interval');
export const tcp_keepalives_count = number('tcp_keepalives_count');
export const password_encryption = text('password_encryption');
export const log_min_duration_statement = number('log_min_duration_statement');
export const log_checkpoints = flag('log_checkpoints');
export const log_lock_waits = flag('log_lock_waits');
export const log_temp_files = number('log_temp_files');
export const log_autovacuum_min_duration = number('log_autovacuum_min_duration');
export const log_line_prefix = text('log_line_prefix');

/** Timeouts are set per role: in postgresql.conf they would also stop backups and migrations. */
const perClient = (name: string): Setting<number> => ({ ...number(name), per: 'client' });
export const statement_timeout = perClient('statement_timeout');
export const lock_timeout = perClient('lock_timeout');
export const idle_in_transaction_session_timeout = perClient('idle_in_transaction_session_timeout');
/** Connections that one role may hold: `ALTER ROLE ... CONNECTION LIMIT`. */
export const role_connection_limit: Setting<number> = settingsOf('postgres').count('connection_limit', {
  about: 'Connections that the role of a client may hold',
  manual: 'https://www.postgresql.org/docs/current/sql-alterrole.html',
  per: 'client',
  concern: 'connections',
});

/** Roles beside the clients': who changes the schema, and who watches. */
const role = settingsOf('role');
const ROLES = 'https://www.postgresql.org/docs/current/sql-alterrole.html';
export const migrations_statement_timeout = role.time('migrations.statement_timeout', { about: 'Time a statement of a migration may run; 0 is unlimited', manual: ROLES });
export const migrations_lock_timeout = role.time('migrations.lock_timeout', { about: 'Time a migration waits for a lock', manual: ROLES });
export const migrations_connection_limit = role.count('migrations.connection_limit', { about: 'Connections that migrations may hold', manual: ROLES });
export const monitoring_connection_limit = role.count('monitoring.connection_limit', { about: 'Connections that monitoring may hold', manual: ROLES });

import { postgresParameters } from '../formats/postgres-parameters.ts';
import { readParameter } from '../formats/postgres-read.ts';
import { meant } from '../formats/suggest.ts';
import { files, mapped } from '../model/input.ts';
import { plainly } from '../model/quote.ts';
import { major } from '../model/version.ts';
import * as pg from '../settings/postgres.ts';
import type { Fault, Told } from './told.ts';

/** What the PostgreSQL is told that is judged. */
export const toldPostgres = mapped(files(postgresParameters), (all) =>
  all.flatMap(({ content: { version, stated } }) => stated.map(({ name, value, at }): Told => ({ name, value, at, ...(version === undefined ? {} : { version }) }))),
);

/** Parameters that no supported major has, and what took their place. */
const GONE: Readonly<Record<string, string>> = {
  wal_keep_segments: 'gone since 13: wal_keep_size', checkpoint_segments: 'gone since 9.5: max_wal_size', default_with_oids: 'gone since 12', standby_mode: 'gone since 12: standby.signal',
  trigger_file: 'gone since 12', replacement_sort_tuples: 'gone since 11', max_fsm_pages: 'gone since 8.4', log_lock_failure: 'its name in 18 is log_lock_failures',
};
/** Names that the server still takes for another parameter, or that its settings view does not show. */
const TAKEN: readonly string[] = ['force_parallel_mode', 'ssl_ecdh_curve', 'session_authorization', 'role', 'seed', 'is_superuser', 'trace_locks', 'trace_lwlocks', 'trace_userlocks', 'trace_lock_oidmin', 'trace_lock_table', 'wal_debug', 'debug_deadlocks'];

/** An unknown name, one that this major does not have, or a value that it refuses. */
export function faultOfPostgres({ version, name, value, at }: Told): Fault | undefined {
  // Parameters of extensions have a dot; before 13 and after 18 nothing is known for certain.
  if (name.includes('.') || TAKEN.includes(name.toLowerCase())) return undefined;
  const asked = version === undefined ? undefined : major(version);
  if (asked !== undefined && (asked < 13 || asked > 18)) return undefined;
  const server = `PostgreSQL ${asked ?? ''}`.trim();
  const known = pg.parameterName(name);
  const majors = known === undefined ? undefined : pg.parameterMajors(known);
  if (known === undefined || majors === undefined) {
    const hint = (Object.hasOwn(GONE, name.toLowerCase()) ? GONE[name.toLowerCase()] : undefined) ?? meant(name, pg.parameterNames());
    return { at, message: `${server} has no parameter ${plainly(name)}${hint === undefined ? '' : ` (${hint})`}` };
  }
  if (asked !== undefined && asked < majors.from) return { at, message: `${server} does not know ${known}, which exists since ${majors.from}` };
  if (asked !== undefined && asked > majors.to) return { at, message: `${server} no longer knows ${known}, which ended with ${majors.to}` };
  const setting = pg.parameter(known, version);
  if (setting === undefined || UNRESOLVED.test(value)) return undefined;
  const read = readParameter(setting, value);
  return read.ok ? undefined : { at, message: `${server} refuses ${known} = ${plainly(value)}: it takes ${read.expected}` };
}

/** Variables of a shell, of Compose or of psql. */
const UNRESOLVED = /\$|^:|`/;

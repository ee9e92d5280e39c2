import { readParameter } from '../../../formats/postgres-read.ts';
import type { StatedParameter } from '../../../formats/postgres-parameters.ts';
import { entryId, statedEntry, type Entry } from '../../../model/entry.ts';
import type { Setting } from '../../../model/setting.ts';
import type { Unread } from '../../../model/stack.ts';
import { major } from '../../../model/version.ts';
import * as pg from '../../../settings/postgres.ts';
import { hasVariable } from '../stores/words.ts';
import type { PlacedChange } from './initialisation.ts';

/** Entries, and values that could not be read. */
export interface Valued {
  readonly entries: readonly Entry[];
  readonly unread: readonly Unread[];
}

/** The entry of each parameter: of several that state it, the last one counts. What the major does not know is left out. */
export function parameterEntries(component: string, version: string | undefined, stated: readonly StatedParameter[]): Valued {
  const last = new Map<string, StatedParameter>();
  for (const one of stated) {
    const name = pg.parameterName(one.name);
    if (name !== undefined && knows(version, name)) last.set(name, one);
  }
  return valued([...last].map(([name, one]) => valueOf(component, pg.parameter(name, version), one)));
}

const knows = (version: string | undefined, name: string): boolean => {
  const majors = pg.parameterMajors(name);
  const asked = version === undefined ? 0 : Math.max(13, Math.min(18, major(version)));
  return majors !== undefined && (asked === 0 || (majors.from <= asked && asked <= majors.to));
};

type Outcome = { readonly entry: Entry } | { readonly unread: Unread } | undefined;

const valued = (outcomes: readonly Outcome[]): Valued => ({
  entries: outcomes.flatMap((one) => (one !== undefined && 'entry' in one ? [one.entry] : [])),
  unread: outcomes.flatMap((one) => (one !== undefined && 'unread' in one ? [one.unread] : [])),
});

function valueOf(component: string, setting: Setting | undefined, { value, text, at, by }: Pick<StatedParameter, 'value' | 'text' | 'at' | 'by'>, subject?: string): Outcome {
  if (setting === undefined) return undefined;
  const id = entryId({ name: component }, setting, subject);
  const unread = (because: string): Outcome => ({ unread: { component, id, what: setting.name, because, at } });
  if (by !== 'file' && hasVariable(value)) return unread(`${value} is only known when it runs`);
  if (value.startsWith(':')) return unread(`${value} is a variable of psql`);
  const read = readParameter(setting, value);
  if (!read.ok) return unread(`PostgreSQL does not take ${value || 'an empty value'}: it takes ${read.expected}`);
  return { entry: statedEntry(component, setting, typeof read.value === 'string' ? masked(read.value) : read.value, at, { ...(subject === undefined ? {} : { subject }), text: masked(text) }) };
}

/** A text of the user's without the passwords of connection strings. */
export const masked = (text: string): string => text.replace(/(password\s{0,5}=\s{0,5})[^\s'"]+/gi, '$1***');

/** What is set for a role alone, by the names of the settings that carry it: for the clients by role, for our own roles apart. */
const PER_ROLE: Readonly<Record<string, Setting>> = {
  statement_timeout: pg.statement_timeout, lock_timeout: pg.lock_timeout, idle_in_transaction_session_timeout: pg.idle_in_transaction_session_timeout, connection_limit: pg.role_connection_limit,
};
const OWN_ROLES: Readonly<Record<string, Setting>> = {
  'migrations statement_timeout': pg.migrations_statement_timeout, 'migrations lock_timeout': pg.migrations_lock_timeout,
  'migrations connection_limit': pg.migrations_connection_limit, 'monitoring connection_limit': pg.monitoring_connection_limit,
};

/** Entries of roles: their subject is the role, which wiring replaces by the client that logs in as it. */
export function roleEntries(component: string, changes: readonly PlacedChange[]): Valued {
  const last = new Map<string, PlacedChange>();
  for (const change of changes) {
    const key = `${change.target ?? ''} ${change.name.toLowerCase()}`;
    // No limit is -1.
    if (change.value === undefined || (change.name === 'connection_limit' && Number(change.value) < 0)) last.delete(key);
    else last.set(key, change);
  }
  return valued([...last].map(([key, change]) => {
    const own = OWN_ROLES[key];
    const setting = own ?? (Object.hasOwn(PER_ROLE, change.name.toLowerCase()) ? PER_ROLE[change.name.toLowerCase()] : undefined);
    return valueOf(component, setting, { value: change.value ?? '', text: change.text, at: change.at, by: 'sql' }, own === undefined ? change.target : undefined);
  }));
}

import { entryId, type Entry } from '../model/entry.ts';
import { grouped } from '../model/grouped.ts';
import type { Component, Link } from '../model/stack.ts';
import { variable } from '../settings/found.ts';
import * as pg from '../settings/postgres.ts';

/** What holds for a role where it is set for it, else for everybody. */
const TIMEOUTS = [pg.statement_timeout, pg.lock_timeout, pg.idle_in_transaction_session_timeout] as const;
const USER = /(?:^|_)(?:USER|USERNAME|ROLE|LOGIN)$/;

/**
 * The entries of each client of a database: those of the role that it logs in as (its variables tell), and the timeouts
 * that the database has for everybody. Readers know roles only; which component has which is known when links are.
 */
export function clientEntries(entries: readonly Entry[], components: readonly Component[], links: readonly Link[]): readonly Entry[] {
  const kindOf = new Map(components.map(({ name, kind }) => [name, kind]));
  const variables = variablesOf(entries);
  const clientsOf = (name: string): readonly string[] => links.filter(({ to }) => to === name).map(({ from }) => from);
  return components.filter(({ kind }) => kind === 'postgres').flatMap(({ name }) => {
    const own = entries.filter(({ component, setting }) => component === name && setting.kind === 'postgres');
    const clients = new Set(clientsOf(name).flatMap((client) => (kindOf.get(client) === 'pgbouncer' ? clientsOf(client) : [client])));
    return [...clients].flatMap((client) => {
      const roles = rolesOf(variables.get(client) ?? []);
      const ofRole = own.filter(({ subject, setting }) => setting.per === 'client' && subject !== undefined && subject !== client && roles.has(subject));
      const forAll = own.filter(({ subject, setting }) => subject === undefined && TIMEOUTS.some((timeout) => timeout.name === setting.name));
      return [...ofRole, ...forAll].map((entry) => ({ ...entry, subject: client, id: entryId({ name }, entry.setting, client) }));
    });
  });
}

/** The variables of each component. */
const variablesOf = (entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> =>
  grouped(entries.filter(({ setting }) => setting.name === variable.name && setting.kind === variable.kind), ({ component }) => component);

/** The roles that a component logs in as, told by its variables: `DB_USER=shop`, `postgres://shop@db/shop`. */
const rolesOf = (variables: readonly Entry[]): ReadonlySet<string> =>
  new Set(variables.flatMap(({ subject = '', value }) => {
    const role = USER.test(subject) ? String(value) : /^[a-z+]{1,30}:\/\/([^:@/]{1,80})(?::[^@/]*)?@/.exec(String(value).slice(0, 500))?.[1];
    return role === undefined ? [] : [role];
  }));

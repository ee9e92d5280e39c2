import { entryOf, need, valueOf } from '../model/lookup.ts';
import { applicationsOf, isExternal, isOperated, type Component, type Stack } from '../model/stack.ts';
import { isApplication, isPython } from '../model/who.ts';
import type { Entry } from '../model/entry.ts';
import * as c from '../settings/component.ts';
import * as pg from '../settings/postgres.ts';

/** The role that owns the schema and changes it. */
export const MIGRATIONS = 'migrations';
/** The role that only watches. */
export const MONITORING = 'monitoring';

/** Names that PostgreSQL, PgBouncer or these files keep for themselves. A component has no underscore, so the new name is free. */
const TAKEN: readonly string[] = ['postgres', 'public', 'none', 'pgbouncer', 'template0', 'template1', MIGRATIONS, MONITORING];
const free = (name: string): string => (TAKEN.includes(name) ? `${name}_app` : name);

/** The role that an application logs in with. */
export const roleName = (application: Component): string => free(application.name);

/** The one database of a server: named like the stack, or like the server where there are several. */
export function databaseName(plan: Stack, database: Component): string {
  const several = plan.components.filter((component) => component.kind === 'postgres').length > 1;
  return free(several ? database.name : plan.name).replaceAll('-', '_');
}

/** The applications that log in to a database, poolers looked through. */
export const clientsOfDatabase = (plan: Stack, database: Component): readonly Component[] => applicationsOf(plan, database).filter(isApplication);

/** The entry of the port that a component listens on; a stated `postgres.port` beats the component's. */
export function portEntry(plan: Stack, component: Component): Entry<number> {
  const own = component.kind === 'postgres' ? entryOf(plan, component, pg.port) : undefined;
  const entry = own?.origin.from === 'stated' ? own : entryOf(plan, component, c.port);
  if (entry === undefined) throw new Error(`the plan has no ${component.name}.component.port`);
  return entry;
}

/** What an operator appends to the name of a component for the Service that its clients use. */
const OPERATED_SERVICES: Readonly<Record<string, string>> = { postgres: '-rw', kafka: '-kafka-bootstrap' };

/** Where a component is reached: its name, that of the Service of its operator, or the address of a server elsewhere. */
export function hostOf(plan: Stack, component: Component): string {
  if (isOperated(plan, component)) return `${component.name}${OPERATED_SERVICES[component.kind] ?? ''}`;
  return isExternal(plan, component) ? need(plan, component, c.external).replace(/:[0-9]+$/, '') : component.name;
}

/** The components of a kind that run in the stack from files of its own; those of an operator have none. */
export const hostedOf = (plan: Stack, kind: string): readonly Component[] => plan.components.filter((component) => component.kind === kind && !isExternal(plan, component) && !isOperated(plan, component));

/** The components that run Python, whatever serves them: their files share a folder. */
export const pythonOf = (plan: Stack): readonly Component[] => plan.components.filter((component) => isPython(component) && !isExternal(plan, component));

/** The path of a component's file: in the folder of its kind, or in one of its own where there are several of the kind. */
export function fileOf(plan: Stack, component: Component, name: string): string {
  const [folder, beside] = isPython(component) ? ['python', pythonOf(plan)] : [component.kind === 'node' ? 'server' : component.kind, hostedOf(plan, component.kind)];
  return `${beside.length > 1 ? component.name : folder}/${name}`;
}

/** The version of a component. */
export const versionOf = (plan: Stack, component: Component): string => valueOf(plan, component, c.version) ?? '';

import { identifier, literal, sqlValue } from '../../formats/postgres-values.ts';
import { fill, type TemplateData } from '../../formats/template.ts';
import { digits, inComment } from '../../formats/units.ts';
import type { Entry } from '../../model/entry.ts';
import { entryOf, perComponent } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import type { Component, Stack } from '../../model/stack.ts';
import type { RenderedFile } from '../../model/target.ts';
import { atLeast } from '../../model/version.ts';
import * as pg from '../../settings/postgres.ts';
import template from '../../../templates/roles.sql.hbs';
import { clientsOfDatabase, fileOf, MIGRATIONS, MONITORING, roleName, versionOf } from '../names.ts';
import { commentOf } from '../reason.ts';
import { clientSecret, migrationsSecret, monitoringSecret, secretPath, SECRETS_FOLDER, SECRETS_IN_CONTAINER } from '../secrets.ts';

/** A role with its secret, and the parameters that hold for it alone. */
export interface Role {
  readonly name: string;
  readonly secret: string;
  readonly limit: Entry<number> | undefined;
  readonly settings: readonly (readonly [parameter: string, entry: Entry])[];
}

/** The SQL that makes the roles of a database; running it again changes nothing but what the profile changed. */
export const rolesFile = perComponent((plan, database): RenderedFile => ({
  path: fileOf(plan, database, 'roles.sql'),
  text: fill(template, { ...rolesData(plan, database), secrets: SECRETS_IN_CONTAINER }),
}));

/** What templates say of the roles of a database. */
export function rolesData(plan: Stack, database: Component): TemplateData {
  const { clients, migrations, monitoring } = groupsOf(plan, database);
  return {
    component: database.name,
    stack: plan.name,
    roles: [...clients, migrations, monitoring].map(roleData),
    clients: clients.map(roleData),
    migrations: roleData(migrations),
    monitoring: roleData(monitoring),
    reservedSlots: atLeast(versionOf(plan, database), '16'),
  };
}

/** The roles of a database: those of its clients, that of migrations, and that of monitoring. */
export function rolesOf(plan: Stack, database: Component): readonly Role[] {
  const { clients, migrations, monitoring } = groupsOf(plan, database);
  return [...clients, migrations, monitoring];
}

function groupsOf(plan: Stack, database: Component): { readonly clients: readonly Role[]; readonly migrations: Role; readonly monitoring: Role } {
  const entry = <T extends Entry['value']>(setting: Setting<T>, subject?: string): Entry<T> | undefined => entryOf(plan, database, setting, subject);
  const given = (pairs: readonly (readonly [string, Entry | undefined])[]): Role['settings'] => pairs.flatMap(([name, found]) => (found === undefined ? [] : [[name, found] as const]));
  const clients = clientsOfDatabase(plan, database).map((client): Role => ({
    name: roleName(client),
    secret: clientSecret(client),
    limit: entry(pg.role_connection_limit, client.name),
    settings: given([pg.statement_timeout, pg.lock_timeout, pg.idle_in_transaction_session_timeout].map((setting) => [setting.name, entry(setting, client.name)] as const)),
  }));
  return {
    clients,
    migrations: {
      name: MIGRATIONS,
      secret: migrationsSecret(database),
      limit: entry(pg.migrations_connection_limit),
      settings: given([['statement_timeout', entry(pg.migrations_statement_timeout)], ['lock_timeout', entry(pg.migrations_lock_timeout)]]),
    },
    monitoring: { name: MONITORING, secret: monitoringSecret(database), limit: entry(pg.monitoring_connection_limit), settings: [] },
  };
}

const roleData = (role: Role): object => ({
  name: inComment(role.name),
  identifier: identifier(role.name),
  literal: literal(role.name),
  secret: secretPath(role.secret).slice(SECRETS_FOLDER.length + 1),
  limit: role.limit === undefined ? false : { reason: commentOf(role.limit), value: digits(role.limit.value) },
  settings: role.settings.map(([parameter, entry]) => ({ reason: commentOf(entry), parameter, value: sqlValue(entry.setting, entry.value) })),
});

import { identifier } from '../../formats/postgres-values.ts';
import { fill } from '../../formats/template.ts';
import type { PlainMap } from '../../formats/yaml-print.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { atLeast } from '../../model/version.ts';
import template from '../../../templates/cloudnativepg-roles.sql.hbs';
import { tuned } from '../kubernetes/tuned.ts';
import { databaseName, MIGRATIONS, MONITORING, versionOf } from '../names.ts';
import { rolesData, rolesOf } from '../postgres/roles.ts';
import { roleSecret } from './secrets.ts';

/** What the operator keeps of each role: its password, its limit, and what it is a member of. */
export const managedRoles = (plan: Stack, database: Component): readonly PlainMap[] =>
  rolesOf(plan, database).map((role) => ({
    name: role.name,
    ensure: 'present',
    login: true,
    ...(role.limit === undefined ? {} : { connectionLimit: tuned(role.limit.value, role.limit) }),
    ...(role.name === MONITORING ? { inRoles: watching(plan, database) } : {}),
    passwordSecret: { name: roleSecret(database, role) },
  }));

const watching = (plan: Stack, database: Component): readonly string[] => ['pg_monitor', ...(atLeast(versionOf(plan, database), '16') ? ['pg_use_reserved_connections'] : [])];

/** The SQL of what the operator does not keep: settings of roles, and privileges. It is run once, in the new database. */
export const rolesSql = (plan: Stack, database: Component): string =>
  fill(template, { ...rolesData(plan, database), database: identifier(databaseName(plan, database)), owner: MIGRATIONS });

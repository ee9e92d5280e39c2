import { postgresValue } from '../formats/postgres-values.ts';
import { fill } from '../formats/template.ts';
import type { Entry } from '../model/entry.ts';
import { perComponent } from '../model/lookup.ts';
import type { Component, Stack } from '../model/stack.ts';
import type { RenderedFile, Target } from '../model/target.ts';
import conf from '../../templates/postgresql.conf.hbs';
import { fileOf, hostedOf, portEntry } from './names.ts';
import { GROUPS, OTHERS } from './postgres/groups.ts';
import { rolesFile } from './postgres/roles.ts';
import { commentOf } from './reason.ts';

/** PostgreSQL's own files: postgresql.conf, and roles.sql for what belongs to roles. */
export const postgresTarget: Target = {
  name: 'postgres',
  about: 'postgresql.conf and roles.sql of every PostgreSQL in the stack',
  render: async (plan) => hostedOf(plan, 'postgres').flatMap((database) => [confFile(plan, database), rolesFile(plan, database)]),
};

/** The text of postgresql.conf. */
export const confFile = perComponent((plan, database): RenderedFile => {
  const groups = parameterGroups(plan, database).map(({ heading, entries }) => ({ heading, lines: entries.map(lineOf) }));
  const text = fill(conf, { component: database.name, stack: plan.name, groups });
  return { path: fileOf(plan, database, 'postgresql.conf'), text };
});

/** The parameters of a server in their order, under their headings. */
export function parameterGroups(plan: Stack, database: Component): readonly { readonly heading: string; readonly entries: readonly Entry[] }[] {
  const named = new Map(entriesFor(plan, database).map((entry) => [entry.setting.name, entry]));
  const known = new Set(GROUPS.flatMap((group) => group.names));
  return [...GROUPS, { heading: OTHERS, names: [...named.keys()].filter((name) => !known.has(name)).sort() }]
    .map(({ heading, names }) => ({ heading, entries: names.flatMap((name) => named.get(name) ?? []) }))
    .filter(({ entries }) => entries.length > 0);
}

const lineOf = (entry: Entry): object => ({ reason: commentOf(entry), name: entry.setting.name, value: postgresValue(entry.setting, entry.value) });

/** What belongs into the file: not what the server does anyway, and not what belongs to single roles. */
function entriesFor(plan: Stack, database: Component): readonly Entry[] {
  const own = [...plan.entries.values()].filter(
    (entry) => entry.component === database.name && entry.setting.kind === 'postgres' && entry.setting.per === undefined && entry.origin.from !== 'default' && entry.setting.name !== 'port',
  );
  const port = portEntry(plan, database);
  return [...own, { ...port, setting: { ...port.setting, name: 'port' } }];
}

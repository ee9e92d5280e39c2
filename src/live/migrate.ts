import { databasesOf, type Component } from '../model/stack.ts';
import { fail } from '../model/problem.ts';
import { MIGRATIONS } from '../targets/names.ts';
import { migrationsSecret, SECRETS_IN_CONTAINER } from '../targets/secrets.ts';
import { programOf, startOf } from './application.ts';
import { mapEnvironment } from './environment.ts';
import type { MappedLine } from './live.ts';
import { runProcess } from './process.ts';
import { placesOf } from './servers/places.ts';
import type { Copy, Site } from './site.ts';

/** Longest time that a migration may take, milliseconds. */
const PATIENCE = 600_000;

/** Runs what an application has to have done before its first start, as the role `migrations`. */
export async function migrate(site: Site, component: Component, copy: Copy): Promise<readonly MappedLine[]> {
  const start = startOf(site, component);
  if (start.migrate === undefined) return [];
  const rendered = site.services.get(`${component.name}-migrate`)?.environment;
  const { env, mapped } = mapEnvironment(site, component, rendered ?? { ...site.services.get(component.name)?.environment, ...migrationsEnvironment(site, component) }, { places: placesOf(site, component, copy) });
  const { code, output } = await runProcess(site.folder, `${copy.folder}/migrate.log`, { ...programOf(site, start.migrate), cwd: start.cwd, as: 'self', env: { ...env, ...start.env } }, PATIENCE);
  if (code !== 0) fail(`${start.migrate.join(' ')} of ${component.name} ended with ${code ?? 'a signal'}:\n${output.trimEnd()}`, undefined, 'an application without migrations has a profile of its own, with migrate: []');
  return rendered === undefined ? [] : mapped;
}

/** Migrations log in as their own role, past a pooler, where no rendered service says it. */
function migrationsEnvironment(site: Site, component: Component): Readonly<Record<string, string>> {
  const [database] = databasesOf(site.plan, component);
  if (database === undefined) return {};
  return { DB_HOST: database.name, DB_PORT: '', DB_USER: MIGRATIONS, DB_PASSWORD_FILE: `${SECRETS_IN_CONTAINER}/${migrationsSecret(database)}` };
}

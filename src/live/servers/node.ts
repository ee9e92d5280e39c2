import { join } from 'node:path';
import { variable } from '../../formats/compose-values.ts';
import { need } from '../../model/lookup.ts';
import { fail } from '../../model/problem.ts';
import { serversOf, type Component } from '../../model/stack.ts';
import { health_timeout } from '../../settings/container.ts';
import { SERVER_CONFIG } from '../../targets/environment.ts';
import { fileOf, hostOf, MIGRATIONS } from '../../targets/names.ts';
import { READY_PATH } from '../../targets/node/paths.ts';
import { migrationsSecret, SECRETS_FOLDER, SECRETS_IN_CONTAINER } from '../../targets/secrets.ts';
import { databasesOf } from '../../model/stack.ts';
import { answersOk } from '../http.ts';
import type { ApplicationStart, MappedLine } from '../live.ts';
import { runProcess } from '../process.ts';
import { textOf } from '../services.ts';
import type { Copy, Prepare, Site } from '../site.ts';

const COMPOSE = 'docker-compose.yml';
/** Longest time that a migration may take, milliseconds. */
const MIGRATION = 600_000;

/** An application with its rendered configuration and the environment that docker-compose.yml gives it. */
export const node: Prepare = async (site, component, copy) => {
  const start = startOf(site, component);
  const port = site.portOf(component);
  const metricsPort = await site.anotherPort();
  const { env, mapped } = mapEnvironment(site, component, site.services.get(component.name)?.environment ?? {});
  const own: Readonly<Record<string, string>> = { HOST: copy.host, PORT: String(port), METRICS_PORT: String(metricsPort) };
  const timeout = need(site.plan, component, health_timeout);
  return {
    command: { ...command(site, start.command), cwd: start.cwd, as: 'self', env: { ...env, ...own, ...start.env } },
    port,
    metricsPort,
    mapped: [...mapped, ...Object.entries(own).map(([name, value]) => line(component, name, site.services.get(component.name)?.environment[name], value))],
    ready: () => answersOk({ host: copy.host, port, path: READY_PATH, timeout }),
    endSignal: 'SIGKILL',
  };
};

/** Runs what an application has to have done before its first start, as the role `migrations`. */
export async function migrate(site: Site, component: Component, copy: Copy): Promise<readonly MappedLine[]> {
  const start = startOf(site, component);
  if (start.migrate === undefined) return [];
  const rendered = site.services.get(`${component.name}-migrate`)?.environment;
  const { env, mapped } = mapEnvironment(site, component, rendered ?? { ...site.services.get(component.name)?.environment, ...migrationsEnvironment(site, component) });
  const { code, output } = await runProcess(site.folder, `${copy.folder}/migrate.log`, { ...command(site, start.migrate), cwd: start.cwd, as: 'self', env: { ...env, ...start.env } }, MIGRATION);
  if (code !== 0) fail(`${start.migrate.join(' ')} of ${component.name} ended with ${code ?? 'a signal'}:\n${output.trimEnd()}`, undefined, 'an application without migrations has a profile of its own, with migrate: []');
  return rendered === undefined ? [] : mapped;
}

/** Migrations log in as their own role, past a pooler, where no rendered service says it. */
function migrationsEnvironment(site: Site, component: Component): Readonly<Record<string, string>> {
  const [database] = databasesOf(site.plan, component);
  if (database === undefined) return {};
  return { DB_HOST: database.name, DB_PORT: '', DB_USER: MIGRATIONS, DB_PASSWORD_FILE: `${SECRETS_IN_CONTAINER}/${migrationsSecret(database)}` };
}

function startOf(site: Site, component: Component): ApplicationStart {
  return site.applications[component.name] ?? fail(`nothing says how the application ${component.name} is started`, undefined, 'name its command and its folder');
}

/** `node` is the one that runs this program, unless another was named. */
function command(site: Site, words: readonly string[]): { readonly program: string; readonly args: readonly string[] } {
  const [program = '', ...args] = words;
  return { program: program === 'node' ? site.programs('node') : program, args };
}

/** The environment with hosts, ports and paths of this machine; all else as it is. */
function mapEnvironment(site: Site, component: Component, environment: Readonly<Record<string, string>>): { readonly env: Readonly<Record<string, string>>; readonly mapped: readonly MappedLine[] } {
  const others = site.plan.components.filter((each) => each.name !== component.name);
  const configuration = site.folder.write(`${component.name}/server.config.mjs`, textOf(site.files, fileOf(site.plan, component, 'server.config.mjs')));
  const hostAt = (name: string): Component | undefined => others.find((each) => hostOf(site.plan, each) === environment[name]);
  const to = (name: string, value: string): string => {
    if (value === SERVER_CONFIG) return configuration;
    if (value.startsWith(`${SECRETS_IN_CONTAINER}/`)) return join(site.folder.path, SECRETS_FOLDER, value.slice(SECRETS_IN_CONTAINER.length + 1));
    const host = name.endsWith('_HOST') ? hostAt(name) : undefined;
    if (host !== undefined) return '127.0.0.1';
    const server = name.endsWith('_PORT') ? hostAt(name.replace(/_PORT$/, '_HOST')) : undefined;
    if (server !== undefined) return String(site.portOf(server));
    const broker = name.endsWith('_BOOTSTRAP_SERVERS') ? others.find((each) => each.kind === 'kafka' && value.startsWith(`${hostOf(site.plan, each)}:`)) : undefined;
    if (broker !== undefined) return `127.0.0.1:${site.portOf(broker)}`;
    const called = serversOf(site.plan, component).find((each) => name === `${variable(each.name)}_URL`);
    return called === undefined ? value : value.replace(/\/\/[^/]*/, `//127.0.0.2:${site.portOf(called)}`);
  };
  const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, to(name, value)]));
  return { env, mapped: Object.entries(env).filter(([name, value]) => environment[name] !== value).map(([name, value]) => line(component, name, environment[name], value)) };
}

const line = (component: Component, name: string, from: string | undefined, to: string): MappedLine =>
  ({ file: COMPOSE, from: from === undefined ? '' : `${component.name}: ${name}: ${from}`, to: `${component.name}: ${name}: ${to}` });

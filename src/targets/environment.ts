import { digits } from '../formats/units.ts';
import { variable } from '../formats/compose-values.ts';
import type { Entry } from '../model/entry.ts';
import { entryOf } from '../model/lookup.ts';
import { databasesOf, serversOf, type Component, type Stack } from '../model/stack.ts';
import { isAnswering, isPython } from '../model/who.ts';
import { MiB } from '../model/value.ts';
import * as node from '../settings/node.ts';
import { clientSecret, migrationsSecret, SECRETS_IN_CONTAINER } from './secrets.ts';
import { databaseName, hostOf, MIGRATIONS, portEntry, roleName } from './names.ts';
import { said } from './said.ts';

/** Where an application finds its rendered configuration. */
export const SERVER_CONFIG = '/app/server.config.mjs';

/** Where a Python application finds its rendered settings: `import settings`. */
export const PYTHON_SETTINGS = '/app/settings.py';

/** The file that a worker touches while it works, and by whose age it is judged. */
export const HEARTBEAT_FILE = '/tmp/heartbeat';

/** Where Next.js keeps the images that it made smaller, and the pages that it made anew. */
export const NEXT_CACHE = '/app/.next/cache';

/** Where the processes of one application keep what they count, for the one that is asked. */
export const METRICS_FOLDER = '/run/prometheus';

/** An environment variable, and the entries that its value comes from. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly entries: readonly Entry[];
}

const fixed = (name: string, value: string): Variable => ({ name, value, entries: [] });

/** The environment of an application, in alphabetical order. It holds no secret: passwords are files. */
export function environmentOf(plan: Stack, application: Component): readonly Variable[] {
  return sorted([
    fixed('NODE_ENV', 'production'),
    fixed('SERVER_CONFIG', SERVER_CONFIG),
    tuned('PORT', portEntry(plan, application)),
    ...numbered('WORKERS', entryOf(plan, application, node.workers)),
    ...numbered('UV_THREADPOOL_SIZE', entryOf(plan, application, node.uv_threadpool_size)),
    ...nodeOptions(plan, application),
    ...linked(plan, application),
  ]);
}

/** The environment of a Python application, in alphabetical order: where its servers are. What it is told beside that is in its settings. */
export function pythonEnvironmentOf(plan: Stack, application: Component): readonly Variable[] {
  const asked = isAnswering(application) ? tuned('PORT', portEntry(plan, application)) : fixed('HEARTBEAT_FILE', HEARTBEAT_FILE);
  return sorted([asked, fixed('PROMETHEUS_MULTIPROC_DIR', METRICS_FOLDER), ...interpreter, ...linked(plan, application)]);
}

/** What every Python process is told: where our module is, to say things at once, and to write nothing beside its files. */
const interpreter: readonly Variable[] = [fixed('PYTHONDONTWRITEBYTECODE', '1'), fixed('PYTHONPATH', '/app'), fixed('PYTHONUNBUFFERED', '1')];

/** The environment of a frontend of Next.js, in alphabetical order. */
export function nextEnvironmentOf(plan: Stack, application: Component): readonly Variable[] {
  return sorted([
    fixed('HOSTNAME', '0.0.0.0'), fixed('NEXT_TELEMETRY_DISABLED', '1'), fixed('NODE_ENV', 'production'), tuned('PORT', portEntry(plan, application)),
    ...numbered('KEEP_ALIVE_TIMEOUT', entryOf(plan, application, node.keep_alive_timeout)), ...numbered('UV_THREADPOOL_SIZE', entryOf(plan, application, node.uv_threadpool_size)),
    ...nodeOptions(plan, application), ...linked(plan, application),
  ]);
}

const sorted = (variables: readonly Variable[]): readonly Variable[] => variables.toSorted((a, b) => (a.name < b.name ? -1 : 1));

const tuned = (name: string, entry: Entry<number>): Variable => ({ name, value: digits(entry.value), entries: [entry] });
const numbered = (name: string, entry: Entry<number> | undefined): readonly Variable[] => (entry === undefined ? [] : [tuned(name, entry)]);

const wholeMiB = (bytes: number): string | undefined => (bytes % MiB === 0 ? digits(bytes / MiB) : undefined);

/** Heap flags, in MiB. Workers inherit them, so they are the numbers of one process. */
function nodeOptions(plan: Stack, application: Component): readonly Variable[] {
  const flags = [
    ['--max-old-space-size', entryOf(plan, application, node.max_old_space_size)],
    ['--max-semi-space-size', entryOf(plan, application, node.max_semi_space_size)],
  ] as const;
  const given = flags.flatMap(([flag, entry]) => (entry === undefined ? [] : [{ text: `${flag}=${said(entry, wholeMiB).value}`, entry }]));
  return given.length === 0 ? [] : [{ name: 'NODE_OPTIONS', value: given.map(({ text }) => text).join(' '), entries: given.map(({ entry }) => entry) }];
}

/** How the variables begin that name a server: DB, REDIS; a second one of a kind has its own name. */
const prefixes: Readonly<Record<string, string>> = { redis: 'REDIS', postgres: 'DB', pgbouncer: 'DB', kafka: 'KAFKA', mongodb: 'MONGO' };

/** The servers that an application is linked to, and how the variables begin that name them. */
export function prefixed(plan: Stack, application: Component): readonly (readonly [server: Component, prefix: string])[] {
  const seen = new Set<string>();
  return serversOf(plan, application).map((server) => {
    const usual = prefixes[server.kind] ?? variable(server.name);
    const first = !seen.has(usual);
    seen.add(usual);
    return [server, first ? usual : variable(server.name)];
  });
}

const linked = (plan: Stack, application: Component): readonly Variable[] => prefixed(plan, application).flatMap(([server, prefix]) => linkedTo(plan, application, server, prefix));

/** Where a server is that an application is linked to, and who it is there. */
export function linkedTo(plan: Stack, application: Component, server: Component, prefix: string): readonly Variable[] {
  if (server.kind === 'redis' || server.kind === 'mongodb') return address(plan, prefix, server);
  if (server.kind === 'kafka') return [{ name: `${prefix}_BOOTSTRAP_SERVERS`, value: `${hostOf(plan, server)}:${digits(portEntry(plan, server).value)}`, entries: [portEntry(plan, server)] }];
  if (isAnswering(server)) return [{ name: `${prefix}_URL`, value: `http://${hostOf(plan, server)}:${digits(portEntry(plan, server).value)}`, entries: [portEntry(plan, server)] }];
  return prefixes[server.kind] === 'DB' ? [...address(plan, prefix, server), ...login(plan, prefix, databaseBehind(plan, server), roleName(application), clientSecret(application))] : [];
}

const address = (plan: Stack, prefix: string, server: Component): readonly Variable[] => [fixed(`${prefix}_HOST`, hostOf(plan, server)), tuned(`${prefix}_PORT`, portEntry(plan, server))];

const databaseBehind = (plan: Stack, server: Component): Component | undefined => (server.kind === 'postgres' ? server : databasesOf(plan, server)[0]);

const login = (plan: Stack, prefix: string, database: Component | undefined, role: string, secret: string): readonly Variable[] => [
  ...(database === undefined ? [] : [fixed(`${prefix}_NAME`, databaseName(plan, database))]),
  fixed(`${prefix}_USER`, role),
  fixed(`${prefix}_PASSWORD_FILE`, `${SECRETS_IN_CONTAINER}/${secret}`),
];

/** The environment of an application's migration, in alphabetical order: its databases, poolers passed by, as the role that owns their schemas. */
export function migrationEnvironmentOf(plan: Stack, application: Component): readonly Variable[] {
  const databases = prefixed(plan, application).flatMap(([server, prefix]): readonly Variable[] => {
    const database = prefixes[server.kind] === 'DB' ? databaseBehind(plan, server) : undefined;
    return database === undefined ? [] : [...address(plan, prefix, database), ...login(plan, prefix, database, MIGRATIONS, migrationsSecret(database))];
  });
  const runtime = isPython(application) ? interpreter : [fixed('NODE_ENV', 'production'), ...nodeOptions(plan, application)];
  return sorted([...runtime, ...databases]);
}

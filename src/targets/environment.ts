import { digits } from '../formats/units.ts';
import { variable } from '../formats/compose-values.ts';
import type { Entry } from '../model/entry.ts';
import { entryOf } from '../model/lookup.ts';
import { databasesOf, serversOf, type Component, type Stack } from '../model/stack.ts';
import { isApplication } from '../model/who.ts';
import { MiB } from '../model/value.ts';
import * as node from '../settings/node.ts';
import { clientSecret, SECRETS_IN_CONTAINER } from './secrets.ts';
import { databaseName, hostOf, portEntry, roleName } from './names.ts';
import { said } from './said.ts';

/** Where an application finds its rendered configuration. */
export const SERVER_CONFIG = '/app/server.config.mjs';

/** An environment variable, and the entries that its value comes from. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly entries: readonly Entry[];
}

const fixed = (name: string, value: string): Variable => ({ name, value, entries: [] });

/** The environment of an application, in alphabetical order. It holds no secret: passwords are files. */
export function environmentOf(plan: Stack, application: Component): readonly Variable[] {
  const all = [
    fixed('NODE_ENV', 'production'),
    fixed('SERVER_CONFIG', SERVER_CONFIG),
    tuned('PORT', portEntry(plan, application)),
    ...numbered('WORKERS', entryOf(plan, application, node.workers)),
    ...numbered('UV_THREADPOOL_SIZE', entryOf(plan, application, node.uv_threadpool_size)),
    ...nodeOptions(plan, application),
    ...linked(plan, application),
  ];
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

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

/** Where the servers are that it is linked to: DB_*, REDIS_*; a second one of a kind by its own name. */
function linked(plan: Stack, application: Component): readonly Variable[] {
  const seen = new Set<string>();
  const prefix = (usual: string, server: Component): string => {
    const first = !seen.has(usual);
    seen.add(usual);
    return first ? usual : variable(server.name);
  };
  return serversOf(plan, application).flatMap((server): readonly Variable[] => {
    if (server.kind === 'redis') return address(plan, prefix('REDIS', server), server);
    if (server.kind === 'postgres' || server.kind === 'pgbouncer') return database(plan, application, prefix('DB', server), server);
    return isApplication(server) ? [{ name: `${variable(server.name)}_URL`, value: `http://${hostOf(plan, server)}:${digits(portEntry(plan, server).value)}`, entries: [portEntry(plan, server)] }] : [];
  });
}

const address = (plan: Stack, prefix: string, server: Component): readonly Variable[] => [fixed(`${prefix}_HOST`, hostOf(plan, server)), tuned(`${prefix}_PORT`, portEntry(plan, server))];

function database(plan: Stack, application: Component, prefix: string, server: Component): readonly Variable[] {
  const behind = server.kind === 'postgres' ? server : databasesOf(plan, server)[0];
  return [
    ...address(plan, prefix, server),
    ...(behind === undefined ? [] : [fixed(`${prefix}_NAME`, databaseName(plan, behind))]),
    fixed(`${prefix}_USER`, roleName(application)),
    fixed(`${prefix}_PASSWORD_FILE`, `${SECRETS_IN_CONTAINER}/${clientSecret(application)}`),
  ];
}

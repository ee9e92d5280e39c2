import { postgresParameters, type StatedParameter } from '../../formats/postgres-parameters.ts';
import { connectionParts } from '../../formats/ini-syntax.ts';
import { defaultEntry, entryId, statedEntry, type Entry, type Position } from '../../model/entry.ts';
import { NOTHING, type Connection, type Facts } from '../../model/facts.ts';
import type { Unread } from '../../model/stack.ts';
import { major } from '../../model/version.ts';
import { MiB } from '../../model/value.ts';
import * as found from '../../settings/found.ts';
import * as pg from '../../settings/postgres.ts';
import { readArguments, readInitdbArguments } from './postgres/arguments.ts';
import { masked, parameterEntries, roleEntries, type Valued } from './postgres/entries.ts';
import { environmentParameters, VARIABLES } from './postgres/environment.ts';
import { isPostgresImage, postgresImage, postgresVersion, tunesItself } from './postgres/image.ts';
import { readInitialisation } from './postgres/initialisation.ts';
import { loadedConfiguration } from './postgres/loaded.ts';
import type { InsideReader, RunningContainer } from './running.ts';
import { listening } from './stores/listening.ts';
import { argumentsOf, starts } from './stores/words.ts';
import { imageEntries } from './version.ts';

const SERVERS = ['postgres', 'postmaster'];
/** Parameters that an image which tunes itself sets after the memory of the machine. */
const TUNED = [
  'shared_buffers', 'effective_cache_size', 'maintenance_work_mem', 'work_mem', 'max_worker_processes', 'max_parallel_workers_per_gather', 'max_parallel_workers', 'wal_buffers', 'min_wal_size',
  'max_wal_size', 'default_statistics_target', 'random_page_cost', 'checkpoint_completion_target', 'max_connections', 'max_locks_per_transaction', 'autovacuum_max_workers', 'effective_io_concurrency',
];
/** Parameters that checks ask for: where a file that says them is not at hand, none of their defaults counts. */
const ASKED = [...new Set([...Object.values(pg).flatMap((value) => (typeof value === 'object' && 'unit' in value && value.kind === 'postgres' && value.per === undefined ? [value.name] : []))])];

/** PostgreSQL: its command, variables, configuration files and init scripts. */
export const postgresReader: InsideReader = {
  kind: 'postgres',
  recognises: (container) => {
    const words = argumentsOf(container, SERVERS);
    if (words === undefined) return false;
    if (isPostgresImage(container)) return true;
    return starts(container, SERVERS) || (container.image === undefined && container.build === undefined && container.files.some((path) => /(?:^|\/)postgresql\.conf$/.test(path)));
  },
  read: readPostgres,
};

function readPostgres(container: RunningContainer): Facts {
  const { component } = container;
  const version = postgresVersion(container);
  const command = readArguments(argumentsOf(container, SERVERS) ?? []);
  const named = command.stated.findLast(({ name }) => name === 'config_file');
  const loaded = loadedConfiguration(container, version, named === undefined ? undefined : { text: named.value, at: named.at }, command.folder);
  const scripts = readInitialisation(container);
  const { configuration } = loaded;
  // What is appended to postgresql.conf by a script is lost where another file is loaded.
  const file: readonly StatedParameter[] = loaded.fromInitdb
    ? [...readInitdbArguments(container.environment.get('POSTGRES_INITDB_ARGS')), ...configuration.stated, ...scripts.conf]
    : configuration.stated;
  const ofDatabases = scripts.databases.flatMap((change): readonly StatedParameter[] => (change.value === undefined ? [] : [{ name: change.name, value: change.value, text: change.text, at: change.at, by: 'sql' }]));
  const stated = [...file, ...scripts.system, ...environmentParameters(container), ...command.stated, ...ofDatabases];
  const values = parameterEntries(component, version, stated);
  const roles = roleEntries(component, scripts.roles);
  const at = container.image?.at ?? container.at;
  const silent = [
    ...(loaded.absent === undefined ? [] : unknown(component, ASKED, values, `${loaded.absent.text} is loaded, and not in the tree`, loaded.absent.at)),
    ...(tunesItself(container) ? unknown(component, TUNED, values, 'the image sets it by the memory of the machine', at) : []),
    ...command.incomplete.map((word): Unread => ({ component, what: word.text, because: 'a parameter without a value: PostgreSQL does not start', at: word.at })),
    ...unresolved(container),
  ];
  return {
    ...NOTHING,
    entries: [
      ...imageEntries(container, postgresImage(container), version, plainImage(container) ? '18' : undefined),
      ...values.entries, ...roles.entries, ...(loaded.fromInitdb ? [...(tunesItself(container) ? [] : initialBuffers(component, version, values)), ...initialAddresses(container, values)] : []),
      ...listening(component, portOf(values), 5432, 'PostgreSQL'),
      ...scripts.scripts.map(({ path, file: script }) => statedEntry(component, found.init_script, script.path, { file: script.path, line: 1, column: 1 }, { subject: path })),
      ...scripts.system.map((one) => statedEntry(component, found.set_in_sql, masked(one.value), one.at, { subject: one.name, text: masked(one.text) })),
    ],
    connections: primaryOf(container, values),
    documents: [{ format: postgresParameters, component, file: stated[0]?.at.file ?? container.at.file, content: { ...(version === undefined ? {} : { version }), stated } }],
    unread: [...configuration.unread, ...values.unread, ...roles.unread, ...silent],
    problems: configuration.problems,
    files: [...configuration.files, ...scripts.scripts.map(({ file: script }) => script.path)],
  };
}

/** The official image without a version runs the newest release. */
const plainImage = (container: RunningContainer): boolean => /^(?:docker\.io\/)?(?:library\/)?postgres(?::(?:latest|alpine|bookworm|trixie|bullseye))?$/.test(postgresImage(container)?.text ?? '');

function portOf(values: Valued): { readonly port: number; readonly at: Position; readonly text: string } | undefined {
  const entry = values.entries.find(({ setting }) => setting.name === 'port');
  return entry?.origin.from === 'stated' && typeof entry.value === 'number' ? { port: entry.value, at: entry.origin.at, text: entry.origin.text ?? '' } : undefined;
}

/** initdb writes shared_buffers = 128MB into the file that it makes; without that file 13 and 14 take 8 MB. */
function initialBuffers(component: string, version: string | undefined, values: Valued): readonly Entry[] {
  const stated = [...values.entries.map(({ id }) => id), ...values.unread.map(({ id }) => id)].includes(entryId({ name: component }, pg.shared_buffers));
  if (stated || version === undefined || major(version) >= 15) return [];
  return [defaultEntry(component, pg.shared_buffers, 128 * MiB, 'initdb')];
}

/** The official image writes listen_addresses = '*' into the sample that initdb copies; a file that takes its place and is silent leaves localhost. */
function initialAddresses(container: RunningContainer, values: Valued): readonly Entry[] {
  const { component } = container;
  const known = [...values.entries, ...values.unread].some(({ id }) => id === entryId({ name: component }, pg.listen_addresses));
  return known || !isPostgresImage(container) ? [] : [defaultEntry(component, pg.listen_addresses, '*', 'its image')];
}

/** Parameters of which neither the value nor the default is known. */
const unknown = (component: string, names: readonly string[], values: Valued, because: string, at: Position): readonly Unread[] =>
  names.filter((name) => !values.entries.some(({ setting }) => setting.name === name)).flatMap((name) => {
    const setting = pg.parameter(name);
    return setting === undefined ? [] : [{ component, id: entryId({ name: component }, setting), what: name, because, at }];
  });

/** Variables that stand for a parameter and whose value is not known. */
const unresolved = (container: RunningContainer): readonly Unread[] =>
  [...container.unresolved].flatMap(([variable, because]) => {
    const setting = pg.parameter(VARIABLES.get(variable) ?? '');
    return setting === undefined ? [] : [{ component: container.component, id: entryId({ name: container.component }, setting), what: variable, because, at: container.at }];
  });

/** The primary that a standby follows: `primary_conninfo`, or the variable of Bitnami's images. */
function primaryOf(container: RunningContainer, values: Valued): readonly Connection[] {
  const entry = values.entries.find(({ setting }) => setting.name === 'primary_conninfo');
  const host = typeof entry?.value === 'string' ? connectionParts(entry.value).find(({ name }) => name === 'host')?.value : undefined;
  const variable = container.environment.get('POSTGRESQL_MASTER_HOST');
  const from = { from: container.component, protocol: 'postgres' } as const;
  return [
    ...(host === undefined || host === '' || host.startsWith('/') || entry?.origin.from !== 'stated' ? [] : [{ ...from, host, at: entry.origin.at, text: 'primary_conninfo' }]),
    ...(variable === undefined || variable.text === '' ? [] : [{ ...from, host: variable.text, at: variable.at, text: `POSTGRESQL_MASTER_HOST=${variable.text}` }]),
  ];
}

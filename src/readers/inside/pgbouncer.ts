import { pgbouncerLines, type PgbouncerLine } from '../../formats/pgbouncer-lines.ts';
import { readPgbouncer } from '../../formats/pgbouncer-read.ts';
import { entryId, statedEntry, type Entry } from '../../model/entry.ts';
import { NOTHING, type Facts } from '../../model/facts.ts';
import type { SourceFile } from '../../model/source.ts';
import type { Unread } from '../../model/stack.ts';
import { settingNamed } from '../../settings/index.ts';
import * as settings from '../../settings/pgbouncer.ts';
import { environmentConnections, environmentLines, VARIABLES } from './pgbouncer/environment.ts';
import { databaseConnections, databasesIn, readPgbouncerFile, type PgbouncerFile, type PooledDatabase } from './pgbouncer/file.ts';
import { imageName, tagVersion, type InsideReader, type RunningContainer } from './running.ts';
import { listening } from './stores/listening.ts';
import { argumentsOf, hasVariable, starts } from './stores/words.ts';
import { imageEntries } from './version.ts';

const isPooler = (image: string | undefined): boolean => /pgbouncer/.test(imageName(image)) && !/exporter|metrics/.test(imageName(image));
const USUAL = ['/etc/pgbouncer/pgbouncer.ini', '/bitnami/pgbouncer/conf/pgbouncer.ini', '/opt/bitnami/pgbouncer/conf/pgbouncer.ini', '/opt/pgbouncer/pgbouncer.ini'] as const;
const isIni = (path: string): boolean => /(?:^|\/)pgbouncer[A-Za-z0-9_.-]*\.ini$/.test(path);

/** PgBouncer: its pgbouncer.ini, or the variables that its images make one of. */
export const pgbouncerReader: InsideReader = {
  kind: 'pgbouncer',
  recognises: (container) =>
    isPooler(container.image?.text) || isPooler(container.base?.text) || starts(container, ['pgbouncer']) ||
    (isAlone(container) && container.files.some(isIni)),
  read: readPooler,
};

const isAlone = (container: RunningContainer): boolean => container.image === undefined && container.build === undefined && container.command.length === 0;

function readPooler(container: RunningContainer): Facts {
  const { component } = container;
  const image = isPooler(container.image?.text) ? container.image : container.base;
  const version = isPooler(image?.text) ? tagVersion(image?.text) : undefined;
  const named = argumentsOf(container, ['pgbouncer'])?.find(({ text }) => text.endsWith('.ini'));
  const found = iniOf(container, named?.text);
  const file = found === undefined ? undefined : readPgbouncerFile(container, found);
  const lines = file?.lines ?? environmentLines(container);
  const databases = databasesIn(lines);
  const around = file === undefined ? environmentConnections(container) : { connections: databaseConnections(component, databases), unread: [] };
  const own = lines.filter(({ section }) => section === 'pgbouncer');
  const values = valuesOf(component, own);
  return {
    ...NOTHING,
    entries: [...imageEntries(container, image, version, image === undefined ? undefined : '1.24'), ...withDatabases(component, values.entries, databases), ...ports(container, own, file)],
    connections: around.connections,
    documents: [{ format: pgbouncerLines, component, file: lines[0]?.at.file ?? container.at.file, content: { ...(version === undefined ? {} : { version }), lines } }],
    unread: [...(file?.unread ?? []), ...values.unread, ...around.unread, ...(file === undefined ? unresolved(container) : []), ...(named !== undefined && found === undefined && environmentLines(container).length === 0 ? absent(component, named.text, named.at) : [])],
    problems: file?.problems ?? [],
    files: file?.files ?? [],
  };
}

function iniOf(container: RunningContainer, named: string | undefined): SourceFile | undefined {
  const paths = [...(named === undefined ? [] : [named]), ...USUAL, ...(isAlone(container) ? container.files.filter(isIni) : [])];
  return paths.map((path) => container.file(path)).find((file) => file !== undefined);
}

/** Without listen_addr in its file PgBouncer listens on a socket only; images that make the file listen everywhere. */
function ports(container: RunningContainer, own: readonly PgbouncerLine[], file: PgbouncerFile | undefined): readonly Entry[] {
  const address = own.findLast(({ name }) => name === 'listen_addr')?.value;
  if (file !== undefined && (address === undefined || address === '')) return [];
  const port = own.findLast(({ name }) => name === 'listen_port');
  const usual = file === undefined && /(?:^|\/)edoburu\//.test(container.image?.text ?? container.base?.text ?? '') ? 5432 : 6432;
  return listening(container.component, port === undefined ? undefined : { port: Number(port.value), at: port.at, text: port.text }, usual, 'PgBouncer');
}

function valuesOf(component: string, own: readonly PgbouncerLine[]): { readonly entries: readonly Entry[]; readonly unread: readonly Unread[] } {
  const entries: Entry[] = [];
  const unread: Unread[] = [];
  for (const [name, { value, text, at }] of new Map(own.map((line) => [line.name, line]))) {
    const setting = settingNamed('pgbouncer', name);
    if (setting === undefined || setting.per !== undefined) continue;
    const id = entryId({ name: component }, setting);
    const read = readPgbouncer(setting, value);
    if (read !== undefined) entries.push(statedEntry(component, setting, read, at, { text }));
    else unread.push({ component, id, what: name, because: hasVariable(value) ? `${value} is only known when it runs` : `PgBouncer does not take ${value || 'an empty value'}`, at });
  }
  return { entries, unread };
}

/** Databases may have a pool size and a mode of their own; where all of them have the same, nothing else is in use. */
function withDatabases(component: string, entries: readonly Entry[], databases: readonly PooledDatabase[]): readonly Entry[] {
  const sizes = databases.flatMap(({ name, line, parts }) => {
    const size = Number(parts.get('pool_size'));
    return size > 0 ? [statedEntry(component, settings.pool_size, size, line.at, { subject: name, text: line.text })] : [];
  });
  const [first] = databases;
  if (first === undefined) return entries;
  const same = (key: string): string | undefined => {
    const values = new Set(databases.map(({ parts }) => parts.get(key)));
    return values.size === 1 ? [...values][0] : undefined;
  };
  const replace = (before: readonly Entry[], setting: typeof settings.default_pool_size | typeof settings.pool_mode, value: string | undefined): readonly Entry[] => {
    const read = value === undefined ? undefined : readPgbouncer(setting, value);
    return read === undefined ? before : [...before.filter((entry) => entry.setting.name !== setting.name), statedEntry(component, setting as typeof settings.pool_mode, read as string, first.line.at, { text: first.line.text })];
  };
  return [...replace(replace(entries, settings.default_pool_size, same('pool_size')), settings.pool_mode, same('pool_mode')), ...sizes];
}

/** Variables whose value is not known. */
const unresolved = (container: RunningContainer): readonly Unread[] =>
  [...container.unresolved].flatMap(([variable, because]) => {
    const setting = settingNamed('pgbouncer', VARIABLES.get(variable) ?? '');
    return setting === undefined ? [] : [{ component: container.component, id: entryId({ name: container.component }, setting), what: variable, because, at: container.at }];
  });

const absent = (component: string, path: string, at: Unread['at']): readonly Unread[] =>
  Object.values(settings).filter(({ per }) => per === undefined).map((setting) => ({ component, id: entryId({ name: component }, setting), what: setting.name, because: `${path} is loaded, and not in the tree`, ...(at === undefined ? {} : { at }) }));

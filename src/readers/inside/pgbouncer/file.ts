import { connectionParts, parseIni } from '../../../formats/ini-syntax.ts';
import type { PgbouncerLine } from '../../../formats/pgbouncer-lines.ts';
import type { Connection } from '../../../model/facts.ts';
import type { Problem } from '../../../model/problem.ts';
import { positionIn, type SourceFile } from '../../../model/source.ts';
import type { Unread } from '../../../model/stack.ts';
import type { RunningContainer } from '../running.ts';

/** What pgbouncer.ini and the files that it includes say. */
export interface PgbouncerFile {
  readonly lines: readonly PgbouncerLine[];
  readonly problems: readonly Problem[];
  readonly unread: readonly Unread[];
  readonly files: readonly string[];
}

const DEEPEST = 10;
const MOST_FILES = 100;
/** More than anybody lists. */
const MOST_DATABASES = 2000;

/** Reads pgbouncer.ini; `%include` is resolved where it stands. */
export function readPgbouncerFile(container: RunningContainer, file: SourceFile): PgbouncerFile {
  const lines: PgbouncerLine[] = [];
  const problems: Problem[] = [];
  const unread: Unread[] = [];
  const files: string[] = [];
  const read = (one: SourceFile, section: string, depth: number): void => {
    if (depth > DEEPEST || files.length >= MOST_FILES) return;
    files.push(one.path);
    const parsed = parseIni(one.text, section);
    problems.push(...parsed.flaws.map((flaw) => ({ at: positionIn(one, flaw.at.line, flaw.at.column), message: flaw.message, hint: flaw.hint })));
    for (const line of parsed.lines) {
      const at = positionIn(one, line.valueAt.line, line.valueAt.column);
      if (line.name !== '%include') lines.push({ section: line.section, name: line.name, value: line.value, text: `${line.name} = ${line.value.replace(/(password\s{0,5}=\s{0,5})[^\s']+/gi, '$1***')}`, at, by: 'file' });
      else {
        const included = container.file(line.value);
        if (included === undefined) unread.push({ component: container.component, what: line.value, because: 'it is included, and not in the tree', at });
        else read(included, line.section, depth + 1);
      }
    }
  };
  read(file, '', 1);
  return { lines, problems, unread, files };
}

/** One line of `[databases]`. */
export interface PooledDatabase {
  readonly name: string;
  readonly line: PgbouncerLine;
  readonly parts: ReadonlyMap<string, string>;
}

/** The databases that the file lists. */
export const databasesIn = (lines: readonly PgbouncerLine[]): readonly PooledDatabase[] =>
  lines.filter(({ section }) => section === 'databases').slice(0, MOST_DATABASES).map((line) => ({ name: line.name, line, parts: new Map(connectionParts(line.value).map(({ name, value }) => [name, value])) }));

/** Where the databases are; one without a host is reached over a socket. */
export const databaseConnections = (component: string, databases: readonly PooledDatabase[]): readonly Connection[] =>
  databases.flatMap(({ parts, line }) =>
    (parts.get('host') ?? '').split(',').filter((host) => host !== '' && !host.startsWith('/') && !host.startsWith('@'))
      .map((host) => ({ from: component, host, port: Number(parts.get('port')) || 5432, protocol: 'postgres' as const, at: line.at, text: line.text })),
  );

import type { StatedParameter } from '../../../formats/postgres-parameters.ts';
import { parsePostgresConf } from '../../../formats/postgres-conf-syntax.ts';
import { parseSql } from '../../../formats/sql-syntax.ts';
import type { Position } from '../../../model/entry.ts';
import { positionIn, type SourceFile } from '../../../model/source.ts';
import type { Mark } from '../../../formats/yaml-tree.ts';
import type { RunningContainer } from '../running.ts';
import { piecesOf } from './shell.ts';
import { changesOf, type Change } from './statements.ts';

/** Where the images look for scripts that they run once, on an empty volume. */
const INIT_FOLDER = '/docker-entrypoint-initdb.d/';

/** A change of one role or database, with its place. */
export type PlacedChange = Omit<Change, 'at'> & { readonly at: Position };

/** What the init scripts change, in the order in which the image runs them. */
export interface Initialisation {
  /** Paths in the container. */
  readonly scripts: readonly { readonly path: string; readonly file: SourceFile }[];
  /** Lines that they append to postgresql.conf. */
  readonly conf: readonly StatedParameter[];
  /** What ALTER SYSTEM leaves behind. */
  readonly system: readonly StatedParameter[];
  readonly databases: readonly PlacedChange[];
  readonly roles: readonly PlacedChange[];
}

/** Reads the SQL and shell scripts that the image runs when it makes the database. */
export function readInitialisation(container: RunningContainer): Initialisation {
  const scripts = container.files.filter((path) => path.startsWith(INIT_FOLDER) && !path.slice(INIT_FOLDER.length).includes('/') && /\.(?:sql|sh)$/.test(path)).flatMap((path) => {
    const file = container.file(path);
    return file === undefined ? [] : [{ path, file }];
  });
  const conf: StatedParameter[] = [];
  const changes: PlacedChange[] = [];
  for (const { path, file } of scripts) {
    const pieces = path.endsWith('.sql') ? [{ text: file.text, line: 0, as: 'sql' as const }] : piecesOf(file.text);
    const place = (mark: Mark, line: number): Position => positionIn(file, mark.line + line, mark.column);
    const known = (text: string): string => (path.endsWith('.sql') ? text : withVariables(container, text));
    for (const { text, line, as } of pieces) {
      if (as === 'conf') {
        conf.push(...parsePostgresConf(text).assignments.map((one): StatedParameter => ({ name: one.name, value: known(one.value), text: `${one.name} = ${one.text}`, at: place(one.at, line), by: 'file' })));
      } else {
        changes.push(...changesOf(parseSql(text)).map((change) => ({
          ...change, at: place(change.at, line),
          ...(change.value === undefined ? {} : { value: known(change.value) }),
          ...(change.target === undefined ? {} : { target: known(change.target) }),
        })));
      }
    }
  }
  return { scripts, conf, system: systemOf(changes), databases: changes.filter(({ of }) => of === 'database'), roles: changes.filter(({ of }) => of === 'role') };
}

/** ALTER SYSTEM one after the other: the last one of a parameter stays, RESET takes it back. */
function systemOf(changes: readonly PlacedChange[]): readonly StatedParameter[] {
  const left = new Map<string, StatedParameter>();
  for (const change of changes.filter(({ of }) => of === 'system')) {
    const name = change.name.toLowerCase();
    if (change.value !== undefined) left.set(name, { name: change.name, value: change.value, text: change.text, at: change.at, by: 'sql' });
    else if (name === 'all') left.clear();
    else left.delete(name);
  }
  return [...left.values()];
}

/** Variables of the container in a shell script, replaced where they are known. */
const withVariables = (container: RunningContainer, text: string): string =>
  text.replace(/\$(?:\{([A-Za-z_][A-Za-z0-9_]{0,80})(?::?-([^}]{0,200}))?\}|([A-Za-z_][A-Za-z0-9_]{0,80}))/g, (whole, braced: string | undefined, otherwise: string | undefined, plain: string | undefined) => {
    const name = braced ?? plain ?? '';
    return container.environment.get(name)?.text ?? (container.unresolved.has(name) ? undefined : otherwise) ?? whole;
  });

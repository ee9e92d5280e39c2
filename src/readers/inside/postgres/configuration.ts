import { parsePostgresConf } from '../../../formats/postgres-conf-syntax.ts';
import type { StatedParameter } from '../../../formats/postgres-parameters.ts';
import type { Position } from '../../../model/entry.ts';
import type { Problem } from '../../../model/problem.ts';
import { folderOf, positionIn, type SourceFile } from '../../../model/source.ts';
import type { Unread } from '../../../model/stack.ts';
import type { RunningContainer } from '../running.ts';

/** What a configuration file and those that it includes say, in PostgreSQL's order: the last one of a name counts. */
export interface Configuration {
  readonly stated: readonly StatedParameter[];
  readonly problems: readonly Problem[];
  readonly unread: readonly Unread[];
  readonly files: readonly string[];
}

const NONE: Configuration = { stated: [], problems: [], unread: [], files: [] };
/** As deep as PostgreSQL itself includes, and more files than anybody has. */
const DEEPEST = 10;
const MOST_FILES = 200;

/** Joins what several files say. */
export const joined = (all: readonly Configuration[]): Configuration => ({
  stated: all.flatMap((one) => one.stated), problems: all.flatMap((one) => one.problems), unread: all.flatMap((one) => one.unread), files: all.flatMap((one) => one.files),
});

/** Reads a configuration file at its path in the container, includes resolved where they stand. */
export function readConfiguration(container: RunningContainer, path: string, file: SourceFile): Configuration {
  let left = MOST_FILES;
  const read = (at: string, one: SourceFile, depth: number): Configuration => {
    if (depth > DEEPEST || --left < 0) return NONE;
    const { assignments, flaws } = parsePostgresConf(one.text);
    const own: Configuration = { ...NONE, problems: flaws.map((flaw) => ({ at: positionIn(one, flaw.at.line, flaw.at.column), message: flaw.message, hint: flaw.hint })), files: [one.path] };
    return joined([own, ...assignments.map((assignment): Configuration => {
      const place = positionIn(one, assignment.valueAt.line, assignment.valueAt.column);
      const target = pathIn(at, assignment.value);
      switch (assignment.name.toLowerCase()) {
        case 'include': case 'include_if_exists': {
          const included = container.file(target);
          if (included !== undefined) return read(target, included, depth + 1);
          return assignment.name.toLowerCase() === 'include' ? { ...NONE, unread: [notRead(container, target, place)] } : NONE;
        }
        case 'include_dir': return joined(inFolder(container, target).map(([name, included]) => read(name, included, depth + 1)));
        default: return { ...NONE, stated: [{ name: assignment.name, value: assignment.value, text: `${assignment.name} = ${assignment.text}`, at: place, by: 'file' }] };
      }
    })]);
  };
  return read(path, file, 1);
}

const pathIn = (file: string, path: string): string => normal(path.startsWith('/') ? path : `${folderOf(file)}/${path}`);

function normal(path: string): string {
  const parts: string[] = [];
  for (const one of path.split('/')) {
    if (one === '..') parts.pop();
    else if (one !== '' && one !== '.') parts.push(one);
  }
  return `${path.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}

const notRead = (container: RunningContainer, what: string, at: Position): Unread => ({ component: container.component, what, because: 'it is included, and not in the tree', at });

/** The files that `include_dir` takes: `*.conf`, hidden ones left out, sorted. */
export function inFolder(container: RunningContainer, folder: string): readonly (readonly [string, SourceFile])[] {
  const prefix = `${folder.replace(/\/+$/, '')}/`;
  return container.files
    .filter((path) => path.startsWith(prefix) && /^[^./][^/]*\.conf$/.test(path.slice(prefix.length)))
    .flatMap((path) => {
      const file = container.file(path);
      return file === undefined ? [] : [[path, file] as const];
    });
}


import type { Entry } from '../../src/model/entry.ts';
import type { Facts } from '../../src/model/facts.ts';
import type { SourceFile, Word } from '../../src/model/source.ts';
import { treeOf } from '../../src/model/source.ts';
import type { Value } from '../../src/model/value.ts';
import type { InsideReader, RunningContainer } from '../../src/readers/inside/running.ts';

/** What a test says of a container; each word of the command has its own column. */
export interface Said {
  readonly image?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly unresolved?: Readonly<Record<string, string>>;
  /** Files by their path in the container; in the tree they have the same path without its first slash. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A container that a Compose file could describe. */
export function containerOf({ image, entrypoint = [], command = [], environment = {}, unresolved = {}, files = {} }: Said): RunningContainer {
  const at = { file: 'docker-compose.yml', line: 3, column: 5 };
  const words = (all: readonly string[], line: number): readonly Word[] => all.map((text, index) => ({ text, at: { ...at, line, column: index + 1 } }));
  const file = (path: string): SourceFile | undefined => (Object.hasOwn(files, path) ? { path: path.replace(/^\//, ''), text: files[path] ?? '' } : undefined);
  return {
    component: 'db', at, entrypoint: words(entrypoint, 5), command: words(command, 6),
    ...(image === undefined ? {} : { image: { text: image, at: { ...at, line: 4 } } }),
    environment: new Map(Object.entries(environment).map(([name, text], index) => [name, { text, at: { ...at, line: 10 + index } }])),
    unresolved: new Map(Object.entries(unresolved)), file, files: Object.keys(files).sort(),
  };
}

/** What a reader says of such a container. */
export const factsOf = (reader: InsideReader, said: Said): Facts => reader.read(containerOf(said), { tree: treeOf({}) });

/** The values of entries by id without the component. */
export const valuesOf = (facts: Facts): Readonly<Record<string, Value>> => Object.fromEntries(facts.entries.map((entry: Entry) => [entry.id.replace(/^db\./, ''), entry.value]));

/** Where an entry is stated: `file:line:column`. */
export function placeOf(facts: Facts, id: string): string | undefined {
  const entry = facts.entries.find((one) => one.id === `db.${id}`);
  return entry?.origin.from === 'stated' ? `${entry.origin.at.file}:${entry.origin.at.line}:${entry.origin.at.column}` : undefined;
}

import type { Position } from '../../model/entry.ts';
import { positionIn, type SourceFile } from '../../model/source.ts';
import { interpolate, unsetBecause, type Lookup, type Unset } from '../../formats/interpolate.ts';
import { placesIn } from '../../formats/yaml-places.ts';
import type { Scalar, Tree } from '../../formats/yaml-tree.ts';
import type { Report } from './report.ts';

/** One value of a Compose file, its variables replaced. */
export interface Text {
  readonly kind: 'text';
  readonly at: Position;
  readonly text: string;
  /** As it is written in the file. */
  readonly written: string;
  readonly quoted: boolean;
  /** Why the value cannot be known: variables in it are not set. They stand in the text as they are written. */
  readonly because?: string;
  /** Place of a character of the text. */
  readonly place: (offset: number) => Position;
  /** Folder that relative paths in it begin at; `undefined` outside of the tree. */
  readonly folder: string | undefined;
  readonly tag?: string;
}

/** One `key: value`. */
export interface Field {
  readonly key: string;
  readonly at: Position;
  readonly value: Node;
}

/** A mapping, merge keys (`<<`) counted in. */
export interface Group {
  readonly kind: 'group';
  readonly at: Position;
  readonly fields: ReadonlyMap<string, Field>;
  readonly tag?: string;
}
/** A list. */
export interface Items {
  readonly kind: 'items';
  readonly at: Position;
  readonly items: readonly Node[];
  readonly tag?: string;
}
/** A part of a Compose file with the place of everything. */
export type Node = Text | Group | Items;

/** What the values of one file are read with. */
export interface Reading {
  readonly file: SourceFile;
  readonly folder: string | undefined;
  readonly lookup: Lookup;
  readonly report: Report;
}

/** The nodes of a YAML document: variables replaced, merge keys followed. */
export function nodesOf(tree: Tree, reading: Reading): Node {
  const at = positionIn(reading.file, tree.at.line, tree.at.column);
  const tag = tree.tag === undefined ? {} : { tag: tree.tag };
  if (tree.kind === 'scalar') return textOf(tree, at, reading);
  if (tree.kind === 'sequence') return { kind: 'items', at, items: tree.items.map((item) => nodesOf(item, reading)), ...tag };
  const fields = new Map<string, Field>();
  for (const pair of tree.pairs) {
    if (pair.key === '<<') continue;
    fields.set(pair.key, { key: pair.key, at: positionIn(reading.file, pair.at.line, pair.at.column), value: nodesOf(pair.value, reading) });
  }
  const merged = tree.pairs.find((pair) => pair.key === '<<');
  if (merged !== undefined) for (const field of mergedFields(merged.value, reading)) if (!fields.has(field.key)) fields.set(field.key, field);
  return { kind: 'group', at, fields, ...tag };
}

/** What `<<` brings in: of several mappings the first that has a key counts. */
function mergedFields(tree: Tree, reading: Reading): readonly Field[] {
  const node = nodesOf(tree, reading);
  const groups = node.kind === 'items' ? node.items : [node];
  return groups.flatMap((group) => {
    if (group.kind === 'group') return [...group.fields.values()];
    if (!isNull(group)) reading.report.problem({ at: group.at, message: `<<: expected a mapping or a list of mappings, found ${shapeOf(group)}`, hint: 'merge with an alias, such as <<: *defaults' });
    return [];
  });
}

function textOf(scalar: Scalar, at: Position, { file, folder, lookup, report }: Reading): Text {
  const { text, unset, source, flaws } = interpolate(scalar.text, lookup);
  const written = placesIn(file, scalar);
  const place = (offset: number): Position => written(source(offset));
  for (const flaw of flaws) report.problem({ at: written(flaw.offset), message: flaw.message, hint: 'a dollar that is meant as such is written $$' });
  return {
    kind: 'text', at, text, written: scalar.text, quoted: scalar.quoted, place, folder,
    ...(unset.length === 0 ? {} : { because: becauseUnset(unset) }), ...(scalar.tag === undefined ? {} : { tag: scalar.tag }),
  };
}

const becauseUnset = (unset: readonly Unset[]): string =>
  `${unsetBecause(unset)}; Compose would ${unset.some(({ required }) => required !== undefined) ? 'refuse to start' : 'take an empty text'}`;

/** A value made from another, such as the part of `NAME=value` behind the sign. */
export const partOf = (text: Text, from: number, to = text.text.length): Text => ({
  ...text, at: text.place(from), text: text.text.slice(from, to), place: (offset) => text.place(from + offset),
});

/** Whether nothing stands there. */
export const isNull = (node: Node | undefined): boolean => node === undefined || (node.kind === 'text' && !node.quoted && ['', '~', 'null', 'Null', 'NULL'].includes(node.written));

/** What stands there, for a message. */
export function shapeOf(node: Node): string {
  if (node.kind === 'group') return 'a mapping';
  if (node.kind === 'items') return 'a list';
  if (isNull(node)) return 'nothing';
  return !node.quoted && /^-?[0-9.]+$/.test(node.text) ? 'a number' : 'a word';
}

/** The value under a key of a mapping. */
export const under = (node: Node | undefined, ...path: readonly string[]): Node | undefined =>
  path.reduce<Node | undefined>((inner, key) => (inner?.kind === 'group' ? inner.fields.get(key)?.value : undefined), node);

/** A text as a file of its own: its places are those of the file that it stands in. */
export function embedded(text: Text): SourceFile {
  const start = text.place(0);
  return { path: start.file, text: text.text, within: { lines: start.line - 1, columns: start.column - 1 } };
}

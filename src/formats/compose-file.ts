import type { Format } from '../model/document.ts';
import type { Position } from '../model/entry.ts';
import { positionIn, type SourceFile } from '../model/source.ts';
import { parseDocuments, type Tree } from './yaml-tree.ts';

/** One value of a Compose project, its variables replaced where they are known. */
export interface ComposeText {
  readonly kind: 'text';
  readonly at: Position;
  readonly text: string;
  readonly quoted: boolean;
  /** As it is written, where variables are replaced. */
  readonly written?: string;
  /** Why the value cannot be known. */
  readonly because?: string;
  readonly tag?: string;
}
/** One `key: value` of a Compose project. */
export interface ComposeField {
  readonly key: string;
  readonly at: Position;
  readonly value: ComposeNode;
}
/** A mapping of a Compose project. */
export interface ComposeGroup {
  readonly kind: 'group';
  readonly at: Position;
  readonly fields: ReadonlyMap<string, ComposeField>;
  readonly tag?: string;
}
/** A list of a Compose project. */
export interface ComposeItems {
  readonly kind: 'items';
  readonly at: Position;
  readonly items: readonly ComposeNode[];
  readonly tag?: string;
}
/** A part of a Compose project with the place of everything, merge keys counted in. */
export type ComposeNode = ComposeText | ComposeGroup | ComposeItems;

/** One file of a project as it was written. */
export interface ComposeSource {
  readonly file: SourceFile;
  readonly tree: Tree;
}

/** A Compose project: its files, and what they are together (merged, `extends` and `include` followed, services of all profiles). */
export interface ComposeProject {
  readonly sources: readonly ComposeSource[];
  readonly project: ComposeNode;
}

/** The format of a Compose project; it belongs to the stack as a whole (`PROJECT`), not to a component. */
export const composeFile: Format<ComposeProject> = { name: 'compose' };

/** A part of a file without regard to variables and other files. */
export function composeNode(file: SourceFile, tree: Tree): ComposeNode {
  const at = positionIn(file, tree.at.line, tree.at.column);
  if (tree.kind === 'scalar') return { kind: 'text', at, text: tree.text, quoted: tree.quoted };
  if (tree.kind === 'sequence') return { kind: 'items', at, items: tree.items.map((item) => composeNode(file, item)) };
  const own = tree.pairs.filter(({ key }) => key !== '<<').map(({ key, at: mark, value }): [string, ComposeField] => [key, { key, at: positionIn(file, mark.line, mark.column), value: composeNode(file, value) }]);
  return { kind: 'group', at, fields: new Map([...mergedIn(tree).flatMap((base) => [...fieldsOf(composeNode(file, base))]), ...own]) };
}

/** The mappings that `<<` brings into a mapping, the one that counts most last. */
export function mergedIn(tree: Tree): readonly Tree[] {
  const merge = tree.kind === 'mapping' ? tree.pairs.find(({ key }) => key === '<<')?.value : undefined;
  return merge === undefined ? [] : merge.kind === 'sequence' ? merge.items.toReversed() : [merge];
}

/** The project that one file alone describes; a text that is no YAML has nothing in it. */
export function composeOf(text: string): ComposeProject {
  const file = { path: 'docker-compose.yml', text };
  const tree = parseDocuments(text).documents[0] ?? { kind: 'mapping', at: { line: 1, column: 1 }, pairs: [] };
  return { sources: [{ file, tree }], project: composeNode(file, tree) };
}

const NONE: ReadonlyMap<string, ComposeField> = new Map();

/** The fields of a mapping; none of anything else. */
export const fieldsOf = (node: ComposeNode | undefined): ReadonlyMap<string, ComposeField> => (node?.kind === 'group' ? node.fields : NONE);

/** What stands under keys inside of each other. */
export const under = (node: ComposeNode | undefined, ...keys: readonly string[]): ComposeNode | undefined =>
  keys.reduce<ComposeNode | undefined>((inner, key) => fieldsOf(inner).get(key)?.value, node);

/** The items of a list; a value alone is a list of one. */
export const itemsOf = (node: ComposeNode | undefined): readonly ComposeNode[] => (node === undefined || isEmpty(node) ? [] : node.kind === 'items' ? node.items : [node]);

/** The text of a value; `undefined` for lists, mappings, nothing, and what cannot be known. */
export const textOf = (node: ComposeNode | undefined): string | undefined => (node?.kind === 'text' && node.because === undefined && !isEmpty(node) ? node.text : undefined);

/** Whether nothing is stated: no text, `null` or `~`. */
export const isEmpty = (node: ComposeNode): boolean => node.kind === 'text' && !node.quoted && node.because === undefined && /^(?:~|null|Null|NULL)?$/.test(node.text);

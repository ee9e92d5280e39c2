import type { Format } from '../model/document.ts';
import type { Position } from '../model/entry.ts';
import { grouped } from '../model/grouped.ts';
import { positionIn, type SourceFile } from '../model/source.ts';
import type { Tree } from './yaml-tree.ts';

/** A value of a manifest, with its place in its own file: what patches merge may come from several. */
export interface TextNode {
  readonly kind: 'scalar';
  readonly at: Position;
  readonly text: string;
  readonly quoted: boolean;
  readonly block?: { readonly line: number; readonly columns: number };
  /** The file whose text it is, where a generator took it from one. */
  readonly source?: SourceFile;
  /** An image's name that a kustomization lists without a tag: who deploys it says which. */
  readonly placeholder?: boolean;
}
/** One `key: value` of a manifest. */
export interface PairNode {
  readonly key: string;
  readonly at: Position;
  readonly value: Node;
}
/** A mapping of a manifest. */
export interface MapNode {
  readonly kind: 'mapping';
  readonly at: Position;
  readonly pairs: readonly PairNode[];
}
/** A list of a manifest. */
export interface ListNode {
  readonly kind: 'sequence';
  readonly at: Position;
  readonly items: readonly Node[];
}
/** A part of a manifest with its place. */
export type Node = TextNode | MapNode | ListNode;

/** One object of Kubernetes, as a manifest or a kustomization gives it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** As it is stated; objects without one go where they are applied. */
  readonly namespace?: string;
  /** Its name changes with its content: what refers to it is rolled out. */
  readonly hashed?: boolean;
  readonly tree: MapNode;
}

const kinds = new WeakMap<readonly KubernetesObject[], ReadonlyMap<string, readonly KubernetesObject[]>>();

/** The objects of a kind, in their order: every workload asks for those that concern it. */
export function objectsOf(objects: readonly KubernetesObject[], kind: string): readonly KubernetesObject[] {
  const made = kinds.get(objects) ?? grouped(objects, (object) => object.kind);
  kinds.set(objects, made);
  return made.get(kind) ?? [];
}

/** The objects of a deployment, built. */
export const kubernetesObjects: Format<readonly KubernetesObject[]> = { name: 'kubernetes objects' };

/** Gives every value of a YAML tree its place in the file that it lies in. */
export function placed(tree: Tree, file: SourceFile): Node {
  const at = positionIn(file, tree.at.line, tree.at.column);
  if (tree.kind === 'scalar') return { kind: 'scalar', at, text: tree.text, quoted: tree.quoted, ...(tree.block === undefined ? {} : { block: { line: tree.block.line + (file.within?.lines ?? 0), columns: tree.block.columns + (file.within?.columns ?? 0) } }) };
  if (tree.kind === 'sequence') return { kind: 'sequence', at, items: tree.items.map((item) => placed(item, file)) };
  return { kind: 'mapping', at, pairs: tree.pairs.map((pair) => ({ key: pair.key, at: positionIn(file, pair.at.line, pair.at.column), value: placed(pair.value, file) })) };
}

/** The object that a tree states; `undefined` where it has no apiVersion and kind. */
export function objectOf(tree: Node | undefined): KubernetesObject | undefined {
  if (tree?.kind !== 'mapping') return undefined;
  const [apiVersion, kind, namespace] = [textAt(tree, 'apiVersion'), textAt(tree, 'kind'), textAt(tree, 'metadata', 'namespace')];
  if (apiVersion === undefined || kind === undefined || apiVersion === '' || kind === '') return undefined;
  return { apiVersion, kind, name: textAt(tree, 'metadata', 'name') ?? '', ...(namespace === undefined || namespace === '' ? {} : { namespace }), tree };
}

/** The value below keys and indexes. */
export function at(tree: Node | undefined, ...path: readonly (string | number)[]): Node | undefined {
  let node = tree;
  for (const step of path) {
    if (node === undefined) return undefined;
    if (typeof step === 'number') node = node.kind === 'sequence' ? node.items[step] : undefined;
    else node = node.kind === 'mapping' ? node.pairs.find((pair) => pair.key === step)?.value : undefined;
  }
  return node;
}

const NULLS: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL']);

/** Whether the value counts as not stated. */
export const isNull = (node: Node | undefined): boolean => node === undefined || (node.kind === 'scalar' && !node.quoted && NULLS.has(node.text));

/** A text that is not null, with its place. */
export function scalarAt(tree: Node | undefined, ...path: readonly (string | number)[]): TextNode | undefined {
  const node = at(tree, ...path);
  return node?.kind === 'scalar' && !isNull(node) ? node : undefined;
}

/** The text at a path. */
export const textAt = (tree: Node | undefined, ...path: readonly (string | number)[]): string | undefined => scalarAt(tree, ...path)?.text;

/** The items of the list at a path. */
export function listAt(tree: Node | undefined, ...path: readonly (string | number)[]): readonly Node[] {
  const node = at(tree, ...path);
  return node?.kind === 'sequence' ? node.items : [];
}

/** The members of the map at a path. */
export function pairsAt(tree: Node | undefined, ...path: readonly (string | number)[]): readonly PairNode[] {
  const node = at(tree, ...path);
  return node?.kind === 'mapping' ? node.pairs : [];
}

/** The members of the map at a path whose values are texts. */
export const textsAt = (tree: Node | undefined, ...path: readonly (string | number)[]): ReadonlyMap<string, string> =>
  new Map(pairsAt(tree, ...path).flatMap(({ key, value }) => (value.kind === 'scalar' ? [[key, value.text] as const] : [])));

/** The whole number at a path, with its place. */
export function countAt(tree: Node | undefined, ...path: readonly (string | number)[]): { readonly value: number; readonly node: TextNode } | undefined {
  const node = scalarAt(tree, ...path);
  return node !== undefined && /^-?[0-9]{1,15}$/.test(node.text) ? { value: Number(node.text), node } : undefined;
}

/** The same tree with a value at a path, missing maps made on the way; a list on the way is left as it is. */
export function withValue(tree: Node | undefined, path: readonly string[], value: Node, at: Position): MapNode {
  const [key = '', ...rest] = path;
  const pairs = tree?.kind === 'mapping' ? tree.pairs : [];
  const old = pairs.find((pair) => pair.key === key);
  const inner = rest.length === 0 ? value : old?.value.kind === 'sequence' ? old.value : withValue(old?.value, rest, value, at);
  const pair: PairNode = { key, at: old?.at ?? at, value: inner };
  return { kind: 'mapping', at: tree?.at ?? at, pairs: old === undefined ? [...pairs, pair] : pairs.map((one) => (one === old ? pair : one)) };
}

/** The object with another tree; what its tree says of its name counts. */
export const withTree = (object: KubernetesObject, tree: MapNode): KubernetesObject => ({ ...(objectOf(tree) ?? object), ...(object.hashed === true ? { hashed: true } : {}), tree });

/** How people name an object: `Deployment/api`. */
export const objectTitle = ({ kind, name }: Pick<KubernetesObject, 'kind' | 'name'>): string => `${kind}/${name}`;

/** The file that a text of a ConfigMap is, its positions those of the manifest. */
export function fileOf(node: TextNode): SourceFile {
  if (node.source !== undefined) return node.source;
  const { at: { file, line, column }, text, block } = node;
  const within = block === undefined ? { lines: line - 1, columns: column - 1 + (node.quoted ? 1 : 0) } : { lines: block.line - 1, columns: block.columns };
  return { path: file, text, within };
}

const PODS: ReadonlyMap<string, readonly string[]> = new Map([['CronJob', ['spec', 'jobTemplate', 'spec', 'template']], ['Pod', []]]);

/** Where an object of a kind that makes pods describes them; what is not told apart here has a template. */
export const podPath = (kind: string): readonly string[] => PODS.get(kind) ?? ['spec', 'template'];

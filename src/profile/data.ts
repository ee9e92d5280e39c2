import { quoted } from '../model/quote.ts';
import type { Scalar, Tree } from '../formats/yaml-tree.ts';

/** The steps from the root of a file to a value: keys and indexes. */
export type Path = readonly (string | number)[];

/** What a key of a mapping holds. */
export const valueOf = (tree: Tree | undefined, key: string): Tree | undefined =>
  tree?.kind === 'mapping' ? tree.pairs.find((pair) => pair.key === key)?.value : undefined;

/** The text of a scalar, or nothing. */
export const textOf = (tree: Tree | undefined): string | undefined => (tree?.kind === 'scalar' ? tree.text : undefined);

/** The items of a list, or nothing. */
export const itemsOf = (tree: Tree | undefined): readonly Tree[] => (tree?.kind === 'sequence' ? tree.items : []);

/** The value at a path, or `undefined` where the file has none. */
export const treeAt = (tree: Tree, path: Path): Tree | undefined =>
  path.reduce<Tree | undefined>((at, step) => (typeof step === 'number' ? itemsOf(at)[step] : valueOf(at, step)), tree);

/** What YAML 1.2 and JSON mean by a scalar without quotes, leaving their odder numbers (`.inf`, `0x1F`, `1e3`) texts. */
function meaning({ text, quoted: isText }: Scalar): string | number | boolean | null {
  if (isText) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === '' || text === 'null' || text === '~') return null;
  return /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(text) ? Number(text) : text;
}

/** The file as plain data for the validator. Mappings have no prototype, so that no key can touch it. */
export function toData(tree: Tree): unknown {
  if (tree.kind === 'scalar') return meaning(tree);
  if (tree.kind === 'sequence') return tree.items.map(toData);
  const data: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const { key, value } of tree.pairs) data[key] = toData(value);
  return data;
}

/** A value as messages quote it. */
export function found(tree: Tree): string {
  if (tree.kind !== 'scalar') return tree.kind === 'sequence' ? 'a list' : 'a mapping';
  const value = meaning(tree);
  return value === null ? 'nothing' : typeof value === 'string' ? quoted(value) : String(tree.text);
}

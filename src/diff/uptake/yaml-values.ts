import { parseDocuments, type Tree } from '../../formats/yaml-tree.ts';
import { printedMapping } from './printed-yaml.ts';

/** What a YAML file says, without places and comments; scalars are the words that stand there. */
export type YamlValue = string | readonly YamlValue[] | YamlMapping;

/** A mapping of a YAML file. */
export interface YamlMapping {
  readonly [key: string]: YamlValue | undefined;
}

/** The documents of a YAML text that are mappings; those before the first flaw, where its syntax is broken. */
export function mappingsIn(text: string): readonly YamlMapping[] {
  const printed = printedMapping(text);
  return printed === undefined ? parseDocuments(text).documents.map(valueOf).filter(isMapping) : [printed];
}

function valueOf(tree: Tree): YamlValue {
  if (tree.kind === 'scalar') return tree.text;
  if (tree.kind === 'sequence') return tree.items.map(valueOf);
  return Object.fromEntries(tree.pairs.map(({ key, value }) => [key, valueOf(value)]));
}

/** Whether a value is a mapping. */
export const isMapping = (value: YamlValue | undefined): value is YamlMapping => typeof value === 'object' && !isList(value);
/** Whether a value is a list. */
export const isList = (value: YamlValue | undefined): value is readonly YamlValue[] => Array.isArray(value);

/** The value below some keys. */
export const below = (value: YamlValue | undefined, ...keys: readonly string[]): YamlValue | undefined => keys.reduce((one, key) => (isMapping(one) && Object.hasOwn(one, key) ? one[key] : undefined), value);
/** The text below some keys. */
export function textBelow(value: YamlValue | undefined, ...keys: readonly string[]): string | undefined {
  const found = below(value, ...keys);
  return typeof found === 'string' ? found : undefined;
}
/** The mapping below some keys; an empty one where there is none. */
export function mappingBelow(value: YamlValue | undefined, ...keys: readonly string[]): YamlMapping {
  const found = below(value, ...keys);
  return isMapping(found) ? found : {};
}
/** The list below some keys; an empty one where there is none. */
export function listBelow(value: YamlValue | undefined, ...keys: readonly string[]): readonly YamlValue[] {
  const found = below(value, ...keys);
  return isList(found) ? found : [];
}

/** The same without what stands below some paths of keys. */
export const without = (value: YamlMapping, ...paths: readonly (readonly string[])[]): YamlMapping => paths.reduce<YamlMapping>((rest, path) => cut(rest, path), value);

function cut(value: YamlMapping, [key = '', ...rest]: readonly string[]): YamlMapping {
  const inner = value[key];
  if (inner === undefined) return value;
  const { [key]: _, ...others } = value;
  if (rest.length === 0) return others;
  return isMapping(inner) ? { ...others, [key]: cut(inner, rest) } : value;
}

/** What the items of a list are told apart by. */
const NAMES: readonly (readonly string[])[] = [['name'], ['metadata', 'name'], ['mountPath'], ['key'], ['source'], ['id'], ['containerPort'], ['port']];

/** The places where two values differ: `deploy.resources.limits.memory`, `containers[api].image`. */
export function differingPaths(before: YamlValue | undefined, after: YamlValue | undefined, path = ''): readonly string[] {
  if (isMapping(before) && isMapping(after)) {
    return [...new Set([...Object.keys(after), ...Object.keys(before)])].flatMap((key) => differingPaths(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  if (isList(before) && isList(after)) return differingItems(before, after, path);
  return before === after ? [] : [path];
}

function differingItems(before: readonly YamlValue[], after: readonly YamlValue[], path: string): readonly string[] {
  const name = NAMES.find((keys) => [...before, ...after].every((item) => textBelow(item, ...keys) !== undefined));
  const [earlier, later] = [before, after].map((items) => new Map(items.map((item, i) => [name === undefined ? String(i) : (textBelow(item, ...name) ?? ''), item])));
  if (name === undefined || earlier?.size !== before.length || later?.size !== after.length) return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
  const inner = [...new Set([...later.keys(), ...earlier.keys()])].flatMap((key) => differingPaths(earlier.get(key), later.get(key), `${path}[${key}]`));
  // Their order counts where nothing else tells.
  return inner.length === 0 && JSON.stringify([...earlier.keys()]) !== JSON.stringify([...later.keys()]) ? [path] : inner;
}

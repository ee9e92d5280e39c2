import { Document, Scalar, YAMLMap, YAMLSeq, type Node } from 'yaml';
import { inComment } from './units.ts';

/** Plain data for a YAML file, some of it with comments or in quotes. Keys without a value are left out. */
export type YamlData = string | number | boolean | Special | readonly YamlData[] | YamlMap;

/** A mapping, its keys in their order. */
export interface YamlMap {
  readonly [key: string]: YamlData | undefined;
}

const LOOK = Symbol('look');

/** Data that is to be written in a certain way. */
interface Special {
  readonly [LOOK]: 'plain' | 'quoted' | 'apart';
  readonly value: YamlData;
  readonly comments: readonly string[];
}

const isSpecial = (data: YamlData): data is Special => typeof data === 'object' && LOOK in data;

/** Data with a comment above it: one line for each reason, none twice. */
export const noted = (value: YamlData, ...reasons: readonly string[]): YamlData => ({ [LOOK]: 'plain', value, comments: [...new Set(reasons)] });
/** Text in double quotes, for values that tools want quoted. */
export const quoted = (text: string, ...reasons: readonly string[]): YamlData => ({ [LOOK]: 'quoted', value: text, comments: [...new Set(reasons)] });
/** Data with a blank line above it. */
export const apart = (value: YamlData): YamlData => ({ [LOOK]: 'apart', value, comments: [] });

const commentOf = (lines: readonly string[]): string => lines.map((line) => ` ${inComment(line)}`).join('\n');

function nodeOf(data: YamlData): Node {
  if (isSpecial(data)) {
    const node = nodeOf(data.value);
    if (data[LOOK] === 'quoted') (node as Scalar).type = 'QUOTE_DOUBLE';
    return node;
  }
  if (Array.isArray(data)) {
    const list = new YAMLSeq();
    for (const item of data as readonly YamlData[]) list.items.push(marked(nodeOf(item), item));
    return list;
  }
  if (typeof data !== 'object') return new Scalar(data);
  const map = new YAMLMap();
  for (const [key, value] of Object.entries(data as YamlMap)) {
    if (value !== undefined) map.add({ key: marked(new Scalar(key), value), value: nodeOf(value) });
  }
  return map;
}

/** Puts what belongs above the data above its node. */
function marked<N extends Node>(node: N, data: YamlData): N {
  if (!isSpecial(data)) return node;
  if (data.comments.length > 0) node.commentBefore = commentOf(data.comments);
  if (data[LOOK] === 'apart') node.spaceBefore = true;
  return node;
}

/** The text of a YAML file: a heading in comments, then the data. */
export function yamlText(heading: readonly string[], data: YamlMap): string {
  // Parsers of YAML 1.1 read `on` and `no` as booleans: such words are put in quotes.
  const document = new Document(nodeOf(data), { compat: 'yaml-1.1' });
  document.commentBefore = commentOf(heading);
  // Blank lines come indented. `$` would also stand before U+2028, which ends no line of YAML.
  return document.toString({ lineWidth: 0 }).replace(/(?<=\n) +(?=\n)/g, '');
}

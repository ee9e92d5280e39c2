import { isNull, partOf, type Field, type Group, type Items, type Node, type Text } from './node.ts';

/** One value or a list as a list; nothing is an empty one. */
export const listOf = (node: Node): Items => (node.kind === 'items' ? node : { kind: 'items', at: node.at, items: isNull(node) ? [] : node.kind === 'text' ? [node] : pairsOf(node) });

/** A mapping as `key=value` texts. */
const pairsOf = (group: Group): readonly Node[] =>
  [...group.fields.values()].map(({ key, value }) => (value.kind === 'text' ? { ...value, text: isNull(value) ? key : `${key}=${value.text}`, quoted: true } : value));

/** The words of a list, or one word alone. */
export const textsOf = (node: Node | undefined): readonly Text[] => (node === undefined ? [] : listOf(node).items.flatMap((item) => (item.kind === 'text' ? [item] : [])));

/** `NAME=value` in a list, or a mapping, as a mapping; names without a value have none. */
export function namedGroup(node: Node): Group {
  if (node.kind === 'group') return node;
  if (isNull(node)) return { kind: 'group', at: node.at, fields: new Map() };
  const items = node.kind === 'items' ? node.items : [node];
  const fields = items.flatMap((item): readonly [string, Field][] => {
    if (item.kind !== 'text') return [];
    const sign = item.text.indexOf('=');
    const key = sign < 0 ? item.text : item.text.slice(0, sign);
    return [[key, { key, at: item.at, value: sign < 0 ? nothing(item) : { ...partOf(item, sign + 1), quoted: true, written: item.written.slice(item.written.indexOf('=') + 1) } }]];
  });
  return { kind: 'group', at: node.at, fields: new Map(fields) };
}

/** Names in a list, or a mapping, as a mapping. */
export function keyGroup(node: Node): Group {
  if (node.kind === 'group') return node;
  if (isNull(node)) return { kind: 'group', at: node.at, fields: new Map() };
  const items = node.kind === 'items' ? node.items : [node];
  return { kind: 'group', at: node.at, fields: new Map(items.flatMap((item): readonly [string, Field][] => (item.kind === 'text' ? [[item.text, { key: item.text, at: item.at, value: nothing(item) }]] : []))) };
}

const nothing = ({ because: _because, ...text }: Text): Text => ({ ...text, text: '', written: '', quoted: false });

/** `build: folder` as `build: { context: folder }`. */
export const contextGroup = (node: Node): Group =>
  node.kind === 'group' ? node : { kind: 'group', at: node.at, fields: new Map(node.kind === 'text' && !isNull(node) ? [['context', { key: 'context', at: node.at, value: node }]] : []) };

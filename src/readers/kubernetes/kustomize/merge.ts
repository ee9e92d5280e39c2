import { fieldType } from '../../../formats/kubernetes-schema.ts';
import { at, isNull, textAt, type MapNode, type Node, type PairNode } from '../../../formats/kubernetes-object.ts';

const DIRECTIVE = '$patch';
const isDirective = (key: string): boolean => key === DIRECTIVE || key.startsWith('$setElementOrder/') || key.startsWith('$deleteFromPrimitiveList/') || key === '$retainKeys';

/** A strategic merge: what the patch states wins, null removes, lists of the schema merge by their key. `undefined` where the patch removes it all. */
export function mergeStrategically(base: Node, patch: Node, definition: string | undefined): Node | undefined {
  if (patch.kind !== 'mapping') return isNull(patch) ? undefined : patch;
  const directive = textAt(patch, DIRECTIVE);
  if (directive === 'delete') return undefined;
  if (directive === 'replace' || base.kind !== 'mapping') return cleaned(patch);
  const kept = base.pairs.flatMap((pair) => {
    const over = patch.pairs.find((one) => one.key === pair.key);
    return over === undefined ? [pair] : mergePair(pair, over, definition);
  });
  const added = patch.pairs.filter((pair) => !isDirective(pair.key) && !base.pairs.some((one) => one.key === pair.key) && !(isNull(pair.value)));
  return { ...base, pairs: [...kept, ...added.map((pair) => ({ ...pair, value: cleaned(pair.value) }))] };
}

function mergePair(pair: PairNode, over: PairNode, definition: string | undefined): readonly PairNode[] {
  const { inner, mergeKey } = fieldType(definition, pair.key);
  if (isNull(over.value)) return [];
  const value = pair.value.kind === 'sequence' && over.value.kind === 'sequence' ? mergeLists(pair.value, over.value, inner, mergeKey) : mergeStrategically(pair.value, over.value, inner?.replace(/^\{(.*)\}$/, '$1'));
  return value === undefined ? [] : [{ ...pair, value }];
}

type List = Extract<Node, { kind: 'sequence' }>;

/** Items of the patch come first, merged with those of the same key, then the others as they were; lists without a key are replaced. */
function mergeLists(base: List, patch: List, inner: string | undefined, mergeKey: string | undefined): Node {
  if (mergeKey === undefined || patch.items.some((item) => item.kind === 'mapping' && item.pairs.length === 1 && textAt(item, DIRECTIVE) === 'replace')) {
    return { ...patch, items: patch.items.filter((item) => at(item, DIRECTIVE) === undefined).map(cleaned) };
  }
  const keyOf = (item: Node): string | undefined => textAt(item, mergeKey);
  const partners = (item: Node, others: readonly Node[]): readonly Node[] => others.filter((other) => keyOf(other) !== undefined && keyOf(other) === keyOf(item));
  const ofPatch = patch.items.flatMap((over) => {
    const [met] = partners(over, base.items);
    if (met === undefined) return textAt(over, DIRECTIVE) === 'delete' ? [] : [cleaned(over)];
    return mergeStrategically(met, over, inner) ?? [];
  });
  return { ...base, items: [...ofPatch, ...base.items.filter((item) => partners(item, patch.items).length === 0)] };
}

/** A part of a patch that meets nothing: its directives and its nulls are gone. */
function cleaned(node: Node): Node {
  if (node.kind === 'sequence') return { ...node, items: node.items.map(cleaned) };
  if (node.kind !== 'mapping') return node;
  const map: MapNode = { ...node, pairs: node.pairs.filter((pair) => !isDirective(pair.key) && !isNull(pair.value)).map((pair) => ({ ...pair, value: cleaned(pair.value) })) };
  return map;
}

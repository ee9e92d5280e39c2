import type { Pair, Tree } from '../formats/yaml-tree.ts';
import { itemsOf, textOf, valueOf } from './data.ts';
import type { Source } from './source.ts';

const SETTINGS = 'settings';
const WITHOUT = 'without';
/** The one component that the sizing adds by itself. */
const ADDED = 'pooler';

/** The ids of what a source decides in place of the rules: its `settings`, and that no pooler is added. */
export function settingsOf({ tree }: Source): readonly string[] {
  const stated = valueOf(tree, SETTINGS);
  const ids = stated?.kind === 'mapping' ? stated.pairs.map(({ key }) => key) : [];
  return itemsOf(valueOf(tree, WITHOUT)).some(isAdded) ? [...ids, `profile.${WITHOUT}`] : ids;
}

/** The source without that: all that it says of the system stays. */
export const withoutSettings = (source: Source): Source => ({ ...source, tree: { ...source.tree, pairs: source.tree.pairs.filter(({ key }) => key !== SETTINGS).map(withoutAdded) } });

const isAdded = (item: Tree): boolean => textOf(item) === ADDED;

function withoutAdded(pair: Pair): Pair {
  const { key, value } = pair;
  return key === WITHOUT && value.kind === 'sequence' ? { ...pair, value: { ...value, items: value.items.filter((item) => !isAdded(item)) } } : pair;
}

import { entryId, type Entry } from '../model/entry.ts';
import { plainly } from '../model/quote.ts';
import type { Setting } from '../model/setting.ts';
import { componentNamed, part, type Component, type Stack } from '../model/stack.ts';
import type { Value } from '../model/value.ts';
import { showValue } from '../formats/quantity.ts';
import { readSettingValue } from '../formats/setting-value.ts';
import type { Tree } from '../formats/yaml-tree.ts';
import type { Complaints } from './complaints.ts';
import { found, itemsOf, textOf, treeAt, valueOf, type Path } from './data.ts';
import { schemaAt, settingOfField, showPath } from './fields.ts';
import { fits, ownersOf, settingOfKey } from './setting-key.ts';
import { positionOf, type Place, type Source } from './source.ts';

/** An entry that a source states, and where. */
export interface Statement {
  readonly entry: Entry;
  readonly place: Place;
}

/** Every entry that a source states, by id. `layout` is the stack as far as this source and its bases make it. */
export function statementsOf(source: Source, layout: Stack, complaints: Complaints): ReadonlyMap<string, Statement> {
  const statements = new Map<string, Statement>();
  const state = (tree: Tree, label: string, component: Component, setting: Setting, subject?: string): void => {
    const place = { source, at: tree.at };
    const value = valueFrom(tree, label, setting);
    if (value === undefined) return;
    const id = entryId(component, setting, subject);
    const earlier = statements.get(id);
    if (earlier === undefined) {
      const entry: Entry = { id, component: component.name, setting, ...(subject === undefined ? {} : { subject }), value, origin: { from: 'stated', at: positionOf(place) } };
      statements.set(id, { entry, place });
    } else if (String(earlier.entry.value) !== String(value)) {
      const [first, second] = [earlier.entry.value, value].map((one) => plainly(showValue(one, setting.unit)));
      complaints.add(place, `${plainly(id, 120)} is stated twice with different values: ${first} in line ${earlier.place.at.line}, ${second} here`, 'keep one of the two');
    }
  };

  /** The value, or `undefined` and a complaint; of nothing and of mappings the schema complains. */
  const valueFrom = (tree: Tree, label: string, setting: Setting): Value | undefined => {
    if (tree.kind === 'mapping' || (tree.kind === 'scalar' && tree.text === '' && !tree.quoted)) return undefined;
    const value = readSettingValue(setting, tree.kind === 'scalar' ? tree.text : tree.items.map((item) => textOf(item) ?? ''));
    if (value.ok) return value.value;
    const item = itemsOf(tree)[value.item ?? -1];
    const [wrong, name] = item === undefined ? [tree, label] : [item, `${label}[${(value.item ?? 0) + 1}]`];
    complaints.add({ source, at: wrong.at }, `${name}: expected ${value.expected}, found ${found(wrong)}`, value.hint);
    return undefined;
  };

  const walk = (tree: Tree, path: Path): void => {
    if (schemaAt(path) === undefined || complaints.full()) return;
    // `build` is a mapping, or one text that states a setting.
    const setting = tree.kind === 'mapping' ? undefined : settingOfField(path);
    if (setting !== undefined) {
      const about = ofField(source.tree, path, layout, setting);
      const label = plainly(showPath(source.tree, path), 120);
      if (about === 'unfit') complaints.add({ source, at: tree.at }, `${label}: ${ownersOf(setting)} have one`);
      else if (about !== undefined) state(tree, label, about.component, setting, about.subject);
    } else if (path[0] === 'settings') statedSettings(tree);
    else if (tree.kind === 'mapping') for (const { key, value } of tree.pairs) walk(value, [...path, key]);
    else if (tree.kind === 'sequence') for (const [index, item] of tree.items.entries()) walk(item, [...path, index]);
  };

  const statedSettings = (tree: Tree): void => {
    if (tree.kind !== 'mapping') return;
    for (const { key, at, value } of tree.pairs) {
      if (complaints.full()) return;
      const named = settingOfKey(key, layout);
      if (named.ok) state(value, plainly(key, 120), named.component, named.setting, named.subject);
      else complaints.add({ source, at }, `settings: ${named.message}`, named.hint);
    }
  };

  for (const { key, value } of source.tree.pairs) walk(value, [key]);
  return statements;
}

/** The request that a field of the scenario belongs to; of two with one name, the first. */
function ofRequest(root: Tree, path: Path, setting: Setting): { readonly component: Component; readonly subject: string } | undefined {
  const nameOf = (item: Tree | undefined): string | undefined => textOf(valueOf(item, 'name'));
  const subject = nameOf(treeAt(root, path.slice(0, 2)));
  const first = itemsOf(treeAt(root, path.slice(0, 1))).findIndex((item) => nameOf(item) === subject);
  return subject !== undefined && first === path[1] ? { component: part(setting.kind), subject } : undefined;
}

/** Whether a component is what the file calls it; that it is not is said once, of its kind. */
function isOfKind(root: Tree, path: Path, { kind }: Component): boolean {
  const stated = textOf(valueOf(treeAt(root, path.slice(0, 2)), 'kind'));
  return stated === undefined || stated === kind;
}

/** The component (and route) that a field belongs to; `undefined` where the file does not name it rightly. */
function ofField(root: Tree, path: Path, layout: Stack, setting: Setting): { readonly component: Component; readonly subject?: string } | 'unfit' | undefined {
  if (path[0] === 'scenario') return ofRequest(root, path, setting);
  if (path[0] !== 'components') return { component: part(setting.kind) };
  const component = componentNamed(layout, textOf(valueOf(treeAt(root, path.slice(0, 2)), 'name')) ?? '');
  if (component === undefined) return undefined;
  if (!fits(setting, component)) return isOfKind(root, path, component) ? 'unfit' : undefined;
  if (setting.per === undefined) return { component };
  const subject = textOf(valueOf(treeAt(root, path.slice(0, 4)), 'path'));
  const known = layout.routes.some((route) => route.to === component.name && route.path === subject);
  return subject !== undefined && known ? { component, subject } : undefined;
}

import { entryId } from '../model/entry.ts';
import { entryOf } from '../model/lookup.ts';
import type { Setting } from '../model/setting.ts';
import type { Component, Stack } from '../model/stack.ts';
import * as node from '../settings/node.ts';
import { library as librarySetting, libraryNamed, poolLibraries } from '../settings/pools.ts';
import { entriesOf, fieldOf, type Statement } from './statement.ts';

/** The kinds of setting that pools of other libraries have: no profile states them. */
const POOL_KINDS = new Set(poolLibraries.flatMap(({ size, overflow, wait }) => [size, overflow, wait].flatMap((setting) => setting?.kind ?? [])).filter((kind) => kind !== 'node'));

/** What an application's files say of the pool of another library than node-postgres: its size and patience under the names that a profile knows, all of it as comments under its own. */
export function poolStatements(stack: Stack, component: Component, names: ReadonlyMap<string, string>): readonly Statement[] {
  if (component.kind !== 'node') return [];
  const name = names.get(component.name) ?? component.name;
  const library = libraryNamed(entryOf(stack, component, librarySetting)?.value ?? '');
  const said = (setting: Setting<number> | undefined, own: Setting<number>): readonly Statement[] => {
    const entry = setting === undefined || setting === own || stack.entries.has(entryId(component, own)) ? undefined : entryOf(stack, component, setting);
    const statement = entry === undefined ? undefined : fieldOf({ ...entry, setting: own as Setting }, `${name}.node.${own.name}`);
    return statement === undefined ? [] : [statement];
  };
  const comments = entriesOf(stack, component.name).filter(({ setting }) => setting !== librarySetting && POOL_KINDS.has(setting.kind)).flatMap((entry) => {
    const statement = fieldOf(entry, `${name}.${entry.setting.kind}.${entry.setting.name}`);
    return statement === undefined ? [] : [{ ...statement, refused: 'a profile says the pool of node-postgres' }];
  });
  return [...said(library?.size, node.pool_max), ...said(library?.wait, node.pool_connection_timeout), ...comments];
}

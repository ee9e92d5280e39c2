import { entryId } from '../model/entry.ts';
import { entryOf } from '../model/lookup.ts';
import type { Setting } from '../model/setting.ts';
import type { Component, Stack } from '../model/stack.ts';
import { isPython } from '../model/who.ts';
import * as node from '../settings/node.ts';
import { library as librarySetting, libraryNamed, poolLibraries, sqlalchemySize, sqlalchemyTimeout } from '../settings/pools.ts';
import { entriesOf, fieldOf, type Statement } from './statement.ts';

/** The pool that a profile says of an application: of node-postgres, of SQLAlchemy. */
const poolOf = (component: Component) =>
  isPython(component) ? { size: sqlalchemySize, wait: sqlalchemyTimeout, name: 'SQLAlchemy' } : component.kind === 'node' ? { size: node.pool_max, wait: node.pool_connection_timeout, name: 'node-postgres' } : undefined;

/** The kinds of setting that pools of libraries have. */
const POOL_KINDS = new Set(poolLibraries.flatMap(({ size, overflow, wait }) => [size, overflow, wait].flatMap((setting) => setting?.kind ?? [])));

/** What an application's files say of the pool of another library than a profile knows: its size and patience under the names that it does, all of it as comments under its own. */
export function poolStatements(stack: Stack, component: Component, names: ReadonlyMap<string, string>): readonly Statement[] {
  const pool = poolOf(component);
  if (pool === undefined) return [];
  const name = names.get(component.name) ?? component.name;
  const library = libraryNamed(entryOf(stack, component, librarySetting)?.value ?? '');
  const said = (setting: Setting<number> | undefined, own: Setting<number>): readonly Statement[] => {
    const entry = setting === undefined || setting === own || stack.entries.has(entryId(component, own)) ? undefined : entryOf(stack, component, setting);
    const statement = entry === undefined ? undefined : fieldOf({ ...entry, setting: own as Setting }, `${name}.${own.kind}.${own.name}`);
    return statement === undefined ? [] : [statement];
  };
  const others = entriesOf(stack, component.name).filter(({ setting }) => setting !== librarySetting && POOL_KINDS.has(setting.kind) && setting.kind !== pool.size.kind && setting.kind !== 'node');
  const comments = others.flatMap((entry) => {
    const statement = fieldOf(entry, `${name}.${entry.setting.kind}.${entry.setting.name}`);
    return statement === undefined ? [] : [{ ...statement, refused: `a profile says the pool of ${pool.name}` }];
  });
  return [...said(library?.size, pool.size), ...said(library?.wait, pool.wait), ...comments];
}

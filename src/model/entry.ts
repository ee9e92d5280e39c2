import type { Component } from './stack.ts';
import { perObject } from './per-object.ts';
import type { Setting } from './setting.ts';
import type { Value } from './value.ts';

/** A place in a file, counted from 1. `file` may also be a flag such as `--set`. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Why an entry has its value. */
export type Origin =
  | { readonly from: 'stated'; readonly at: Position; /** As it is written there, where that helps a reader. */ readonly text?: string }
  | { readonly from: 'rule'; readonly rule: string; readonly inputs: readonly Entry[]; readonly bound?: string }
  | { readonly from: 'default'; readonly of: string };

/** A value of one setting of one component, with its origin. */
export interface Entry<T extends Value = Value> {
  readonly id: string;
  /** The component's name; for a part of the profile (`machine`), that part's name. */
  readonly component: string;
  readonly setting: Setting<T>;
  /** The route, upstream or client that it is for. */
  readonly subject?: string;
  readonly value: T;
  readonly origin: Origin;
}

/** The id of an entry: `db.postgres.work_mem`, `machine.memory`, `proxy.nginx.proxy_read_timeout[/feed]`. */
export function entryId(component: Pick<Component, 'name'>, setting: Pick<Setting, 'kind' | 'name'>, subject?: string): string {
  const known = idsOf(setting);
  const path = known.get(component.name) ?? pathOf(component.name, setting);
  known.set(component.name, path);
  return subject === undefined ? path : `${path}[${subject}]`;
}

const pathOf = (component: string, { kind, name }: Pick<Setting, 'kind' | 'name'>): string => (component === kind ? `${kind}.${name}` : `${component}.${kind}.${name}`);

/** Ids are asked for tens of thousands of times in each plan: to spell one, and hash it anew, costs more than to find it. */
const idsOf = perObject((_of: Pick<Setting, 'kind' | 'name'>) => new Map<string, string>());

/** A position as people write it: `profiles/medium.yaml:4:10`. */
export const showPosition = (at: Position): string => (at.line > 0 ? `${at.file}:${at.line}:${at.column}` : at.file);

/** The same at another place; what `move` leaves where it is stays the same object. */
export function placed<T extends { readonly at?: Position | undefined }>(one: T, move: (at: Position) => Position): T {
  const at = one.at === undefined ? undefined : move(one.at);
  return at === one.at ? one : { ...one, at };
}

/** An entry whose statement is at another place. */
export function placedEntry(entry: Entry, move: (at: Position) => Position): Entry {
  const origin = entry.origin.from === 'stated' ? placed(entry.origin, move) : entry.origin;
  return origin === entry.origin ? entry : { ...entry, origin };
}

/** An entry that a file or a profile states. */
export const statedEntry = <T extends Value>(component: string, setting: Setting<T>, value: T, at: Position, more: { readonly subject?: string; readonly text?: string } = {}): Entry<T> => ({
  id: entryId({ name: component }, setting, more.subject),
  component,
  setting,
  ...(more.subject === undefined ? {} : { subject: more.subject }),
  value,
  origin: { from: 'stated', at, ...(more.text === undefined ? {} : { text: more.text }) },
});

/** An entry that nothing states: what the server, its image or whatever runs it (`of`) takes where its files are silent. */
export const defaultEntry = <T extends Value>(component: string, setting: Setting<T>, value: T, of: string, subject?: string): Entry<T> => ({
  id: entryId({ name: component }, setting, subject),
  component,
  setting,
  ...(subject === undefined ? {} : { subject }),
  value,
  origin: { from: 'default', of },
});

/** An entry without what it was computed from: those entries have their own, and lead to the whole plan. */
export const withoutInputs = (entry: Entry): Entry => (entry.origin.from === 'rule' ? { ...entry, origin: { ...entry.origin, inputs: [] } } : entry);

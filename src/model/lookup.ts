import { entryId, type Entry } from './entry.ts';
import { grouped } from './grouped.ts';
import { perObject } from './per-object.ts';
import type { Setting } from './setting.ts';
import type { Component, Stack } from './stack.ts';
import { part } from './stack.ts';
import type { Value } from './value.ts';

/** The entry of a setting of a component, where the stack has one. */
export const entryOf = <T extends Value>(stack: Stack, component: Pick<Component, 'name'>, setting: Setting<T>, subject?: string): Entry<T> | undefined =>
  stack.entries.get(entryId(component, setting, subject)) as Entry<T> | undefined;

/** The value of a setting of a component, where the stack has one. */
export const valueOf = <T extends Value>(stack: Stack, component: Pick<Component, 'name'>, setting: Setting<T>, subject?: string): T | undefined =>
  entryOf(stack, component, setting, subject)?.value;

/** The value of a setting that every plan has; throws when it is missing, which is a fault of ours. */
export function need<T extends Value>(stack: Stack, component: Pick<Component, 'name'>, setting: Setting<T>, subject?: string): T {
  const value = valueOf(stack, component, setting, subject);
  if (value === undefined) throw new Error(`the plan has no ${entryId(component, setting, subject)}`);
  return value;
}

/** The value of a setting of a part of the profile (`machine`, `targets`, ...), where the stack has one. */
export const partValue = <T extends Value>(stack: Stack, setting: Setting<T>): T | undefined => valueOf(stack, part(setting.kind), setting);

const indexes = new WeakMap<Stack['entries'], { readonly size: number; readonly index: ReadonlyMap<string, readonly Entry[]> }>();

/** Entries by component and setting: a stack is asked thousands of times. While it grows, the index is made again. */
function indexOf(entries: Stack['entries']): ReadonlyMap<string, readonly Entry[]> {
  const known = indexes.get(entries);
  if (known?.size === entries.size) return known.index;
  const index = grouped(entries.values(), ({ component, setting }) => entryId({ name: component }, setting));
  indexes.set(entries, { size: entries.size, index });
  return index;
}

/** Every entry of a setting of a component, whatever its subject. */
export const repeated = <T extends Value>(stack: Stack, component: Pick<Component, 'name'>, setting: Setting<T>): readonly Entry<T>[] =>
  (indexOf(stack.entries).get(entryId(component, setting)) ?? []) as readonly Entry<T>[];

/** What follows from a whole stack that does not change any more: worked out once. */
export const perStack = <T>(make: (stack: Stack) => T): ((stack: Stack) => T) => perObject(make);

/** What follows from a component of such a stack: worked out once, by the component's name. */
export function perComponent<T>(make: (stack: Stack, component: Component) => T): (stack: Stack, component: Component) => T {
  const known = perStack(() => new Map<string, { readonly made: T }>());
  return (stack, component) => {
    const here = known(stack);
    const found = here.get(component.name) ?? { made: make(stack, component) };
    here.set(component.name, found);
    return found.made;
  };
}

const byComponent = perStack(({ entries }) => grouped(entries.values(), ({ component }) => component));

/** The entries of a component. */
export const entriesIn = (stack: Stack, component: Pick<Component, 'name'>): readonly Entry[] => byComponent(stack).get(component.name) ?? [];

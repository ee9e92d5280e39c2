import { entryId, type Entry } from './entry.ts';
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

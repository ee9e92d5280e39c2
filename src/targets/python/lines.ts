import { entryOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import type { Component, Stack } from '../../model/stack.ts';
import type { Value } from '../../model/value.ts';
import { said, type Said, type Spell } from '../said.ts';

/** A line of a Python file: a name, its value and the reason above it. */
export interface Line extends Said {
  readonly name: string;
}

/** Makes the lines of a component's entries: one where the plan has the entry, none where it has not. */
export const liner = (plan: Stack, application: Component) =>
  <T extends Value>(setting: Setting<T>, spell: Spell<T>, name = setting.name): readonly Line[] => {
    const entry = entryOf(plan, application, setting);
    return entry === undefined ? [] : [{ name, ...said(entry, spell) }];
  };

/** Spells a value as what a function of the file makes of it and of a variable of the environment. */
export const overridable = <T extends Value>(read: 'whole' | 'seconds', variable: string, spell: Spell<T>, more = ''): Spell<T> => (value) => {
  const planned = spell(value);
  return planned === undefined ? undefined : `${read}("${variable}", ${planned}${more})`;
};

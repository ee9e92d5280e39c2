import { noted, type YamlData } from '../../formats/yaml-document.ts';
import { entryOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import type { Component, Stack } from '../../model/stack.ts';
import type { Value } from '../../model/value.ts';
import { reasonOf } from '../reason.ts';

/** A value of a component as Render spells it, its reason above it; nothing where the plan has none. */
export type Lines = <T extends Value>(setting: Setting<T>, spell: (value: T) => string | number) => YamlData | undefined;

/** The lines of a component. */
export const linesOf = (plan: Stack, component: Component): Lines => (setting, spell) => {
  const entry = entryOf(plan, component, setting);
  return entry === undefined ? undefined : noted(spell(entry.value), reasonOf(entry));
};

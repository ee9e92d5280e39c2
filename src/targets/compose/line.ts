import type { Entry } from '../../model/entry.ts';
import { entryOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import type { Component, Stack } from '../../model/stack.ts';
import type { Value } from '../../model/value.ts';
import { noted, quoted, type YamlData } from '../../formats/yaml-document.ts';
import { verbatim } from '../../formats/compose-values.ts';
import { reasonOf } from '../reason.ts';

/** Reads entries of one component as parts of docker-compose.yml, each with its reason above it. */
export interface Lines {
  /** A value in its spelling; nothing where the plan has none. */
  readonly of: <T extends Value>(setting: Setting<T>, spell: (value: T) => string | number) => YamlData | undefined;
  /** The same in quotes, for text that YAML would read as a number. */
  readonly quoted: <T extends Value>(setting: Setting<T>, spell: (value: T) => string) => YamlData | undefined;
}

/** The lines of a component. */
export const linesOf = (plan: Stack, component: Component): Lines => {
  const line = <T extends Value>(setting: Setting<T>, write: (entry: Entry<T>) => YamlData): YamlData | undefined => {
    const entry = entryOf(plan, component, setting);
    return entry === undefined ? undefined : write(entry);
  };
  return {
    of: (setting, spell) => line(setting, (entry) => noted(plain(spell(entry.value)), reasonOf(entry))),
    quoted: (setting, spell) => line(setting, (entry) => quoted(verbatim(spell(entry.value)), reasonOf(entry))),
  };
};

const plain = (spelled: string | number): string | number => (typeof spelled === 'string' ? verbatim(spelled) : spelled);

import { entryId, type Entry, type Position } from '../model/entry.ts';
import { entryOf } from '../model/lookup.ts';
import { fail } from '../model/problem.ts';
import type { Setting } from '../model/setting.ts';
import type { Component, Stack } from '../model/stack.ts';
import type { Value } from '../model/value.ts';
import { commentOf } from './reason.ts';

/** A value as a file spells it, and the reason that stands above its line. */
export interface Said {
  readonly value: string;
  readonly why: string;
}

/** How a format spells a value; `undefined` where it cannot without losing precision. */
export type Spell<T extends Value> = (value: T) => string | undefined;

/** A value of an entry, spelled; where the format cannot, the user is told. */
export function said<T extends Value>(entry: Entry<T>, spell: Spell<T>): Said {
  const value = spell(entry.value);
  if (value === undefined) fail(`${entry.id}: ${entry.setting.kind} cannot be told ${String(entry.value)} ${entry.setting.unit} exactly`, statedAt(entry), 'state a rounder value');
  return { value, why: commentOf(entry) };
}

/** Speaks for the entries of one component: every plan has them, so a missing one is a fault of ours. */
export const sayer = (plan: Stack, component: Pick<Component, 'name'>) =>
  <T extends Value>(setting: Setting<T>, spell: Spell<T>, subject?: string): Said => {
    const entry = entryOf(plan, component, setting, subject);
    if (entry === undefined) throw new Error(`the plan has no ${entryId(component, setting, subject)}`);
    return said(entry, spell);
  };

/** The reasons of several values in one line, each once. */
export const whys = (...all: readonly Said[]): string => [...new Set(all.map((one) => one.why))].join(' ');

/** Where a value was stated, or where the first stated value was that led to it. */
function statedAt(entry: Entry): Position | undefined {
  if (entry.origin.from === 'stated') return entry.origin.at;
  if (entry.origin.from === 'default') return undefined;
  for (const input of entry.origin.inputs) {
    const at = statedAt(input);
    if (at !== undefined) return at;
  }
  return undefined;
}

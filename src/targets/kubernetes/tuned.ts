import { k8s } from 'cdk8s-plus-27';
import { bytesQuantity, coresQuantity, wholeSeconds } from '../../formats/kubernetes-values.ts';
import { digits } from '../../formats/units.ts';
import { isNoted, noted, unnoted, type Plain } from '../../formats/yaml-print.ts';
import { entryId, type Entry } from '../../model/entry.ts';
import { entryOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { commentOf } from '../reason.ts';

/** A value with the reasons of its entries. Like cdk8s's own lazy values it passes for what it will become when it is printed. */
export const tuned = <T extends Plain>(value: T, ...entries: readonly Entry[]): T => noted(value, entries.map((entry) => commentOf(entry))) as unknown as T;

/** The same value in another spelling, its reasons kept. */
export function respelled<T extends Plain, R extends Plain>(value: T, spell: (value: T) => R): R {
  if (!isNoted(value)) return spell(value);
  const { value: bare, comments } = unnoted(value);
  return noted(spell(bare as T), comments) as unknown as R;
}

/** The entries of one component, spelled for Kubernetes. */
export interface Spelled {
  readonly number: (setting: Setting<number>, subject?: string) => number;
  readonly text: (setting: Setting<string>, subject?: string) => string;
  readonly flag: (setting: Setting<boolean>, subject?: string) => boolean;
  readonly seconds: (setting: Setting<number>, subject?: string) => number;
  /** Seconds inside a command, which is text. */
  readonly secondsDigits: (setting: Setting<number>, subject?: string) => string;
  readonly bytes: (setting: Setting<number>, subject?: string) => k8s.Quantity;
  readonly cores: (setting: Setting<number>, subject?: string) => k8s.Quantity;
  readonly intOrString: (setting: Setting<number>, subject?: string) => k8s.IntOrString;
}

/** Reads the entries of a component in the spelling of Kubernetes. */
export function spelled(plan: Stack, component: Component): Spelled {
  const as = <T extends Entry['value'], R extends Plain>(spell: (value: T) => R) => (setting: Setting<T>, subject?: string): R => {
    const entry = entryOf(plan, component, setting, subject);
    if (entry === undefined) throw new Error(`the plan has no ${entryId(component, setting, subject)}`);
    return tuned(spell(entry.value), entry);
  };
  const number = as((value: number) => value);
  const bytes = as(bytesQuantity);
  const cores = as(coresQuantity);
  return {
    number,
    text: as((value: string) => value),
    flag: as((value: boolean) => value),
    seconds: as(wholeSeconds),
    secondsDigits: as((value: number) => digits(wholeSeconds(value))),
    bytes: (...of) => k8s.Quantity.fromString(bytes(...of)),
    cores: (...of) => k8s.Quantity.fromString(cores(...of)),
    intOrString: (...of) => k8s.IntOrString.fromNumber(number(...of)),
  };
}

import type { IResolver, ResolutionContext } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { bytesQuantity, coresQuantity, wholeSeconds } from '../../formats/kubernetes-values.ts';
import type { Entry } from '../../model/entry.ts';
import { entryId } from '../../model/entry.ts';
import { entryOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import type { Component, Stack } from '../../model/stack.ts';

const TUNED = Symbol('tuned');

/** What stands in a manifest until cdk8s resolves it: a value, and the entries that it comes from. */
interface Token {
  readonly [TUNED]: { readonly value: unknown; readonly entries: readonly Entry[] };
}

/** Where in a manifest a value of an entry stands. */
export interface Place {
  /** `Deployment/api`. */
  readonly object: string;
  readonly path: readonly string[];
  readonly entries: readonly Entry[];
}

/** A value that remembers its entries until cdk8s resolves it. Like cdk8s's own lazy values it passes for what it will become. */
export function tuned<T>(value: T, ...entries: readonly Entry[]): T {
  const token: Token = { [TUNED]: { value, entries } };
  return token as unknown as T;
}

/** The same value in another spelling, its entries kept. */
export function respelled<T, R>(value: T, spell: (value: T) => R): R {
  return isToken(value) ? tuned(spell(value[TUNED].value as T), ...value[TUNED].entries) : spell(value);
}

const isToken = (value: unknown): value is Token => typeof value === 'object' && value !== null && TUNED in value;

/** Puts the values of tokens into the manifests and notes their places. */
export function resolver(places: Place[]): IResolver {
  return {
    resolve(context: ResolutionContext): void {
      if (!isToken(context.value)) return;
      const { value, entries } = context.value[TUNED];
      places.push({ object: `${context.obj.kind}/${context.obj.name}`, path: context.key, entries });
      context.replaceValue(value);
    },
  };
}

/** The entry of a setting that every plan has. */
export function entryFor<T extends Entry['value']>(plan: Stack, component: Component, setting: Setting<T>): Entry<T> {
  const entry = entryOf(plan, component, setting);
  if (entry === undefined) throw new Error(`the plan has no ${entryId(component, setting)}`);
  return entry;
}

/** The entries of one component, spelled for Kubernetes. */
export interface Spelled {
  readonly number: (setting: Setting<number>) => number;
  readonly text: (setting: Setting<string>) => string;
  /** A number inside a command or an environment variable, which are texts. */
  readonly digits: (setting: Setting<number>) => string;
  readonly seconds: (setting: Setting<number>) => number;
  readonly secondsDigits: (setting: Setting<number>) => string;
  readonly bytes: (setting: Setting<number>) => k8s.Quantity;
  readonly cores: (setting: Setting<number>) => k8s.Quantity;
  readonly intOrString: (setting: Setting<number>) => k8s.IntOrString;
}

/** Reads the entries of a component in the spelling of Kubernetes. */
export function spelled(plan: Stack, component: Component): Spelled {
  const as = <T extends Entry['value'], R>(spell: (value: T) => R) => (setting: Setting<T>): R => {
    const entry = entryFor(plan, component, setting);
    return tuned(spell(entry.value), entry);
  };
  return {
    number: as((value: number) => value),
    text: as((value: string) => value),
    digits: as((value: number) => String(value)),
    secondsDigits: as((value: number) => String(wholeSeconds(value))),
    seconds: as(wholeSeconds),
    bytes: as((value: number) => k8s.Quantity.fromString(bytesQuantity(value))),
    cores: as((value: number) => k8s.Quantity.fromString(coresQuantity(value))),
    intOrString: as((value: number) => k8s.IntOrString.fromNumber(value)),
  };
}

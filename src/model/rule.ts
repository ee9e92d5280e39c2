import { isExternal, type Component, type Stack } from './stack.ts';
import type { Inputs, Values } from './input.ts';
import type { Setting } from './setting.ts';
import type { Value } from './value.ts';
import { APPLICATION_KINDS, PLAN_KINDS } from './who.ts';

/** A sized value together with the bound that decided it, for the summary and for explain. */
export interface Bound<T extends Value> {
  readonly value: T;
  readonly bound: string;
}

/** A rule's answer when no value can work: the machine is too small for what it shall carry. */
export interface Refusal {
  readonly refuse: string;
}

/** What a rule may answer; `undefined` leaves the server's default alone. */
export type Answer<T extends Value> = T | Bound<T> | Refusal | undefined;

/** What the author of a rule writes. */
export interface RuleSpec<T extends Value, I extends Inputs> {
  /** The rule's own name where one setting has several rules; otherwise `<kind>.<setting>`. */
  readonly id?: string;
  /** The setting that it sizes. */
  readonly sizes: Setting<T>;
  /** The kinds of component (or parts of the profile) it sizes the setting for; the setting's own kind when left out. */
  readonly on?: readonly string[];
  /** A condition on the structure alone; without one, the rule does not apply to a server that runs elsewhere. */
  readonly when?: (stack: Stack, component: Component) => boolean;
  readonly from: I;
  readonly value: (inputs: Values<I>) => Answer<T>;
  /** One sentence: why this value. It is printed by explain and above the rendered line. */
  readonly because: string;
  /** Where the figures come from. */
  readonly source: string;
  /** Literal examples: tests and documentation at once. */
  readonly examples: readonly { readonly given: Values<I>; readonly gives: T | 'refused' | undefined }[];
}

/** A rule, its types folded away so that rules can stand in one list. */
export interface Rule {
  readonly id: string;
  readonly sizes: Setting;
  readonly on: readonly string[];
  readonly when: (stack: Stack, component: Component) => boolean;
  readonly from: Inputs;
  readonly value: (inputs: Readonly<Record<string, unknown>>) => Answer<Value>;
  readonly because: string;
  readonly source: string;
  readonly examples: readonly { readonly given: Readonly<Record<string, unknown>>; readonly gives: Value | undefined }[];
}

/** Declares how one setting is sized. */
export function defineRule<T extends Value, I extends Inputs>(spec: RuleSpec<T, I>): Rule {
  return {
    id: spec.id ?? `${spec.sizes.kind}.${spec.sizes.name}`,
    sizes: spec.sizes as Setting,
    on: spec.on ?? [spec.sizes.kind],
    when: spec.when ?? ((stack, component) => !isExternal(stack, component)),
    from: spec.from,
    // The inputs are read by `spec.from` itself, so their types hold; TypeScript cannot follow that through the list.
    value: spec.value as (inputs: Readonly<Record<string, unknown>>) => Answer<Value>,
    because: spec.because,
    source: spec.source,
    examples: spec.examples as Rule['examples'],
  };
}

/** Kinds in an id, those of applications and of all servers under one word, so that a new kind does not rename the rule. */
function namesIn(on: readonly string[]): string {
  const holds = (group: readonly string[]): boolean => group.every((kind) => on.includes(kind));
  if (holds(PLAN_KINDS)) return 'server';
  if (!holds(APPLICATION_KINDS)) return on.join('+');
  return [...on.filter((kind) => !APPLICATION_KINDS.some((known) => known === kind)), 'application'].join('+');
}

/** A rule whose value is a decision, not arithmetic: the same for every profile. */
export function decide<T extends Value>(sizes: Setting<T>, value: T, because: string, source: string, on: readonly string[] = [sizes.kind]): Rule {
  const id = on[0] === sizes.kind ? {} : { id: `${namesIn(on)}.${sizes.kind}.${sizes.name}` };
  return defineRule({ ...id, sizes, on, from: {}, value: () => value, because, source, examples: [{ given: {}, gives: value }] });
}

/** Whether an answer names the bound that decided it. */
export const isBound = (answer: Answer<Value>): answer is Bound<Value> => typeof answer === 'object' && 'bound' in answer;
/** Whether an answer is a refusal. */
export const isRefusal = (answer: Answer<Value>): answer is Refusal => typeof answer === 'object' && 'refuse' in answer;

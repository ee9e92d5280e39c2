import { entryId, type Entry } from '../../model/entry.ts';
import type { Input, Scope } from '../../model/input.ts';
import { isBound, isRefusal, type Rule } from '../../model/rule.ts';
import type { Setting } from '../../model/setting.ts';
import type { Component, Stack } from '../../model/stack.ts';
import type { Value } from '../../model/value.ts';
import { rulesFor } from '../../rules/index.ts';

/** What something looked at, whether it was there or not. */
export interface Looks {
  /** Ids of values of the plan. */
  readonly values: ReadonlySet<string>;
  /** Ids of statements of the profile. */
  readonly statements: ReadonlySet<string>;
  /** It went through all that the profile states. */
  readonly everywhere: boolean;
}

/** What one input of a rule gave. */
export interface Heard extends Looks {
  readonly found: boolean;
  readonly value: unknown;
}

/** How a plan came to one value: the rule that was chosen, what choosing it looked at, and what its inputs gave. */
export interface Replayed {
  readonly rule?: Rule;
  readonly chosenBy: Looks;
  readonly inputs: ReadonlyMap<string, Heard>;
}

/** Reads the inputs of rules again in a plan that is sized already; nothing is computed anew. */
export function replayer(plan: Stack): (component: Component, setting: Setting, subject: string | undefined) => Replayed {
  let values = new Set<string>();
  let statements = new Set<string>();
  let everywhere = false;
  // What rules ask the stack itself for is what the profile states: nothing else is known while a plan is sized.
  const stated = new Map([...plan.entries].filter(([, { origin }]) => origin.from === 'stated'));
  const stack: Stack = { ...plan, entries: overheard(stated, (id) => void statements.add(id), () => void (everywhere = true)) };
  const find: Scope['find'] = (of, setting, subject) => {
    const id = entryId(of, setting, subject);
    values.add(id);
    return plan.entries.get(id);
  };
  const listened = <T>(work: () => T): readonly [T, Looks] => {
    [values, statements, everywhere] = [new Set(), new Set(), false];
    const gave = work();
    return [gave, { values, statements, everywhere }];
  };
  return (component, setting, subject) => {
    const scope: Scope = { stack, component, subject, find };
    const [rule, chosenBy] = listened(() => rulesFor(component, setting).find((candidate) => candidate.when(stack, component)));
    const read = (input: Input<unknown>): Heard => {
      const [gave, looks] = listened(() => input.read(scope));
      if (!gave.found) return { ...looks, found: false, value: undefined };
      for (const { id } of gave.entries) values.add(id);
      return { ...looks, found: true, value: gave.value };
    };
    return { ...(rule === undefined ? {} : { rule }), chosenBy, inputs: new Map(Object.entries(rule?.from ?? {}).map(([name, input]) => [name, read(input)])) };
  };
}

/**
 * The answer of a rule to some inputs, as text that can be compared; nothing where an input is missing. Inputs of two sides
 * may never occur together, and those of a stranger's stack were never given to a rule: one that cannot work with them has no answer that compares.
 */
export function answerOf(rule: Rule, inputs: ReadonlyMap<string, Heard>): string | undefined {
  if ([...inputs.values()].some(({ found }) => !found)) return undefined;
  try {
    const answer = rule.value(Object.fromEntries([...inputs].map(([name, { value }]) => [name, value])));
    if (answer === undefined) return undefined;
    return isRefusal(answer) ? 'refused' : textOf(isBound(answer) ? answer.value : (answer as Value));
  } catch {
    return 'impossible';
  }
}

/** A value as text that can be compared: what it stands for, not the entries behind it. */
export const textOf = (value: unknown): string | undefined => JSON.stringify(value, (key, inner: unknown) => (key === 'entry' ? undefined : inner));

/** The same entries, every look at one of them or at all of them heard. */
function overheard(entries: ReadonlyMap<string, Entry>, hear: (id: string) => void, hearAll: () => void): ReadonlyMap<string, Entry> {
  const all = (): ReadonlyMap<string, Entry> => {
    hearAll();
    return entries;
  };
  return {
    get: (id) => {
      hear(id);
      return entries.get(id);
    },
    has: (id) => {
      hear(id);
      return entries.has(id);
    },
    size: entries.size,
    forEach: (visit) => all().forEach(visit),
    keys: () => all().keys(),
    values: () => all().values(),
    entries: () => all().entries(),
    [Symbol.iterator]: () => all()[Symbol.iterator](),
  };
}

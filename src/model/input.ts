import { documentsOf, type Document, type Format } from './document.ts';
import { entryId, type Entry } from './entry.ts';
import { repeated } from './lookup.ts';
import type { Setting } from './setting.ts';
import { componentNamed, part, type Component, type Stack } from './stack.ts';
import type { Value } from './value.ts';

/** Where an input is read: a stack, the component (and subject) in question, and a way to find entries. */
export interface Scope {
  readonly stack: Stack;
  readonly component: Component;
  readonly subject?: string | undefined;
  /** The entry of a setting; while sizing this computes it, while checking it looks it up. */
  readonly find: (component: Component, setting: Setting, subject?: string) => Entry | undefined;
}

/** What reading an input gave: a value and the entries it came from, or what was missing. */
export type Reading<T> =
  | { readonly found: true; readonly value: T; readonly entries: readonly Entry[] }
  | { readonly found: false; readonly missing: string };

/** A declared input of a rule or a check. */
export interface Input<T> {
  readonly read: (scope: Scope) => Reading<T>;
}

/** A record of named inputs, and the values they give. */
export type Inputs = Readonly<Record<string, Input<unknown>>>;
export type Values<I extends Inputs> = { readonly [K in keyof I]: I[K] extends Input<infer T> ? T : never };

/** Chooses components of a stack as seen from one of them. */
export type Who = (stack: Stack, from: Component) => readonly Component[];

function readOne<T extends Value>(scope: Scope, component: Component, setting: Setting<T>, subject?: string): Reading<T> {
  const entry = scope.find(component, setting, subject);
  if (entry === undefined) return { found: false, missing: entryId(component, setting) };
  return { found: true, value: entry.value as T, entries: [entry] };
}

/** A setting of the component itself (and of the same subject, where the setting is repeated). */
export const own = <T extends Value>(setting: Setting<T>): Input<T> => ({
  read: (scope) => readOne(scope, scope.component, setting, setting.per === undefined ? undefined : scope.subject),
});

/** A setting of a part of the profile: `machine`, `targets`, `workload`, `profile`. */
export const given = <T extends Value>(setting: Setting<T>): Input<T> => ({
  read: (scope) => readOne(scope, part(setting.kind), setting),
});

/** A setting of the component that the subject names (an upstream, a client), or that answers the route. */
export const subjects = <T extends Value>(setting: Setting<T>): Input<T> => ({
  read: (scope) => {
    const route = scope.stack.routes.find((candidate) => candidate.path === scope.subject);
    const component = componentNamed(scope.stack, route?.to ?? scope.subject ?? '');
    if (component === undefined) return { found: false, missing: `${scope.subject ?? 'subject'} of ${setting.name}` };
    return readOne(scope, component, setting, setting.per === undefined ? undefined : scope.subject);
  },
});

/** An input as read from the component that the subject names (an upstream, a client), or that answers the route. */
export const ofSubject = <T>(input: Input<T>): Input<T> => ({
  read: (scope) => {
    const route = scope.stack.routes.find((candidate) => candidate.path === scope.subject);
    const component = componentNamed(scope.stack, route?.to ?? scope.subject ?? '');
    return component === undefined ? { found: false, missing: `${scope.subject ?? 'subject'} of ${scope.component.name}` } : input.read({ ...scope, component });
  },
});

/** A setting of the first component that `who` chooses. */
export const one = <T extends Value>(who: Who, setting: Setting<T>): Input<T> => ({
  read: (scope) => {
    const component = who(scope.stack, scope.component)[0];
    if (component === undefined) return { found: false, missing: `a component with ${setting.kind}.${setting.name}` };
    return readOne(scope, component, setting, setting.per === undefined ? undefined : scope.component.name);
  },
});

/** The value of an input, or `undefined` where it cannot be read. */
export const optional = <T>(input: Input<T>): Input<T | undefined> => ({
  read: (scope) => {
    const reading = input.read(scope);
    return reading.found ? reading : { found: true, value: undefined, entries: [] };
  },
});

/** A value that the profile or the file states, ignoring rules and defaults. */
export const stated = <T extends Value>(setting: Setting<T>): Input<T | undefined> => ({
  read: ({ stack, component, subject }) => {
    const entry = stack.entries.get(entryId(component, setting, subject));
    return entry?.origin.from === 'stated' ? { found: true, value: entry.value as T, entries: [entry] } : { found: true, value: undefined, entries: [] };
  },
});

/** An input as read from the workload of the whole profile. */
export const inProfile = <T>(input: Input<T>): Input<T> => ({ read: (scope) => input.read({ ...scope, component: part('workload') }) });

/** One record per component that `who` chooses: its name (`of`) and the inputs read from it. */
export const each = <I extends Inputs>(who: Who, inputs: I): Input<readonly ({ readonly of: string } & Values<I>)[]> => ({
  read: (scope) => {
    const records: ({ readonly of: string } & Values<I>)[] = [];
    const entries: Entry[] = [];
    for (const component of who(scope.stack, scope.component)) {
      const reading = readAll({ ...scope, component }, inputs);
      if (!reading.found) return reading;
      records.push({ of: component.name, ...reading.value });
      entries.push(...reading.entries);
    }
    return { found: true, value: records, entries };
  },
});

/** A fact of the structure itself (which components and links there are), computed from the scope. */
export const structure = <T>(look: (stack: Stack, component: Component, subject?: string) => T): Input<T> => ({
  read: (scope) => ({ found: true, value: look(scope.stack, scope.component, scope.subject), entries: [] }),
});

/** Every value that is repeated in the component itself, with what each is for. */
export const all = <T extends Value>(setting: Setting<T>): Input<readonly { readonly subject: string; readonly value: T; readonly entry?: Entry }[]> => ({
  read: ({ stack, component }) => {
    const entries = repeated(stack, component, setting);
    return { found: true, value: entries.map((entry) => ({ subject: entry.subject ?? '', value: entry.value, entry })), entries };
  },
});

/** The files of a format that belong to the component. */
export const files = <T>(format: Format<T>): Input<readonly Pick<Document<T>, 'file' | 'content'>[]> => ({
  read: ({ stack, component }) => ({ found: true, value: documentsOf(stack.documents, component.name, format), entries: [] }),
});

/** The input that belongs to the component's kind. */
export const byKind = <T>(inputs: Readonly<Record<string, Input<T>>>): Input<T> => ({
  read: (scope) => inputs[scope.component.kind]?.read(scope) ?? { found: false, missing: `what a ${scope.component.kind} has for it (${scope.component.name})` },
});

/** The setting that belongs to the component's kind, read in one way (`own`, `stated`). */
export const settingByKind = <V extends Value, T>(settings: Readonly<Record<string, Setting<V>>>, read: (setting: Setting<V>) => Input<T>): Input<T> =>
  byKind(Object.fromEntries(Object.entries(settings).map(([kind, setting]) => [kind, read(setting)])));

/** The first of several inputs that can be read; where none can, what the last one lacks. */
export const first = <T>(...inputs: readonly Input<T>[]): Input<T> => ({
  read: (scope) => {
    const readings = inputs.map((input) => input.read(scope));
    return readings.find((reading) => reading.found) ?? readings.at(-1) ?? { found: false, missing: 'anything' };
  },
});

/** An entry that the stack has, from a file, a profile or a rule; a server's default does not count. */
export const present = <T extends Value>(setting: Setting<T>): Input<T | undefined> => ({
  read: ({ stack, component, subject }) => {
    const entry = stack.entries.get(entryId(component, setting, setting.per === undefined ? undefined : subject));
    return { found: true, value: entry?.value as T | undefined, entries: entry === undefined ? [] : [entry] };
  },
});

/** Whether any entry behind an input is other than a server's default. */
export const chosen = (input: Input<unknown>): Input<boolean> => ({
  read: (scope) => {
    const reading = input.read(scope);
    return { found: true, value: reading.found && reading.entries.some((entry) => entry.origin.from !== 'default'), entries: [] };
  },
});

/** A value computed from another input. */
export const mapped = <A, B>(input: Input<A>, change: (value: A) => B): Input<B> => ({
  read: (scope) => {
    const reading = input.read(scope);
    return reading.found ? { ...reading, value: change(reading.value) } : reading;
  },
});

/** An input that depends on the stack alone, and not on who reads it: read once in each plan or report. */
export const once = <T>(input: Input<T>): Input<T> => {
  const readings = new WeakMap<Scope['find'], Reading<T>>();
  return {
    read: (scope) => {
      const known = readings.get(scope.find);
      if (known !== undefined) return known;
      const reading = input.read(scope);
      readings.set(scope.find, reading);
      return reading;
    },
  };
};

/** Reads a record of inputs; the first that is missing ends it. */
export function readAll<I extends Inputs>(scope: Scope, inputs: I): Reading<Values<I>> {
  const values: Record<string, unknown> = {};
  const entries: Entry[] = [];
  for (const name in inputs) {
    const reading = inputs[name]?.read(scope);
    if (reading === undefined) continue;
    if (!reading.found) return reading;
    values[name] = reading.value;
    for (const entry of reading.entries) entries.push(entry);
  }
  return { found: true, value: values as Values<I>, entries: eachOnce(entries) };
}

/** Most inputs are one entry or a few: only of many is a set quicker. */
function eachOnce(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length < 2) return entries;
  return entries.length > 12 ? [...new Set(entries)] : entries.filter((entry, i) => entries.indexOf(entry) === i);
}

/** Whether the profile or file states settings of the component's own servers: what then cannot work is their contradiction, not the machine's fault. */
export const statesOwn: Input<boolean> = structure((stack, component) =>
  [...stack.entries.values()].some((entry) => entry.component === component.name && entry.origin.from === 'stated' && !['component', 'route', 'workload'].includes(entry.setting.kind)),
);

/** The value of an input in a plan, whose entries are all that there is; nothing where one is missing. */
export function inPlan<T>(plan: Stack, component: Component, input: Input<T>): T | undefined {
  const reading = input.read({ stack: plan, component, find: (of, setting, subject) => plan.entries.get(entryId(of, setting, subject)) });
  return reading.found ? reading.value : undefined;
}

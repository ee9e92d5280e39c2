import type { Entry, Position } from './entry.ts';
import { readAll, type Inputs, type Scope, type Values } from './input.ts';
import type { Component, Stack } from './stack.ts';

/** `error`: certain to fail; `warning`: may fail under load; `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

/** One way in which a relation is broken. */
export interface Breach {
  readonly message: string;
  /** The sides of this breach; without them, all that the check read. */
  readonly entries?: readonly Entry[];
  /** The place, where no entry has it. */
  readonly at?: Position;
  /** Other than the check's own, where this breach is more or less certain to hurt. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
}

/** How sure a finding is. */
export type Confidence = 'certain' | 'likely';

/** What the author of a check writes. */
export interface CheckSpec<I extends Inputs> {
  /** States the broken relation: `a-exceeds-b`, `a-below-b`, `a-without-b`. */
  readonly id: string;
  readonly severity: Severity;
  /** How sure a finding is. */
  readonly confidence: Confidence;
  /** The kinds of component it judges. */
  readonly on: readonly string[];
  /** Whether the relation exists at all in this structure (a check of pools needs a database). */
  readonly when?: (stack: Stack, component: Component) => boolean;
  readonly reads: I;
  /** How the relation is broken, in numbers; `undefined` or an empty list when it holds. */
  readonly broken: (values: Values<I>) => Broken;
  /** Nearly everybody does it: reports tell it in one line for all places. */
  readonly grouped?: true;
  readonly why: string;
  readonly fix: string;
  readonly source: string;
  readonly examples: { readonly holds: readonly Values<I>[]; readonly breaks: readonly Values<I>[] };
}

/** What a check says of the values that it read: how they break the relation, or what it would need to know to say so. */
export type Broken = string | readonly Breach[] | { readonly missing: string } | undefined;

/** A check, its types folded away so that checks can stand in one list. */
export interface Check {
  readonly id: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly on: readonly string[];
  readonly when: (stack: Stack, component: Component) => boolean;
  readonly judge: (scope: Scope) => Outcome;
  readonly broken: (values: Readonly<Record<string, unknown>>) => Broken;
  readonly grouped?: true;
  readonly why: string;
  readonly fix: string;
  readonly source: string;
  readonly examples: { readonly holds: readonly Readonly<Record<string, unknown>>[]; readonly breaks: readonly Readonly<Record<string, unknown>>[] };
}

/** What a check says of one component. */
export type Outcome =
  | { readonly outcome: 'holds' }
  | { readonly outcome: 'broken'; readonly breaches: readonly (Breach & { readonly entries: readonly Entry[] })[] }
  | { readonly outcome: 'unread'; readonly missing: string };

/** A broken relation, with all sides and their places. */
export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly component: string;
  readonly message: string;
  readonly entries: readonly Entry[];
  /** Where it is, when no entry says it. */
  readonly at?: Position;
  readonly grouped?: true;
  readonly why: string;
  readonly fix: string;
}

/** What checking a whole stack gave. */
export interface Report {
  readonly findings: readonly Finding[];
  /** Relations that could not be judged, and what was missing. Never counted as fine. */
  readonly unread: readonly { readonly check: string; readonly component: string; readonly missing: string }[];
  /** How many relations were judged. */
  readonly judged: number;
}

/** Declares a relation between entries. A check never calls a rule's formula: it must be able to fail the sizing. */
export function defineCheck<I extends Inputs>(spec: CheckSpec<I>): Check {
  const judge = (scope: Scope): Outcome => {
    const reading = readAll(scope, spec.reads);
    if (!reading.found) return { outcome: 'unread', missing: reading.missing };
    const broken = spec.broken(reading.value);
    if (typeof broken === 'object' && 'missing' in broken) return { outcome: 'unread', missing: broken.missing };
    const breaches = breachesOf(broken);
    if (breaches.length === 0) return { outcome: 'holds' };
    return { outcome: 'broken', breaches: breaches.map((breach) => ({ ...breach, entries: breach.entries ?? reading.entries })) };
  };
  const { reads: _reads, ...rest } = spec;
  return { ...rest, when: spec.when ?? (() => true), judge, broken: spec.broken as Check['broken'], examples: spec.examples as Check['examples'] };
}

/** What is broken, one by one. */
export function breachesOf(broken: Broken): readonly Breach[] {
  if (broken === undefined) return [];
  if (typeof broken === 'string') return [{ message: broken }];
  return 'missing' in broken ? [] : broken;
}

/** Whether a check judges a component. */
export const judges = (check: Check, stack: Stack, component: Component): boolean => check.on.includes(component.kind) && check.when(stack, component);

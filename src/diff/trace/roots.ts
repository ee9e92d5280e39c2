import { keyOf, type Cause } from '../cause.ts';

/** Causes by their keys, with the part that each has in a change; the parts add up to 1. */
export type Roots = ReadonlyMap<string, { readonly cause: Cause; readonly part: number }>;

/** No cause at all. */
export const NO_ROOTS: Roots = new Map();

/** Some causes, each with the same part. */
export const evenly = (causes: readonly Cause[]): Roots => new Map(causes.map((cause) => [keyOf(cause), { cause, part: 1 / causes.length }]));

/** Causes of one of several things, and what share of them all it is. */
export interface Share {
  readonly roots: Roots;
  readonly share: number;
}

/** The causes of several things, each thing as much as any other. */
export const alike = (all: readonly Roots[]): Roots => together(all.map((roots) => ({ roots, share: 1 })));

/** The causes of several things together, each thing with its share; what has no cause takes no part. */
export function together(all: readonly Share[]): Roots {
  const some = all.filter(({ roots }) => roots.size > 0);
  const whole = some.reduce((sum, { share }) => sum + share, 0);
  const found = new Map<string, { readonly cause: Cause; readonly part: number }>();
  for (const { roots, share } of some) {
    for (const [key, { cause, part }] of roots) found.set(key, { cause, part: (found.get(key)?.part ?? 0) + (part * share) / whole });
  }
  return found;
}

/** The precision to which parts are compared: sums of fractions depend on their order. */
const rounded = (part: number): number => Math.round(part * 1e6);

/** The causes, that of the greatest part first; those with the same part by name. */
export const inOrder = (roots: Roots): readonly Cause[] =>
  [...roots].sort(([one, { part: a }], [other, { part: b }]) => rounded(b) - rounded(a) || (one < other ? -1 : 1)).map(([, { cause }]) => cause);

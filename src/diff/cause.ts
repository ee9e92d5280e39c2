import { isSame } from '../diff.ts';
import { withoutInputs, type Entry, type Position } from '../model/entry.ts';
import type { Stack } from '../model/stack.ts';
import type { Side } from './side.ts';
import type { StructuralChange } from './structure.ts';

/**
 * Where a change begins: a value that was stated, is stated otherwise, or no longer is; a part of the stack that came,
 * went or became something else; or, where nothing that it was computed from changed, the program itself.
 */
export type Cause =
  | { readonly from: 'stated'; readonly id: string; readonly before?: Entry; readonly after?: Entry; /** Where the newer side says it, else the older one. */ readonly at?: Position }
  | { readonly from: 'structure'; readonly what: StructuralChange['what']; readonly name: string; readonly happened: StructuralChange['happened']; readonly at?: Position }
  | { readonly from: 'program'; readonly rule: string };

/** Which cause it is, whichever side is the newer one. */
export const keyOf = (cause: Cause): string => (cause.from === 'structure' ? `${cause.what} ${cause.name}` : cause.from === 'program' ? `rule ${cause.rule}` : cause.id);

/** Where a cause is stated, as it is printed: the side that states it knows how it is reached. */
export function placeOf(cause: Cause, { before, after }: { readonly before?: Pick<Side, 'shown'>; readonly after?: Pick<Side, 'shown'> }): Position | undefined {
  if (cause.from === 'program' || cause.at === undefined) return undefined;
  const side = isGone(cause) ? before : after;
  return side?.shown(cause.at) ?? cause.at;
}

/** Whether only the older side states it, or has it. */
export const isGone = (cause: Cause): boolean => (cause.from === 'structure' ? cause.happened === 'removed' : cause.from !== 'program' && cause.after?.origin.from !== 'stated' && cause.before?.origin.from === 'stated');

/** A statement that differs, as a cause. */
export function statementCause(before: Stack, after: Stack, id: string): Cause {
  const [one, other] = [before.entries.get(id), after.entries.get(id)];
  const statement = [other, one].find((entry) => entry?.origin.from === 'stated');
  const at = statement?.origin.from === 'stated' ? statement.origin.at : undefined;
  return { from: 'stated', id, ...(one === undefined ? {} : { before: withoutInputs(one) }), ...(other === undefined ? {} : { after: withoutInputs(other) }), ...(at === undefined ? {} : { at }) };
}

/** A part of the stack that differs, as a cause. */
export const structuralCause = ({ what, name, happened, at }: StructuralChange): Cause => ({ from: 'structure', what, name, happened, ...(at === undefined ? {} : { at }) });

/** The ids of what one of the sides states and the other does not, or otherwise; in the order of the second. */
export function statementsBetween(before: Stack, after: Stack): ReadonlySet<string> {
  const differing = [...after.entries.values(), ...before.entries.values()].filter(({ id }) => {
    const [one, other] = [before.entries.get(id), after.entries.get(id)].map((entry) => (entry?.origin.from === 'stated' ? entry : undefined));
    return one === undefined || other === undefined ? one !== other : !isSame(one.value, other.value);
  });
  return new Set(differing.map(({ id }) => id));
}

import type { Change } from '../diff.ts';
import type { Finding } from '../model/check.ts';
import type { Concern } from '../model/concern.ts';
import type { Cause } from './cause.ts';
import type { StructuralChange } from './structure.ts';

/** A change with what it is a matter of and where it begins. */
export interface Traced extends Change {
  readonly concern: Concern;
  readonly causes: readonly Cause[];
}

/** A part of the stack that came, went or changed, and why, where the profile does not say so itself: a pooler that the sizing added, a component that is left out. */
export interface TracedPart extends StructuralChange {
  readonly causes: readonly Cause[];
}

/** A finding that appeared or vanished, and why. */
export interface TracedFinding extends Finding {
  readonly causes: readonly Cause[];
}

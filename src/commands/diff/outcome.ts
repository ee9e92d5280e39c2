import type { Comparison } from '../../diff/comparison.ts';
import type { Diffed } from '../../diff/diffed.ts';
import type { Problem } from '../../model/problem.ts';

/** What was compared, and what could not be. */
export interface Outcome {
  readonly diffed: Diffed;
  /** What is wrong with profiles that could not be compared; the others were. */
  readonly problems: readonly Problem[];
}

/** What came of one profile, or of one folder. */
export interface Compared {
  /** Nothing where both sides are the same, and where one cannot be read. */
  readonly comparison?: Comparison;
  /** The profile that could not be compared. */
  readonly refused?: string;
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

/** What came of all of them, in their order. */
export const gathered = (results: readonly Compared[]): Pick<Diffed, 'comparisons' | 'notes'> & { readonly refused: readonly string[]; readonly problems: readonly Problem[] } => ({
  comparisons: results.flatMap(({ comparison }) => comparison ?? []),
  refused: results.flatMap(({ refused }) => refused ?? []),
  notes: results.flatMap(({ notes }) => notes),
  problems: results.flatMap(({ problems }) => problems),
});

/** A comparison that nothing stood in the way of. */
export const complete = (diffed: Diffed): Outcome => ({ diffed, problems: [] });

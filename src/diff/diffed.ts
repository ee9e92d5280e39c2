import type { Comparison } from './comparison.ts';

/** What `gen diff` compared, and what came of it. */
export interface Diffed {
  /** Rendered files against what is rendered now; two revisions; two profiles; a stack that Plumbline did not write against a plan. */
  readonly of: 'output' | 'revisions' | 'profiles' | 'stack';
  /** The two sides in a few words, as a heading names them: `out`, `origin/main (1a2b3c4)`. */
  readonly before: string;
  readonly after: string;
  /** One for each stack that was sized, also where nothing differs; in the order of the profiles. */
  readonly comparisons: readonly Comparison[];
  /** Profiles whose files are the same on both sides: nothing of them can differ, and they were not sized. */
  readonly same?: readonly string[];
  /** Profiles that could not be compared, since the newer side of them cannot be read or sized; the notes say why. */
  readonly refused?: readonly string[];
  /** What a reader should know of the comparison itself: work that is not committed, a profile that could not be sized before. */
  readonly notes: readonly string[];
}

/** How many stacks were compared, also those that are the same without being sized. */
export const stacksIn = ({ comparisons, same = [] }: Diffed): number => comparisons.length + same.length;

import type { Problem } from '../model/problem.ts';
import type { Unbuilt } from '../output/builds.ts';
import type { Change, Conflict } from '../output/changes.ts';
import type { Prepared } from '../output/prepare.ts';
import type { SecretState } from '../output/secrets.ts';
import type { TargetFile } from '../render.ts';
import type { Summary } from '../reporters/summary.ts';

/** One profile, rendered and compared with its folder; what is to be written lies there under temporary names. Plain data. */
export interface Placed {
  /** The profile as the command line or its folder names it. */
  readonly profile: string;
  readonly summary: Summary;
  /** The folder of the stack. */
  readonly folder: string;
  readonly changes: readonly Omit<Change, 'text'>[];
  readonly conflicts: readonly Conflict[];
  readonly prepared?: Prepared | undefined;
  /** The files, where they are to be shown. */
  readonly files?: readonly TargetFile[] | undefined;
  readonly secrets: readonly SecretState[];
  readonly unbuilt: readonly Unbuilt[];
}

/** What became of one profile: it has a place, or it is wrong in some way. */
export type Answer = { readonly placed: Placed } | { readonly problems: readonly Problem[] };

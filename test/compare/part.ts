import type { PostgresPrograms } from './database/programs.ts';
import type { Effort } from './effort.ts';
import type { Cores } from './machine/cores.ts';
import type { Limits } from './machine/group.ts';
import type { Sample, Variant } from './model.ts';
import type { Row } from './summary.ts';

/** What all parts of the comparison share. */
export interface Setting {
  /** The repository. */
  readonly root: string;
  readonly postgres: PostgresPrograms;
  readonly cores: Cores;
  readonly limits: Limits;
  readonly effort: Effort;
  /** The ids of the variants that are compared; empty: all. */
  readonly only: readonly string[];
  readonly progress: (doing: string) => void;
  /** Ends the comparison between two measurements. */
  readonly stop: AbortSignal;
}

/** The results of one part. */
export interface Part {
  readonly title: string;
  readonly note: string;
  readonly variants: readonly Variant[];
  readonly samples: readonly Sample[];
  readonly rows: readonly Row[];
}

/** The variants that are wanted. */
export const wanted = <V extends Variant>(variants: readonly V[], { only }: Pick<Setting, 'only'>): readonly V[] => (only.length === 0 ? variants : variants.filter(({ id }) => only.includes(id)));

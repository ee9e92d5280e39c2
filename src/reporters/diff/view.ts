import { CONCERNS } from '../../model/concern.ts';

/** The parts that a comparison is told in, by the words that `--only` takes. */
export const SECTIONS = [...CONCERNS, 'restart', 'findings', 'headroom', 'files'] as const;

/** One of them. */
export type Section = (typeof SECTIONS)[number];

/** What of a comparison is told. */
export interface View {
  /** Only these parts; all of them without it. */
  readonly only?: readonly Section[];
  /** The most characters that may be told; what is cut is said. */
  readonly maxLength?: number;
}

/** Whether a part is wanted. */
export const isWanted = ({ only }: View, section: Section): boolean => only === undefined || only.includes(section);

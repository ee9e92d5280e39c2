import type { Part } from './part.ts';
import type { StackPart } from './stack/part.ts';

/** Everything that one run of the comparison measured: the content of its JSON report. */
export interface Comparison {
  readonly schema: 'plumbline-compare/1';
  readonly plumbline: string;
  /** ISO 8601. */
  readonly started: string;
  readonly seconds: number;
  /** What it ran on, and what its limits were held by, one sentence each. */
  readonly conditions: readonly string[];
  readonly database?: Part;
  /** Whole stacks, one part for each application. */
  readonly stacks: readonly StackPart[];
}

/** All parts, in the order in which they are shown. */
export const partsOf = ({ database, stacks }: Comparison): readonly Part[] => [...(database === undefined ? [] : [database]), ...stacks];

import type { Report } from '../model/check.ts';
import type { Position } from '../model/entry.ts';
import type { Stack } from '../model/stack.ts';
import type { RenderedFile } from '../model/target.ts';

/** One of two stacks that are compared, with what follows from it. */
export interface Side {
  /** How people call it: `profiles/medium.yaml at origin/main`, `out/medium`. */
  readonly name: string;
  readonly stack: Stack;
  readonly report: Report;
  readonly files: readonly RenderedFile[];
  /** A position of one of its entries as it is printed: seen from the working directory or the root of the repository. */
  readonly shown: (at: Position) => Position;
}

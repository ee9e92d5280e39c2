import { parser } from '@lezer/python';
import type { SyntaxNode } from '@lezer/common';
import { marksOf } from '../literal.ts';
import type { Flaw, Mark } from '../yaml-tree.ts';

export type { SyntaxNode } from '@lezer/common';

/** A Python file as its grammar understands it. */
export interface PythonTree {
  readonly root: SyntaxNode;
  readonly mark: (offset: number) => Mark;
  readonly flaws: readonly Flaw[];
}

/** Parses a Python file; it is never run. The parser is not recursive and recovers from errors. */
export function parsePython(text: string): PythonTree {
  const tree = parser.parse(text);
  const mark = marksOf(text);
  const flaws: Flaw[] = [];
  tree.iterate({
    enter: (node) => {
      if (node.type.isError && flaws.length === 0) flaws.push({ at: mark(node.from), message: `not valid Python${node.to > node.from ? '' : ': something is missing here'}` });
      return flaws.length === 0;
    },
  });
  return { root: tree.topNode, mark, flaws };
}

/** The parts of a node, comments left out. */
export function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const parts: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) if (child.name !== 'Comment') parts.push(child);
  return parts;
}

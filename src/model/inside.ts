import type { Position } from './entry.ts';
import type { SourceTree } from './source.ts';

const known = new WeakMap<SourceTree, Map<string, readonly string[]>>();

/** The lines of a file of the tree. */
function linesOf(tree: SourceTree, path: string): readonly string[] | undefined {
  const files = known.get(tree) ?? new Map<string, readonly string[]>();
  known.set(tree, files);
  const lines = files.get(path) ?? tree.file(path)?.text.split('\n');
  if (lines !== undefined) files.set(path, lines);
  return lines;
}

/** The same position, held inside its file: quotes, folds and replaced variables can make a text longer than what is written. */
export function inside(tree: SourceTree, at: Position): Position {
  if (at.line <= 0) return at;
  const lines = linesOf(tree, at.file);
  if (lines === undefined) return at;
  const line = Math.min(at.line, lines.length);
  const column = Math.min(at.column, (lines[line - 1]?.length ?? 0) + 1);
  return line === at.line && column === at.column ? at : { ...at, line, column };
}

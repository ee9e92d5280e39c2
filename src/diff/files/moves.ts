import type { RenderedFile } from '../../model/target.ts';

/** How much of the longer of two files both must share to be one that moved: 1 is all of it. */
const ALIKE = 0.7;
/** Beyond so many pairs nobody looks for moves: all files of a stack came or went. */
const MOST_PAIRS = 2500;

/** Which files of one side lie at another path on the other, by the path there: the pairs that are most alike. */
export function movedFiles(gone: readonly RenderedFile[], come: readonly RenderedFile[]): ReadonlyMap<string, RenderedFile> {
  if (gone.length * come.length > MOST_PAIRS) return new Map();
  const [earlier, later] = [gone, come].map((files) => files.filter(({ text }) => text.trim() !== '').map((file) => ({ file, lines: weights(file.text) })));
  const pairs = (earlier ?? []).flatMap((one) => (later ?? []).map((other) => ({ from: one.file, to: other.file.path, alike: shareOf(one.lines, other.lines) })));
  const moves = new Map<string, RenderedFile>();
  const taken = new Set<string>();
  for (const { from, to } of pairs.filter(({ alike }) => alike >= ALIKE).sort((a, b) => b.alike - a.alike)) {
    if (moves.has(to) || taken.has(from.path)) continue;
    moves.set(to, from);
    taken.add(from.path);
  }
  return moves;
}

/** The different lines of a text, each with how many characters all its copies have. */
function weights(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const line of text.split('\n')) lines.set(line, (lines.get(line) ?? 0) + line.length);
  return lines;
}

function shareOf(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const sizeOf = (lines: ReadonlyMap<string, number>): number => [...lines.values()].reduce((sum, size) => sum + size, 0);
  const shared = [...one].reduce((sum, [line, size]) => sum + Math.min(size, other.get(line) ?? 0), 0);
  return shared / Math.max(1, sizeOf(one), sizeOf(other));
}

import { grouped } from '../../model/grouped.ts';
import { counted } from '../../model/quote.ts';
import { grouped as thousands } from '../../formats/figures.ts';

/** Text that is told whole or not at all. */
export interface Leaf {
  readonly text: string;
  /** What it is, where it is cut: `file diff`. */
  readonly is: string;
  /** The smaller, the longer it stays. */
  readonly rank: number;
}

/** Lines as a leaf. */
export const leafOf = (lines: readonly string[], is: string, rank: number): Leaf => ({ text: lines.map((line) => `${line}\n`).join(''), is, rank });

/** What stays longest: the heading, a line for each of the first stacks, the parts of each in their order, the lines of further stacks; unified diffs are missed least. */
export const RANK = { heading: 0, overview: 1, first: 2, further: 999, hunks: 1000 } as const;
/** Lines of an overview that come before the first details. */
export const FIRST_STACKS = 100;

/** Pieces in a frame, which is told where any of them is. */
export interface Branch {
  readonly open: string;
  readonly close: string;
  readonly pieces: readonly Piece[];
}

/** A piece of a report. */
export type Piece = Leaf | Branch;

/** What was cut of one kind. */
export interface Cut {
  readonly is: string;
  readonly count: number;
  /** Characters, where they are known. */
  readonly length?: number;
}

/** Room for the line that says what was cut, in bytes. */
const ROOM = 400;
// Who limits comments counts characters or bytes: bytes are never fewer than characters of any kind.
const lengthOf = (text: string): number => Buffer.byteLength(text);

/** The pieces as one text of at most `most` bytes: where they do not all fit, the most important do, each as a whole. */
export function fit(pieces: readonly Piece[], most: number, note: (cuts: readonly Cut[]) => string): string {
  const all = leavesOf(pieces, []);
  const whole = written(pieces, new Set(all.map(({ leaf }) => leaf)));
  if (lengthOf(whole) <= most) return whole;
  const kept = keep(all, most - ROOM);
  const cuts = [...grouped(all.map(({ leaf }) => leaf).filter((leaf) => !kept.has(leaf)), ({ is }) => is)].map(([is, leaves]): Cut => ({ is, count: leaves.length, length: leaves.reduce((sum, { text }) => sum + text.length, 0) }));
  const said = note(cuts);
  return `${written(pieces, kept)}${lengthOf(said) <= ROOM ? said : ''}`;
}

/** What was cut, in words: `12 file diffs (41,203 characters), 3 findings`. */
export const cutsInWords = (cuts: readonly Cut[]): string => cuts.map(({ is, count, length }) => `${counted(count, is)}${length === undefined ? '' : ` (${thousands(length)} characters)`}`).join(', ');

interface Placed {
  readonly leaf: Leaf;
  readonly within: readonly Branch[];
}

const leavesOf = (pieces: readonly Piece[], within: readonly Branch[]): readonly Placed[] =>
  pieces.flatMap((piece) => ('pieces' in piece ? leavesOf(piece.pieces, [...within, piece]) : [{ leaf: piece, within }]));

/** The leaves that fit, by rank and then in order. */
function keep(all: readonly Placed[], most: number): ReadonlySet<Leaf> {
  const kept = new Set<Leaf>();
  const opened = new Set<Branch>();
  let left = most;
  for (const { leaf, within } of [...all].sort((a, b) => a.leaf.rank - b.leaf.rank)) {
    const frames = within.filter((branch) => !opened.has(branch));
    const length = lengthOf(leaf.text) + frames.reduce((sum, { open, close }) => sum + lengthOf(open) + lengthOf(close), 0);
    if (length > left) continue;
    left -= length;
    kept.add(leaf);
    for (const frame of frames) opened.add(frame);
  }
  return kept;
}

function written(pieces: readonly Piece[], kept: ReadonlySet<Leaf>): string {
  return pieces
    .map((piece) => {
      if (!('pieces' in piece)) return kept.has(piece) ? piece.text : '';
      const inner = written(piece.pieces, kept);
      return inner === '' ? '' : `${piece.open}${inner}${piece.close}`;
    })
    .join('');
}

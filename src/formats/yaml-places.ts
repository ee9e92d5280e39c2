import type { Position } from '../model/entry.ts';
import { positionIn, type SourceFile } from '../model/source.ts';
import { marksOf } from './text-marks.ts';
import type { Scalar } from './yaml-tree.ts';

/** Tells the place of each character of a scalar in its file, also where it goes over several lines. */
export function placesIn(file: SourceFile, scalar: Scalar): (offset: number) => Position {
  const { text, at, quoted, block } = scalar;
  if (!quoted && !text.includes(' ')) return (offset) => positionIn(file, at.line, at.column + offset);
  let found: ((offset: number) => Position) | undefined;
  return (offset) => (found ??= block === undefined ? scanned(file, scalar) : inBlock(file, text, block))(offset);
}

function inBlock(file: SourceFile, text: string, block: NonNullable<Scalar['block']>): (offset: number) => Position {
  const markAt = marksOf(text);
  return (offset) => {
    const { line, column } = markAt(offset);
    return positionIn(file, block.line + line - 1, block.columns + column);
  };
}

/** The characters of a text that are no blanks follow each other in its file in the same order, whatever breaks the lines. */
function scanned(file: SourceFile, { text, at, quoted }: Scalar): (offset: number) => Position {
  const written = file.text.slice(startOf(file.text, at.line));
  const first = written.charAt(at.column - 1);
  const folded = quoted && first === '>';
  const lineEnd = written.indexOf('\n');
  let from = folded ? (lineEnd < 0 ? written.length : lineEnd + 1) : at.column - 1 + (quoted && (first === '"' || first === "'") ? 1 : 0);
  const places = new Int32Array(text.length + 1);
  for (let i = 0; i < text.length; i++) {
    if (!isBlank(text, i)) while (from < written.length && isBlank(written, from)) from += 1;
    places[i] = from;
    if (!isBlank(text, i)) from += 1;
  }
  places[text.length] = from;
  const markAt = marksOf(written.slice(0, from));
  return (offset) => {
    const { line, column } = markAt(places[Math.min(Math.max(offset, 0), text.length)] ?? 0);
    return positionIn(file, at.line + line - 1, column);
  };
}

const isBlank = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code === 32 || code === 10 || code === 13 || code === 9;
};

/** Where a line begins. */
function startOf(text: string, line: number): number {
  let at = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  return at;
}

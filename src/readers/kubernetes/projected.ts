import type { PairNode } from '../../formats/kubernetes-object.ts';
import type { Position } from '../../model/entry.ts';
import type { SourceFile } from '../../model/source.ts';

/** A line of the file, and where its value stands in a manifest. */
interface Line {
  readonly name: string;
  readonly value: string;
  readonly at: Position;
}

/** As far as a file is padded for the sake of its positions. */
const FARTHEST = 200_000;

/**
 * The parameters of a manifest as the file that an operator writes of them, lines of its own before them (a section, an address).
 * Each value has the position where the manifest has it.
 */
export function projectedFile(pairs: readonly PairNode[], spell: (value: string, quoted: boolean) => string, head: readonly string[] = []): SourceFile | undefined {
  const lines = pairs.flatMap(({ key, value }): readonly Line[] => (value.kind === 'scalar' ? [{ name: `${key} =`, value: spell(value.text.replace(/[\r\n]/g, ' '), value.quoted), at: value.at }] : []));
  const [first] = lines;
  if (first === undefined) return undefined;
  const own = new Set(lines.map(({ at }) => at.line));
  const asItStands = own.size === lines.length && Math.min(...own) > head.length && Math.max(...own) <= FARTHEST && lines.every(({ at }) => at.file === first.at.file);
  return asItStands ? padded(first.at.file, lines, head) : listed(first.at, lines, head);
}

/** Each value in the line and the column where the manifest has it. */
function padded(path: string, lines: readonly Line[], head: readonly string[]): SourceFile {
  const start = Math.min(...lines.map(({ at }) => at.line)) - 1;
  const rows: string[] = [];
  for (const [index, text] of head.entries()) rows[start - head.length + index] = text;
  // The name ends before the value; where it begins makes no difference.
  for (const { name, value, at } of lines) rows[at.line - 1] = `${' '.repeat(Math.max(0, Math.min(at.column - 1, 5000) - name.length))}${name}${value}`;
  return { path, text: Array.from(rows, (text) => text ?? '').join('\n') };
}

/** One below the other, and the place of each beside it. */
function listed(first: Position, lines: readonly Line[], head: readonly string[]): SourceFile {
  const places = [...head.map(() => first), ...lines.map(({ name, at }) => ({ ...at, column: at.column - name.length }))];
  return { path: first.file, text: [...head, ...lines.map(({ name, value }) => `${name}${value}`)].join('\n'), places: new Map(places.map((place, index) => [index + 1, place])) };
}

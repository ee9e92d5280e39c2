import type { Style } from '../../style.ts';
import { table, type Cell } from '../../table.ts';
import { filledOf, type Column } from '../part.ts';

type Rows = readonly (readonly string[])[];

/** Longest line of a sentence in a table. */
const SENTENCE = 88;

/** Rows as aligned lines, those of each row together. */
export function rowsText(columns: readonly Column[], all: Rows, style: Style): readonly (readonly string[])[] {
  const filled = filledOf(columns, all);
  const rows = all.map((row) => linesOf(filled.map(({ column, i }) => ({ column, text: row[i] ?? '' })), style));
  const lines = table(rows.flat(), '  ');
  let next = 0;
  return rows.map((row) => lines.slice(next, (next += row.length)));
}

/** Rows under the names of their columns, a line each. */
export function headedText(columns: readonly Column[], all: Rows, style: Style): readonly string[] {
  const aligned = (text: string, { holds }: Column): Cell => ({ text, ...(holds === 'number' ? { right: true } : {}) });
  return table([columns.map((column) => ({ ...aligned(column.name, column), look: style.dim })), ...all.map((row) => columns.map((column, i) => aligned(row[i] ?? '', column)))]);
}

/** The lines of a row: a sentence is wrapped, and a command stands below it. */
function linesOf(cells: readonly { readonly column: Column; readonly text: string }[], style: Style): readonly (readonly Cell[])[] {
  const command = cells.find(({ column }) => column.holds === 'command')?.text ?? '';
  const shown = cells.filter(({ column }) => column.holds !== 'command');
  const below = shown.map(({ column, text }) => (column.holds === 'sentence' ? [...wrapped(text, SENTENCE), ...(command === '' ? [] : [`$ ${command}`])] : [text]));
  return Array.from({ length: Math.max(...below.map(({ length }) => length)) }, (_, line) => shown.flatMap(({ column }, i) => (line > 0 && column.name === 'after' ? [{ text: '' }, { text: '' }] : cellsOf(below[i]?.[line] ?? '', column, style))));
}

/** Words in lines of at most so many characters. */
function wrapped(text: string, most: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= most) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A cell; between the values of the two sides stands an arrow. */
function cellsOf(text: string, { name, holds }: Column, style: Style): readonly Cell[] {
  const look = name === 'before' ? { look: style.red } : name === 'after' ? { look: style.green } : {};
  const cell: Cell = { text, ...look, ...(holds === 'number' ? { right: true } : {}) };
  return name === 'after' ? [{ text: '->' }, cell] : [cell];
}

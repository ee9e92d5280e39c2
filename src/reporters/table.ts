/** A cell: its text, and how it is to look once it is padded. */
export interface Cell {
  readonly text: string;
  readonly look?: (text: string) => string;
  readonly right?: true;
}

/** Rows of cells as lines with aligned columns, two blanks between; nothing trails. */
export function table(rows: readonly (readonly (Cell | string)[])[], indent = ''): readonly string[] {
  const cells = rows.map((row) => row.map((cell): Cell => (typeof cell === 'string' ? { text: cell } : cell)));
  const widths = cells.reduce<readonly number[]>((wide, row) => Array.from({ length: Math.max(wide.length, row.length) }, (_, i) => Math.max(wide[i] ?? 0, row[i]?.text.length ?? 0)), []);
  return cells.map((row) => {
    const last = row.findLastIndex((cell) => cell.text !== '');
    const padded = row.slice(0, last + 1).map((cell, i) => {
      const gap = ' '.repeat((widths[i] ?? 0) - cell.text.length);
      const text = cell.look?.(cell.text) ?? cell.text;
      return cell.right ? gap + text : i === last ? text : text + gap;
    });
    return `${indent}${padded.join('  ')}`.trimEnd();
  });
}

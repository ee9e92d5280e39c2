import { inComment } from './units.ts';

/** Text inside a paragraph or a table, its special characters kept as they are. */
export const prose = (text: string): string => inComment(text).replace(/[\\`*_{}[\]<>|#]/g, (character) => `\\${character}`);

/** Text in typewriter letters. */
export function code(text: string): string {
  const plain = inComment(text).replaceAll('|', '\\|');
  if (plain === '') return '';
  const fence = plain.includes('`') ? '``' : '`';
  const pad = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}

/** A table: its heading, which columns are numbers, and its rows of finished text. */
export function markdownTable(heading: readonly string[], numbers: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heading), `|${heading.map((name) => (numbers.includes(name) ? '---:' : '---')).join('|')}|`, ...rows.map(line)].join('\n');
}

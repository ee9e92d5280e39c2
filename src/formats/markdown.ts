import { inComment } from './units.ts';

/** Text inside a paragraph or a table, its special characters kept as they are. */
export const prose = (text: string): string => inComment(text).replace(/[\\`*_{}[\]<>|#]/g, (character) => `\\${character}`);

/** What mentions somebody or becomes a link in a comment of GitHub or GitLab, taken apart by what nobody sees; the rest of the text, or of its HTML, stays. */
export const apart = (text: string): string => text.replace(/@|(?<!&)[#!](?=\d)|[~$%](?=["\w])|:(?=\/\/)|(?<=\bwww)\.|(?<=\bGH)-/gi, (mark) => `${mark}&#8203;`);

/** Text of others in a paragraph or a table of such a comment. */
export const unlinked = (text: string): string => apart(prose(text.replaceAll('&', '&amp;')));

/** Printable ASCII without a backtick or a bar, and without blanks at its ends: most texts, which need nothing. */
const PLAIN = /^[!-_a-{}~](?:[ -_a-{}~]*[!-_a-{}~])?$/;

/** Text in typewriter letters. */
export function code(text: string): string {
  if (PLAIN.test(text)) return `\`${text}\``;
  const plain = inComment(text).replaceAll('|', '\\|');
  if (plain === '') return '';
  const fence = '`'.repeat(Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const pad = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}

/** Lines as they are, in a fence that none of them can close. */
export function fenced(lines: readonly string[], language = ''): readonly string[] {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence];
}

/** A table: its heading, which columns are numbers, and its rows of finished text. */
export function markdownTable(heading: readonly string[], numbers: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heading), `|${heading.map((name) => (numbers.includes(name) ? '---:' : '---')).join('|')}|`, ...rows.map(line)].join('\n');
}

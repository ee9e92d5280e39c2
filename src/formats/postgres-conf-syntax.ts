import { quoted } from '../model/quote.ts';
import type { Flaw, Mark } from './yaml-tree.ts';

/** One `name = value` of postgresql.conf, its value without quotes. */
export interface Assignment {
  readonly name: string;
  readonly value: string;
  /** The value as it is written. */
  readonly text: string;
  readonly at: Mark;
  readonly valueAt: Mark;
}

/** The lines of a postgresql.conf, includes among them under their names; and what PostgreSQL would not read. */
export interface ParsedConf {
  readonly assignments: readonly Assignment[];
  readonly flaws: readonly Flaw[];
}

const LETTERS = 'A-Za-z_\\u0080-\\uffff';
const ID = `[${LETTERS}][${LETTERS}0-9]*`;
const SPACE = /[ \t\r]*/y;
const NAME = new RegExp(`${ID}(?:\\.${ID})?`, 'y');
const QUALIFIED = new RegExp(`^${ID}\\.${ID}$`);
/** A string in quotes ends in its own line; a number keeps its unit only where it has no decimals. */
const STRING = /'(?:[^'\\]|\\.|'')*'/y;
const OTHERS: readonly RegExp[] = [
  /[-+]?[0-9]*\.[0-9]*(?:[Ee][-+]?[0-9]+)?/y,
  /[-+]?(?:0x[0-9a-fA-F]+|[0-9]+)[A-Za-z]*/y,
  new RegExp(`[${LETTERS}][${LETTERS}0-9._:/-]*`, 'y'),
];

/** Reads postgresql.conf by the rules of PostgreSQL's own lexer: one parameter in a line, `=` may be left out. */
export function parsePostgresConf(text: string): ParsedConf {
  const assignments: Assignment[] = [];
  const flaws: Flaw[] = [];
  text.split('\n').forEach((line, index) => {
    const read = readLine(line, index + 1);
    if (read === undefined) return;
    if ('message' in read) flaws.push(read);
    else assignments.push(read);
  });
  return { assignments, flaws };
}

function readLine(line: string, number: number): Assignment | Flaw | undefined {
  const mark = (offset: number): Mark => ({ line: number, column: offset + 1 });
  const start = line.length - line.replace(/^[ \t\r]+/, '').length;
  if (start === line.length || line[start] === '#') return undefined;
  const name = match(NAME, line, start);
  if (name === '') return wrong(line, start, mark);
  const afterName = skip(line, start + name.length);
  const valueAt = line[afterName] === '=' ? skip(line, afterName + 1) : afterName;
  // Only a space, a sign or a quote may follow the name: `a-b` is one word to PostgreSQL, and no name.
  if (afterName === start + name.length && /[-.:/]/.test(line[afterName] ?? '')) return wrong(line, start, mark);
  const value = valueIn(line, valueAt);
  if (value === '' || QUALIFIED.test(value)) return wrong(line, valueAt, mark);
  const rest = skip(line, valueAt + value.length);
  if (rest < line.length && line[rest] !== '#') return wrong(line, rest, mark, value);
  return { name, value: unquoted(value), text: value, at: mark(start), valueAt: mark(valueAt) };
}

const match = (pattern: RegExp, line: string, from: number): string => {
  pattern.lastIndex = from;
  return pattern.exec(line)?.[0] ?? '';
};
const skip = (line: string, from: number): number => from + match(SPACE, line, from).length;

/** The longest token that begins here, as a lexer takes it. */
function valueIn(line: string, from: number): string {
  if (line[from] === "'") return match(STRING, line, from);
  return OTHERS.map((pattern) => match(pattern, line, from)).reduce((longest, one) => (one.length > longest.length ? one : longest), '');
}

function wrong(line: string, offset: number, mark: (offset: number) => Mark, before = ''): Flaw {
  const word = /^\S*/.exec(line.slice(offset))?.[0] ?? '';
  const at = mark(offset);
  if (word === '') return { at, message: 'syntax error: a value was expected, found the end of the line' };
  if (word.startsWith("'")) return { at, message: `syntax error: the quote of ${quoted(word)} is not closed in its line` };
  const number = /^[-+]?[0-9.]+$/.test(before);
  return { at, message: `syntax error near ${quoted(word)}`, hint: `put single quotes around the value${number ? ': a decimal number with a unit needs them' : ''}` };
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The text inside quotes: '' is a quote, a backslash escapes. */
function unquoted(token: string): string {
  if (!token.startsWith("'")) return token;
  return token.slice(1, -1).replace(/''|\\([0-7]{1,3}|.)/g, (_, escaped: string | undefined) => {
    if (escaped === undefined) return "'";
    return /^[0-7]/.test(escaped) ? String.fromCharCode(parseInt(escaped, 8) & 255) : (ESCAPES[escaped] ?? escaped);
  });
}

import { positionIn, type SourceFile, type Word } from '../model/source.ts';
import type { Problem } from '../model/problem.ts';
import { quoted } from '../model/quote.ts';
import { interpolate, type Lookup, type Unset } from './interpolate.ts';

/** One variable of an env file. */
export interface Variable extends Word {
  readonly name: string;
  /** Only a name stands there: the value is that of the surroundings. */
  readonly inherited: boolean;
  /** Variables in its value that are not set. */
  readonly unset: readonly Unset[];
}

/** An env file: its variables in order (the last of a name counts), and what is wrong with it. */
export interface Dotenv {
  readonly variables: readonly Variable[];
  readonly problems: readonly Problem[];
}

/** Whether values are taken as they stand, or quotes and variables are understood. */
export type DotenvFormat = 'raw' | 'shell';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\u0007', b: '\b', f: '\f', v: '\v', '\\': '\\', '"': '"' };
const KEY = /[^\S\n]*(?:export[ \t]+)?([\p{L}\p{N}_.[\]-]*)[^\S\n]*([=:]?)[^\S\n]*/uy;

/** Reads an env file as docker compose does; `lookup` gives what is set around it. */
export function parseDotenv(file: SourceFile, lookup: Lookup, format: DotenvFormat = 'shell'): Dotenv {
  const text = file.text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  const variables: Variable[] = [];
  const problems: Problem[] = [];
  const known = new Map<string, string>();
  const within: Lookup = (name) => lookup(name) ?? known.get(name);
  let [offset, line] = [0, 1];
  while (offset < text.length) {
    const statement = statementAt(text, offset);
    const at = positionIn(file, line, statement.column);
    if (statement.flaw !== undefined) problems.push({ at, message: statement.flaw });
    if (statement.name !== undefined) {
      const value = format === 'raw' ? plain(rawOf(text, statement)) : valueOf(statement, within);
      known.set(statement.name, value.text);
      variables.push({ name: statement.name, at, inherited: statement.inherited, ...value });
    }
    for (let i = offset; i < statement.end; i++) if (text[i] === '\n') line += 1;
    offset = statement.end;
  }
  return { variables, problems };
}

interface Statement {
  readonly name?: string;
  readonly column: number;
  readonly inherited: boolean;
  readonly quote: '"' | "'" | '';
  readonly value: string;
  /** Where the value begins. */
  readonly from: number;
  /** Where the next line begins. */
  readonly end: number;
  readonly flaw?: string;
}

const plain = (text: string): { readonly text: string; readonly unset: readonly Unset[] } => ({ text, unset: [] });

/** The value of the whole line, quotes and all. */
function rawOf(text: string, statement: Statement): string {
  const end = text.indexOf('\n', statement.from);
  return text.slice(statement.from, end < 0 ? text.length : end).trim();
}

function valueOf({ quote, value }: Statement, lookup: Lookup): { readonly text: string; readonly unset: readonly Unset[] } {
  if (quote === "'") return plain(value);
  return interpolate(quote === '"' ? value.replace(/\\(.)/gs, (whole, letter: string) => (letter === '$' ? '$$' : (ESCAPES[letter] ?? whole))) : value, lookup);
}

function statementAt(text: string, offset: number): Statement {
  const newline = text.indexOf('\n', offset);
  const lineEnd = newline < 0 ? text.length : newline;
  const none: Statement = { column: 1, inherited: false, quote: '', value: '', from: offset, end: lineEnd + 1 };
  const line = text.slice(offset, lineEnd);
  const trimmed = line.trimStart();
  if (trimmed === '' || trimmed.startsWith('#')) return none;
  const column = line.length - trimmed.length + 1;
  KEY.lastIndex = offset;
  const [whole = '', name = '', sign = ''] = KEY.exec(text) ?? [];
  const from = offset + whole.length;
  if (name === '' || (sign === '' && from < lineEnd)) return { ...none, column, flaw: `expected NAME=value, found ${quoted(trimmed)}` };
  if (sign === '' || from > lineEnd) return { ...none, name, column, inherited: sign === '', from: Math.min(from, lineEnd) };
  const quote = text[from];
  if (quote !== '"' && quote !== "'") return { ...none, name, column, from, value: uncommented(text.slice(from, lineEnd)) };
  const close = closing(text, from + 1, quote);
  if (close === undefined) return { ...none, name, column, from, value: uncommented(text.slice(from, lineEnd)), flaw: `the value of ${quoted(name)} has no closing ${quote}` };
  const after = text.indexOf('\n', close);
  return { name, column, inherited: false, quote, from, value: text.slice(from + 1, close), end: (after < 0 ? text.length : after) + 1 };
}

const uncommented = (value: string): string => (value.startsWith('#') ? '' : (value.split(' #')[0] ?? '').trimEnd());

function closing(text: string, start: number, quote: string): number | undefined {
  for (let i = start; i < text.length; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === quote) return i;
  }
  return undefined;
}

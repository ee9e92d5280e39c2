import type { Mark } from './yaml-tree.ts';

/** A token of SQL: a word without quotes, a name in double quotes, a text in single quotes or dollars, or a sign. */
export interface SqlToken {
  readonly kind: 'word' | 'name' | 'text' | 'sign';
  readonly text: string;
  readonly at: Mark;
}
/** The tokens of one statement, without the semicolon. */
export type SqlStatement = readonly SqlToken[];

/** Statements longer than this are not about settings: their other tokens are left out. */
const LONGEST = 80;

/**
 * Splits a script for psql into statements: strings of all kinds, nested comments, backslash commands and
 * the data of COPY are skipped as psql does. Only statements that begin with ALTER or CREATE keep their tokens.
 */
export function parseSql(script: string): readonly SqlStatement[] {
  const statements: SqlStatement[] = [];
  const lines = lineStarts(script);
  let line = 0;
  const mark = (offset: number): Mark => {
    while (line + 1 < lines.length && (lines[line + 1] ?? 0) <= offset) line += 1;
    return { line: line + 1, column: offset - (lines[line] ?? 0) + 1 };
  };
  let tokens: SqlToken[] = [];
  let first = '';
  let last = '';
  let i = 0;
  const keep = (kind: SqlToken['kind'], text: string, offset: number): void => {
    if (first === '') first = text.toLowerCase();
    last = kind === 'word' ? text.toLowerCase() : '';
    if ((first === 'alter' || first === 'create') && tokens.length < LONGEST) tokens.push({ kind, text, at: mark(offset) });
  };
  const end = (): void => {
    if (tokens.length > 0) statements.push(tokens);
    tokens = [];
    first = '';
  };
  while (i < script.length) {
    const start = i;
    const character = script.charAt(i);
    if (character === ' ' || character === '\n' || /\s/.test(character)) i += 1;
    else if (script.startsWith('--', i)) i = lineEnd(script, i);
    else if (script.startsWith('/*', i)) i = commentEnd(script, i);
    else if (character === '\\') {
      // A command of psql takes the rest of its line; those that send the query end the statement.
      if (/^\\g/.test(script.slice(i, i + 2))) end();
      i = lineEnd(script, i);
    } else if (character === ';') {
      const copies = first === 'copy' && last === 'stdin';
      end();
      i = copies ? copyEnd(script, i + 1) : i + 1;
    } else if (character === "'") {
      i = quoteEnd(script, i, PLAIN);
      keep('text', textOf(script.slice(start + 1, i - 1), PLAIN), start);
    } else if ((character === 'E' || character === 'e') && script.charAt(i + 1) === "'") {
      i = quoteEnd(script, i + 1, ESCAPED);
      keep('text', textOf(script.slice(start + 2, i - 1), ESCAPED), start);
    } else if (character === '"') {
      i = quoteEnd(script, i, NAME);
      keep('name', script.slice(start + 1, i - 1).replaceAll('""', '"'), start);
    } else if (character === '$') {
      const tag = /^\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]{0,62})?\$/.exec(script.slice(i, i + 66))?.[0];
      const close = tag === undefined ? -1 : script.indexOf(tag, i + tag.length);
      if (tag === undefined) i = wordEnd(script, i + 1);
      else i = close < 0 ? script.length : close + tag.length;
      keep(tag === undefined ? 'word' : 'text', script.slice(start, i), start);
    } else if (WORD.test(character)) {
      i = wordEnd(script, i);
      keep('word', script.slice(start, i), start);
    } else {
      i += 1;
      keep('sign', character, start);
    }
  }
  end();
  return statements;
}

/** What closes a quoted text, and whether a backslash escapes in it. */
interface Quoting {
  readonly quote: string;
  readonly escapes: boolean;
}
const PLAIN: Quoting = { quote: "'", escapes: false };
const ESCAPED: Quoting = { quote: "'", escapes: true };
const NAME: Quoting = { quote: '"', escapes: false };

/** What a word may hold: letters, digits, and the variables of shells, which a script for a shell has in it. */
const WORD = /[A-Za-z0-9_.$\u0080-\uffff]/;

const WORDS = /[A-Za-z0-9_.$\u0080-\uffff]*/y;

function wordEnd(script: string, from: number): number {
  WORDS.lastIndex = from;
  let i = from + (WORDS.exec(script)?.[0].length ?? 0);
  while (i < script.length && (WORD.test(script.charAt(i)) || (script.charAt(i) === '{' && script.charAt(i - 1) === '$'))) {
    if (script.charAt(i) === '{') {
      const close = script.indexOf('}', i);
      if (close < 0 || close - i > 200) return i + 1;
      i = close;
    }
    i += 1;
  }
  return i;
}

function lineStarts(script: string): readonly number[] {
  const starts = [0];
  for (let at = script.indexOf('\n'); at >= 0; at = script.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

const lineEnd = (script: string, from: number): number => {
  const end = script.indexOf('\n', from);
  return end < 0 ? script.length : end;
};

/** Comments may stand in comments. */
function commentEnd(script: string, from: number): number {
  let depth = 0;
  for (let i = from; i < script.length; i++) {
    if (script.startsWith('/*', i)) [depth, i] = [depth + 1, i + 1];
    else if (script.startsWith('*/', i)) {
      depth -= 1;
      i += 1;
      if (depth === 0) return i + 1;
    }
  }
  return script.length;
}

/** After the quote that closes the one at `from`; two in a row do not. */
function quoteEnd(script: string, from: number, { quote, escapes }: Quoting): number {
  for (let i = from + 1; i < script.length; i++) {
    const character = script.charAt(i);
    if (escapes && character === '\\') i += 1;
    else if (character === quote) {
      if (script.charAt(i + 1) !== quote) return i + 1;
      i += 1;
    }
  }
  return script.length + 1;
}

const textOf = (inner: string, { escapes }: Quoting): string => {
  const plain = inner.replaceAll("''", "'");
  return escapes ? plain.replace(/\\(.)/gs, '$1') : plain;
};

/** After the line `\.` that ends the data of COPY. */
function copyEnd(script: string, from: number): number {
  const end = /^\\\.\r?$/m.exec(script.slice(from));
  return end === null ? script.length : from + end.index + end[0].length;
}

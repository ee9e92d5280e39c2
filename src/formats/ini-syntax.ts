import { quoted } from '../model/quote.ts';
import type { Flaw, Mark } from './yaml-tree.ts';

/** One `name = value` of a pgbouncer.ini, or an `%include` (its name), in its section. */
export interface IniLine {
  readonly section: string;
  readonly name: string;
  readonly value: string;
  readonly at: Mark;
  readonly valueAt: Mark;
}
/** The lines of a pgbouncer.ini, and what PgBouncer would not read. */
export interface ParsedIni {
  readonly lines: readonly IniLine[];
  readonly flaws: readonly Flaw[];
}

/** Reads pgbouncer.ini: comments begin with `;` or `#` at the start of a line only, a value goes to the end of its line. */
export function parseIni(text: string, section = ''): ParsedIni {
  const lines: IniLine[] = [];
  const flaws: Flaw[] = [];
  let current = section;
  text.split('\n').forEach((raw, index) => {
    const line = raw.trimEnd();
    const start = line.length - line.trimStart().length;
    const mark = (offset: number): Mark => ({ line: index + 1, column: offset + 1 });
    const first = line[start];
    if (first === undefined || first === ';' || first === '#') return;
    if (first === '[') {
      const end = line.indexOf(']', start);
      if (end < 0 || line.slice(end + 1).trim() !== '') flaws.push({ at: mark(start), message: `not a section: ${quoted(line.trim())}`, hint: 'a section is [name], alone in its line' });
      else current = line.slice(start + 1, end);
      return;
    }
    if (line.startsWith('%include', start)) {
      const valueAt = start + 8 + (line.slice(start + 8).length - line.slice(start + 8).trimStart().length);
      lines.push({ section: current, name: '%include', value: line.slice(valueAt), at: mark(start), valueAt: mark(valueAt) });
      return;
    }
    const equals = line.indexOf('=', nameEnd(line, start));
    const name = equals < 0 ? '' : line.slice(start, equals).trimEnd();
    if (name === '') {
      flaws.push({ at: mark(start), message: `expected name = value, found ${quoted(line.trim())}` });
      return;
    }
    const value = line.slice(equals + 1).trimStart();
    lines.push({ section: current, name: plainName(name), value, at: mark(start), valueAt: mark(line.length - value.length) });
  });
  return { lines, flaws };
}

/** Where a name in double quotes ends; it may hold an equals sign. */
function nameEnd(line: string, start: number): number {
  if (line[start] !== '"') return start;
  const end = line.indexOf('"', start + 1);
  return end < 0 ? start : end;
}

const plainName = (name: string): string => (/^".*"$/.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name);

/** One `name=value` of a connection string, and how many characters stand before it. */
export interface ConnectionPart {
  readonly name: string;
  readonly value: string;
  readonly offset: number;
}

const PART = /([A-Za-z_]+)\s{0,50}=\s{0,50}('(?:[^']|'')*'|[^\s']*)/g;

/** The parts of a connection string such as `host=db port=5432 pool_size=20`. */
export const connectionParts = (text: string): readonly ConnectionPart[] =>
  [...text.slice(0, 4000).matchAll(PART)].map((found) => ({
    name: (found[1] ?? '').toLowerCase(),
    value: (found[2] ?? '').startsWith("'") ? (found[2] ?? '').slice(1, -1).replaceAll("''", "'") : (found[2] ?? ''),
    offset: found.index,
  }));

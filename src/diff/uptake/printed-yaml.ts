import type { YamlMapping, YamlValue } from './yaml-values.ts';

/** Lines, and which of them is read next. */
interface Reading {
  readonly lines: string[];
  at: number;
}

/** Nothing that is printed here begins further to the right. */
const WIDEST = 100;
const COMMENT_OR_BLANK = /^ *(?:#|$)/;
const PAIR = /^("(?:[^"\\]|\\.)*"|-?[A-Za-z0-9/_$.][\x21-\x39\x3b-\x7e]*):(?: (.+))?$/;
/** A text in quotes with no escapes but those of JSON. */
const QUOTED = /^"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-f]{4})*"$/;
/** One line of characters that mean nothing to YAML but themselves. */
const PLAIN = /^(?:[A-Za-z0-9/_$.<(=+~^;]|-(?=[\x21-\x7e]))(?:[\x21-\x39\x3b-\x7e]|:(?=[\x21-\x7e])| (?=[\x21\x22\x24-\x7e]))*$/;

/**
 * The mapping that a text says in the layout in which YAML is printed here: blocks, values of one line, literal texts.
 * `undefined` where it is laid out otherwise. Made for many files: the `yaml` package, which reads every layout, takes ten times as long.
 */
export function printedMapping(text: string): YamlMapping | undefined {
  if (text.includes('\r')) return undefined;
  const reading: Reading = { lines: text.split('\n'), at: 0 };
  const found = nextLine(reading) === undefined ? undefined : mapping(reading, 0);
  return reading.at < reading.lines.length ? undefined : found;
}

/** The next line that says something. */
function nextLine(reading: Reading): string | undefined {
  while (reading.at < reading.lines.length && COMMENT_OR_BLANK.test(reading.lines[reading.at] ?? '')) reading.at += 1;
  return reading.lines[reading.at];
}

/** The spaces that a line begins with; less than none where it has nothing else. */
const indentOf = (line: string): number => line.search(/[^ ]/);

/** The mapping or list that stands further in. */
function blockWithin(reading: Reading, indent: number): YamlValue | undefined {
  const line = nextLine(reading) ?? '';
  const own = indentOf(line);
  if (own <= indent || own > WIDEST) return undefined;
  return line.startsWith('- ', own) ? list(reading, own) : mapping(reading, own);
}

function mapping(reading: Reading, indent: number): YamlMapping | undefined {
  const pairs = new Map<string, YamlValue>();
  for (let line = nextLine(reading); line !== undefined && indentOf(line) >= indent; line = nextLine(reading)) {
    const [, word, rest] = PAIR.exec(line.slice(indent)) ?? [];
    const key = word?.startsWith('"') === true ? unquoted(word) : word;
    if (key === undefined || pairs.has(key)) return undefined;
    reading.at += 1;
    const value = rest === undefined ? blockWithin(reading, indent) : valueIn(rest, reading, indent);
    if (value === undefined) return undefined;
    pairs.set(key, value);
  }
  return Object.fromEntries(pairs);
}

function list(reading: Reading, indent: number): readonly YamlValue[] | undefined {
  const items: YamlValue[] = [];
  for (let line = nextLine(reading); line !== undefined && indentOf(line) >= indent; line = nextLine(reading)) {
    if (!line.startsWith('- ', indent)) return undefined;
    const rest = line.slice(indent + '- '.length);
    const isBlock = rest.startsWith('#') || PAIR.test(rest);
    // A block that begins beside the dash is one below it.
    if (isBlock) reading.lines[reading.at] = `${' '.repeat(indent)}  ${rest}`;
    else reading.at += 1;
    const item = isBlock ? blockWithin(reading, indent) : valueIn(rest, reading, indent);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

/** The value that stands in one line, or as a text below it. */
function valueIn(text: string, reading: Reading, indent: number): YamlValue | undefined {
  if (text === '|' || text === '|-') return literal(reading, indent, text === '|' ? '\n' : '');
  if (text === '[]') return [];
  if (text === '{}') return {};
  return text.startsWith('"') ? unquoted(text) : PLAIN.test(text) ? text : undefined;
}

const unquoted = (text: string): string | undefined => (QUOTED.test(text) ? (JSON.parse(text) as string) : undefined);

/** The text of the lines that stand further in, and what ends it. */
function literal(reading: Reading, indent: number, end: string): string | undefined {
  const { lines, at } = reading;
  const own = indentOf(lines[at] ?? '');
  if (own <= indent || lines[at]?.[own] === '\t') return undefined;
  while (reading.at < lines.length && !isLess(lines[reading.at] ?? '', own)) reading.at += 1;
  const within = lines.slice(at, reading.at);
  if (within.some((line) => indentOf(line) < 0 && line.length > own)) return undefined;
  return `${within.map((line) => line.slice(own)).join('\n').replace(/\n+$/, '')}${end}`;
}

/** Whether a line begins before a column. */
function isLess(line: string, column: number): boolean {
  const own = indentOf(line);
  return own >= 0 && own < column;
}

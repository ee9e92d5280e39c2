import { digits } from './units.ts';

/** Plain data, as YAML and JSON know it, some of it with comments. Keys without a value are left out. */
export type Plain = string | number | boolean | Noted | readonly Plain[] | PlainMap;
export interface PlainMap {
  readonly [key: string]: Plain | undefined;
}

const NOTE = Symbol('note');

/** A value with lines of a comment above it. */
export interface Noted {
  readonly [NOTE]: { readonly value: Plain; readonly comments: readonly string[] };
}

/** Puts lines of a comment above a value. In one document each line is written once, where it comes first. */
export const noted = (value: Plain, comments: readonly string[]): Noted => ({ [NOTE]: { value, comments } });
/** The value of a noted one, and its comments. */
export const unnoted = (data: Noted): { readonly value: Plain; readonly comments: readonly string[] } => data[NOTE];
export const isNoted = (data: unknown): data is Noted => typeof data === 'object' && data !== null && NOTE in data;

const STEP = '  ';

/**
 * Data as one YAML document in block style, keys in the order of the data. A text that a reader of
 * YAML 1.1 or 1.2 could take for something else is quoted; texts of several lines are literal blocks.
 * Made for many plain documents: the `yaml` package takes five times as long for them.
 */
export function printYaml(data: PlainMap): string {
  const lines: string[] = [];
  const told = new Set<string>();

  /** Writes the comments of a value, and gives the value. */
  const bare = (value: Plain, indent: string): Bare => {
    if (!isNoted(value)) return value;
    for (const comment of value[NOTE].comments) {
      if (!told.has(comment)) lines.push(`${indent}# ${comment}`);
      told.add(comment);
    }
    return bare(value[NOTE].value, indent);
  };
  /** A map or list that has members, at this indentation. */
  const block = (value: readonly Plain[] | PlainMap, indent: string): void => {
    if (isList(value)) for (const member of value) item(member, indent);
    else for (const key in value) if (value[key] !== undefined) below(`${indent}${printText(key)}:`, bare(value[key], indent), indent);
  };
  const item = (noted: Plain, indent: string): void => {
    const value = bare(noted, indent);
    if (!isCollection(value)) {
      below(`${indent}-`, value, indent);
      return;
    }
    const first = lines.length;
    block(value, `${indent}${STEP}`);
    lines[first] = `${indent}- ${(lines[first] ?? '').slice(indent.length + STEP.length)}`;
  };
  const below = (head: string, value: Bare, indent: string): void => {
    if (isCollection(value)) {
      lines.push(head);
      block(value, `${indent}${STEP}`);
    } else if (typeof value === 'string' && isBlock(value)) {
      literal(head, value, `${indent}${STEP}`, lines);
    } else {
      lines.push(`${head} ${scalar(value)}`);
    }
  };

  if (!isCollection(data)) return '{}\n';
  block(data, '');
  return `${lines.join('\n')}\n`;
}

/** Data without comments of its own. */
type Bare = Exclude<Plain, Noted>;

const isList = (value: Bare): value is readonly Plain[] => Array.isArray(value);

/** Whether a value has members to be written below it. */
function isCollection(value: Bare): value is readonly Plain[] | PlainMap {
  if (typeof value !== 'object') return false;
  if (isList(value)) return value.length > 0;
  for (const key in value) if (value[key] !== undefined) return true;
  return false;
}

/** What stands in one line: a text, a number, a word, an empty collection. */
function scalar(value: Bare): string {
  if (typeof value === 'object') return isList(value) ? '[]' : '{}';
  if (typeof value === 'string') return printText(value);
  return typeof value === 'number' ? digits(value) : String(value);
}

/** Texts that begin with a letter and hold nothing that means something to YAML. */
const SAFE = /^(?:--?)?[A-Za-z_/][A-Za-z0-9_./=-]*(?:[:@][A-Za-z0-9_./=-]+)*$/;
/** Numbers with a unit, which are no numbers to YAML. */
const QUANTITY = /^[0-9]+(?:m|[KMG]i)$/;
/** Words that some version, or some reader, takes for a boolean, nothing or a number. */
const TAKEN = /^(?:y|yes|n|no|true|false|on|off|null|-?e[-+]?[0-9]+)$/i;

/** A text in one line, quoted where it must be. */
function printText(text: string): string {
  if ((SAFE.test(text) && !TAKEN.test(text)) || QUANTITY.test(text)) return text;
  return JSON.stringify(text).replace(/[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Printable texts whose first line is not indented. */
const PRINTABLE = /^(?!\s)[\t\n\u0020-\u007e\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** Whether a text can stand as a literal block: several lines, at most one line break at the end. */
const isBlock = (text: string): boolean => text.includes('\n') && !text.endsWith('\n\n') && PRINTABLE.test(text);

function literal(head: string, text: string, indent: string, lines: string[]): void {
  const ends = text.endsWith('\n');
  lines.push(`${head} ${ends ? '|' : '|-'}`);
  for (const line of (ends ? text.slice(0, -1) : text).split('\n')) lines.push(line === '' ? '' : `${indent}${line}`);
}

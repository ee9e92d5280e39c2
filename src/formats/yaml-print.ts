import { digits } from './units.ts';

/** Plain data, as YAML and JSON know it. */
export type Plain = string | number | boolean | readonly Plain[] | PlainMap;
export interface PlainMap {
  readonly [key: string]: Plain | undefined;
}

/** The comment lines above the value at a path; none for most. */
export type CommentsAt = (path: readonly string[]) => readonly string[];

const STEP = '  ';

/**
 * Data as one YAML document in block style, keys in the order of the data. A text that a reader of
 * YAML 1.1 or 1.2 could take for something else is quoted; texts of several lines are literal blocks.
 * Made for many plain documents: the `yaml` package takes five times as long for them.
 */
export function printYaml(data: PlainMap, commentsAt: CommentsAt = () => []): string {
  const lines: string[] = [];

  const comment = (path: readonly string[], indent: string): void => {
    for (const line of commentsAt(path)) lines.push(`${indent}# ${line}`);
  };
  /** A map or list that has members, at this indentation. */
  const block = (value: readonly Plain[] | PlainMap, path: readonly string[], indent: string): void => {
    if (isList(value)) value.forEach((member, index) => item(member, [...path, String(index)], indent));
    else for (const key in value) member(key, value[key], [...path, key], indent);
  };
  const member = (key: string, value: Plain | undefined, path: readonly string[], indent: string): void => {
    if (value === undefined) return;
    comment(path, indent);
    below(`${indent}${printText(key)}:`, value, path, indent);
  };
  const item = (value: Plain, path: readonly string[], indent: string): void => {
    if (!isCollection(value)) {
      comment(path, indent);
      below(`${indent}-`, value, path, indent);
      return;
    }
    const first = lines.length;
    block(value, path, `${indent}${STEP}`);
    lines[first] = `${indent}- ${(lines[first] ?? '').slice(indent.length + STEP.length)}`;
  };
  const below = (head: string, value: Plain, path: readonly string[], indent: string): void => {
    if (isCollection(value)) {
      lines.push(head);
      block(value, path, `${indent}${STEP}`);
    } else if (typeof value === 'string' && isBlock(value)) {
      literal(head, value, `${indent}${STEP}`, lines);
    } else {
      lines.push(`${head} ${scalar(value)}`);
    }
  };

  if (!isCollection(data)) return '{}\n';
  block(data, [], '');
  return `${lines.join('\n')}\n`;
}

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);
/** Whether a value has members to be written below it. */
const isCollection = (value: Plain): value is readonly Plain[] | PlainMap =>
  typeof value === 'object' && (isList(value) ? value.length > 0 : Object.values(value).some((member) => member !== undefined));

/** What stands in one line: a text, a number, a word, an empty collection. */
function scalar(value: Plain): string {
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

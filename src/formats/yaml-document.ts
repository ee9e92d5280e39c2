import { Document, Scalar, YAMLMap } from 'yaml';
import { inComment } from './units.ts';

/** Plain data for a YAML file, some of it with comments or in quotes. Keys without a value are left out. */
export type YamlData = string | number | boolean | Special | readonly YamlData[] | YamlMap;

/** A mapping, its keys in their order. */
export interface YamlMap {
  readonly [key: string]: YamlData | undefined;
}

const LOOK = Symbol('look');

/** Data that is to be written in a certain way. */
interface Special {
  readonly [LOOK]: 'plain' | 'quoted' | 'apart';
  readonly value: YamlData;
  readonly comments: readonly string[];
}

const isSpecial = (data: YamlData): data is Special => typeof data === 'object' && LOOK in data;

/** Data with a comment above it: one line for each reason, none twice. */
export const noted = (value: YamlData, ...reasons: readonly string[]): YamlData => ({ [LOOK]: 'plain', value, comments: [...new Set(reasons)] });
/** Text in double quotes, for values that tools want quoted. */
export const quoted = (text: string, ...reasons: readonly string[]): YamlData => ({ [LOOK]: 'quoted', value: text, comments: [...new Set(reasons)] });
/** Data with a blank line above it. */
export const apart = (value: YamlData): YamlData => ({ [LOOK]: 'apart', value, comments: [] });

/** The text of a YAML file: a heading in comments, then the data. The `yaml` package, asked for a whole file, takes ten times as long; it spells what is not plainly plain. */
export function yamlText(heading: readonly string[], data: YamlMap): string {
  const lines = [...heading.map((line) => commentOf(line, '')), ''];
  writeMap(data, '', lines);
  return `${lines.join('\n')}\n`;
}

const STEP = '  ';

const commentOf = (text: string, indent: string): string => `${indent}# ${inComment(text)}`.trimEnd();

/** Writes what belongs above the data. */
function writeAbove(data: YamlData, indent: string, lines: string[]): void {
  if (!isSpecial(data)) return;
  if (data[LOOK] === 'apart' && lines.at(-1) !== '') lines.push('');
  for (const comment of data.comments) lines.push(commentOf(comment, indent));
}

function writeMap(map: YamlMap, indent: string, lines: string[]): void {
  for (const key in map) {
    const value = map[key];
    if (value === undefined) continue;
    writeAbove(value, indent, lines);
    writeBelow(`${indent}${PLAIN.test(key) && !TAKEN.test(key) ? key : keyByPackage(key)}:`, value, indent, lines);
  }
}

function writeList(list: readonly YamlData[], indent: string, lines: string[]): void {
  for (const item of list) {
    writeAbove(item, indent, lines);
    const value = bare(item);
    if (typeof value !== 'object' || isEmpty(value)) {
      writeBelow(`${indent}-`, item, indent, lines);
      continue;
    }
    // The first line of the item stands beside its dash.
    const first = lines.length;
    writeInner(value, `${indent}${STEP}`, lines);
    lines[first] = `${indent}- ${(lines[first] ?? '').trimStart()}`;
  }
}

/** Writes a value beside its head where it is one word, else below it. */
function writeBelow(head: string, data: YamlData, indent: string, lines: string[]): void {
  const value = bare(data);
  if (typeof value === 'object' && !isEmpty(value)) {
    lines.push(head);
    writeInner(value, `${indent}${STEP}`, lines);
  } else lines.push(`${head} ${typeof value === 'object' ? (isList(value) ? '[]' : '{}') : isQuoted(data) ? inQuotes(String(value)) : spelled(value)}`);
}

const writeInner = (value: Collection, indent: string, lines: string[]): void => (isList(value) ? writeList(value, indent, lines) : writeMap(value, indent, lines));

type Collection = readonly YamlData[] | YamlMap;
const isList = (value: Collection): value is readonly YamlData[] => Array.isArray(value);
const isEmpty = (value: Collection): boolean => Object.values(value).every((member) => member === undefined);

/** Data without its look. */
function bare(data: YamlData): string | number | boolean | Collection {
  return isSpecial(data) ? bare(data.value) : data;
}

const isQuoted = (data: YamlData): boolean => isSpecial(data) && (data[LOOK] === 'quoted' || isQuoted(data.value));

/** What begins like a word, an option or a path, and holds nothing that means something to YAML. */
const PLAIN = /^(?:--?|\.\.?\/)?[A-Za-z/$_](?:[\x21-\x39\x3b-\x7e]|:(?=[\x21-\x7e])| (?=[\x21\x22\x24-\x7e]))*(?<!-)$/;
/** Words that YAML 1.1 or 1.2 takes for a boolean, nothing or a number. */
const TAKEN = /^(?:y|yes|n|no|true|false|on|off|null|-e[-+]?[0-9]+)$/i;
/** Numbers with a unit and IPv4 addresses, which are no numbers to YAML. */
const UNITED = /^[0-9]+(?:[smhdkg]|ms|(?:\.[0-9]+){3})$/;
const PRINTABLE = /^[\x20-\x7e]*$/;

function spelled(value: string | number | boolean): string {
  if (typeof value === 'string' ? (PLAIN.test(value) && !TAKEN.test(value)) || UNITED.test(value) : typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value);
  return byPackage(new Scalar(value));
}

function inQuotes(text: string): string {
  if (PRINTABLE.test(text)) return JSON.stringify(text);
  const scalar = new Scalar(text);
  scalar.type = 'QUOTE_DOUBLE';
  return byPackage(scalar);
}

/** How the package spells a scalar in one line. Parsers of YAML 1.1 read `on` and `no` as booleans: such words are put in quotes. */
function byPackage(scalar: Scalar): string {
  if (typeof scalar.value === 'string' && scalar.value.includes('\n')) scalar.type = 'QUOTE_DOUBLE';
  return pairByPackage(new Scalar('k'), scalar).slice('k: '.length);
}

const keyByPackage = (key: string): string => pairByPackage(new Scalar(key), new Scalar('v')).slice(0, -': v'.length);

function pairByPackage(key: Scalar, value: Scalar): string {
  const map = new YAMLMap();
  map.add({ key, value });
  return new Document(map, { compat: 'yaml-1.1' }).toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Infinity }).slice(0, -'\n'.length);
}

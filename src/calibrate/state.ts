import { isMap, isScalar, parseDocument, visit, type Document, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { parseYaml, type Mark } from '../formats/yaml-tree.ts';
import { fail } from '../model/problem.ts';

/** A field of `workload` that a profile is to state. */
export interface Statement {
  readonly key: string;
  readonly text: string;
  /** Where the profile states it already. */
  readonly at?: Mark;
}

/** The text of a profile with other values in it, and everything else as it stands: comments, layout, quotes. `shown` names it in messages. */
export function restated(text: string, statements: readonly Statement[], shown: string): string {
  // Lines that end as on Windows keep to it, the new ones as well.
  if (/^[^\n]*\r\n/.test(text)) return restated(text.replaceAll('\r\n', '\n'), statements, shown).replaceAll('\n', '\r\n');
  // From the last to the first, so that no place moves before its turn.
  const stated = statements.filter(({ at }) => at !== undefined).sort((a, b) => (b.at?.line ?? 0) - (a.at?.line ?? 0) || (b.at?.column ?? 0) - (a.at?.column ?? 0));
  const fresh = statements.filter(({ at }) => at === undefined);
  const replaced = stated.reduce((now, { text: value, at }) => (at === undefined ? now : replace(now, offsetOf(now, at), value)), text);
  const done = fresh.length === 0 ? replaced : inserted(replaced, fresh, shown);
  if (parseYaml(done).flaws.length > 0) throw new Error(`editing ${shown} would break it`);
  return done;
}

/** Where a line and column are in a text, as its parser counts them. */
const offsetOf = (text: string, { line, column }: Mark): number => text.split('\n').slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;

const splice = (text: string, from: number, to: number, put: string): string => text.slice(0, from) + put + text.slice(to);

function replace(text: string, offset: number, value: string): string {
  let found: Scalar | undefined;
  visit(parseDocument(text), { Scalar: (_, node) => void (node.range?.[0] === offset && (found = node)) });
  const [from, to] = found?.range ?? [];
  if (from === undefined || to === undefined) throw new Error(`no value at character ${offset}`);
  const quote = { QUOTE_DOUBLE: '"', QUOTE_SINGLE: "'" }[String(found?.type)] ?? '';
  return splice(text, from, to, `${quote}${value}${quote}`);
}

/** New fields as the first of `workload`; at the end of the file where it has none. */
function inserted(text: string, fresh: readonly Statement[], shown: string): string {
  const document: Document = parseDocument(text);
  const root = document.contents;
  if (!isMap(root)) throw new Error(`${shown} is no mapping`);
  const workload = root.items.find((pair) => isScalar(pair.key) && pair.key.value === 'workload');
  if (workload === undefined) return root.flow ? intoFlow(text, root, `${json(root, 'workload')}: { ${fields(root, fresh)} }`) : appended(text, root, `\nworkload:\n${lines(fresh, '  ')}`);
  const map = workload.value;
  if (!isMap(map) || map.anchor !== undefined) return fail('workload is not written as a mapping of its own', { file: shown, ...markOf(text, workload) }, `write it there: workload: { ${fields(undefined, fresh)} }`);
  if (map.flow) return intoFlow(text, map, fields(map, fresh));
  const first = startOf(map.items[0]);
  const indent = text.slice(text.lastIndexOf('\n', first - 1) + 1, first);
  const put = lines(fresh, indent);
  const line = lineFor(text, map);
  return line > text.length ? `${text}\n${put}` : splice(text, line, line, put);
}

/** Behind the last line of a document; where it says that it ends, before that. */
function appended(text: string, root: YAMLMap, put: string): string {
  const end = root.range?.[1] ?? text.length;
  const marker = text.slice(end).search(/^\.\.\.(?=\s|$)/m);
  if (marker >= 0) return splice(text, end + marker, end + marker, put);
  return `${text}${text.endsWith('\n') ? '' : '\n'}${put}`;
}

/** The place of a field. */
function markOf(text: string, pair: Pair): Mark {
  const before = text.slice(0, startOf(pair)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The start of the line for new fields: below the other time, else above the first field. */
function lineFor(text: string, map: YAMLMap): number {
  const time = map.items.find(({ key }) => isScalar(key) && (key.value === 'cpu_time' || key.value === 'wait_time'));
  const end = isScalar(time?.value) ? time.value.range?.[1] : undefined;
  if (end === undefined) return text.lastIndexOf('\n', startOf(map.items[0]) - 1) + 1;
  const newline = text.indexOf('\n', end);
  return newline < 0 ? text.length + 1 : newline + 1;
}

const startOf = (pair: Pair | undefined): number => (isScalar(pair?.key) ? (pair.key.range?.[0] ?? 0) : 0);

/** Behind the brace that opens a mapping of one line. */
function intoFlow(text: string, map: YAMLMap, put: string): string {
  const brace = map.range?.[0] ?? 0;
  return splice(text, brace + 1, brace + 1, ` ${put}${map.items.length > 0 ? ',' : ' '}`);
}

const lines = (fresh: readonly Statement[], indent: string): string => fresh.map(({ key, text }) => `${indent}${key}: ${text}\n`).join('');

/** JSON has its keys and texts in quotes; a neighbour tells whether this is JSON. */
const isJson = (map: YAMLMap | undefined): boolean => isScalar(map?.items[0]?.key) && map.items[0].key.type === 'QUOTE_DOUBLE';
const json = (map: YAMLMap | undefined, word: string): string => (isJson(map) ? `"${word}"` : word);
const fields = (map: YAMLMap | undefined, fresh: readonly Statement[]): string => fresh.map(({ key, text }) => `${json(map, key)}: ${json(map, text)}`).join(', ');

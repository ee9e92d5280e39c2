import type { Scenario, ScenarioRequest } from '../model/scenario.ts';
import { plainly, quoted } from '../model/quote.ts';
import { HEADER_NAME, HEADER_VALUE, REQUEST_NAME, REQUEST_PATH } from '../model/spelling.ts';
import { parseValue } from '../formats/quantity.ts';
import { placeholderFlaw } from '../formats/placeholders.ts';
import type { Mapping, Tree } from '../formats/yaml-tree.ts';
import type { Complaints } from './complaints.ts';
import { itemsOf, textOf, toData, valueOf } from './data.ts';
import { schemaAt } from './fields.ts';
import { mention, type Place, type Source } from './source.ts';

const METHODS: readonly string[] = schemaAt(['scenario', 0, 'method'])?.enum ?? [];

/** Headers about the connection and the length of a body: clients write them, and refuse to send others. */
const OF_CONNECTION: ReadonlySet<string> = new Set(['connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade']);
const JSON_TYPE = { 'content-type': 'application/json' } as const;

/** What a source says that clients do; `undefined` where it says nothing. Of what the schema refuses it complains itself. */
export function scenarioIn(source: Source, complaints: Complaints): Scenario | undefined {
  const list = valueOf(source.tree, 'scenario');
  if (list === undefined) return undefined;
  const seen = new Map<string, Place>();
  return itemsOf(list).flatMap((item) => {
    const name = valueOf(item, 'name');
    if (item.kind !== 'mapping' || name?.kind !== 'scalar') return [];
    const place = { source, at: name.at };
    const earlier = seen.get(name.text);
    if (earlier !== undefined) complaints.add(place, `two requests of the scenario are named ${plainly(name.text)}: the first in ${mention(earlier, source)}`, 'give them different names: results are told apart by them');
    else seen.set(name.text, place);
    const request = requestOf(name.text, item);
    complain(request, item, source, complaints);
    return matches(REQUEST_NAME, request.name) && matches(REQUEST_PATH, request.path) ? [request] : [];
  });
}

const matches = ({ pattern }: { readonly pattern: string }, text: string): boolean => new RegExp(pattern, 'u').test(text);

function requestOf(name: string, item: Mapping): ScenarioRequest {
  const method = textOf(valueOf(item, 'method')) ?? 'GET';
  const weight = parseValue(textOf(valueOf(item, 'weight')) ?? '', 'ratio');
  const body = valueOf(item, 'body');
  const headers = { ...(body === undefined || body.kind === 'scalar' ? {} : JSON_TYPE), ...headersOf(valueOf(item, 'headers')) };
  return {
    name,
    method: METHODS.includes(method) ? (method as ScenarioRequest['method']) : 'GET',
    path: textOf(valueOf(item, 'path')) ?? '',
    weight: typeof weight === 'number' ? weight : 1,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(body === undefined ? {} : { body: textOf(body) ?? JSON.stringify(toData(body)) }),
  };
}

/** Names in lower case, so that no header is sent twice. */
const headersOf = (tree: Tree | undefined): Readonly<Record<string, string>> =>
  tree?.kind === 'mapping' ? Object.fromEntries(tree.pairs.map(({ key, value }) => [key.toLowerCase(), textOf(value) ?? ''])) : {};

/** Complains of what a schema cannot say. */
function complain(request: ScenarioRequest, item: Mapping, source: Source, complaints: Complaints): void {
  const label = `scenario: ${plainly(request.name)}`;
  const [path, body, headers] = ['path', 'body', 'headers'].map((key) => valueOf(item, key));
  if (path?.kind === 'scalar' && !path.text.startsWith('/')) complaints.add({ source, at: path.at }, `${label}: expected a path that begins with /, found ${quoted(path.text)}`, 'the address of the server is no part of it');
  for (const tree of [path, body]) {
    const flaw = tree === undefined ? undefined : placeholderFlaw(tree === path ? request.path : (request.body ?? ''));
    if (tree !== undefined && flaw !== undefined) complaints.add({ source, at: tree.at }, `${label}: ${flaw}`, 'write {1..100000} for a whole number from 1 to 100000, another one in each request');
  }
  const method = textOf(valueOf(item, 'method')) ?? 'GET';
  if (body !== undefined && (method === 'GET' || method === 'HEAD')) complaints.add({ source, at: body.at }, `${label}: a ${method} has no body`, 'say the method, such as method: POST');
  for (const { key, at, value } of headers?.kind === 'mapping' ? headers.pairs : []) {
    if (!matches(HEADER_NAME, key)) complaints.add({ source, at }, `${label}: ${quoted(key)} is no name of a header`, `expected ${HEADER_NAME.expected}`);
    else if (OF_CONNECTION.has(key.toLowerCase())) complaints.add({ source, at }, `${label}: ${plainly(key)} is stated by whoever sends the request`, 'leave it out');
    else if (value.kind === 'scalar' && !matches(HEADER_VALUE, value.text)) complaints.add({ source, at: value.at }, `${label}: ${key}: expected ${HEADER_VALUE.expected}, found ${quoted(value.text)}`);
  }
}

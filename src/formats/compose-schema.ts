import type { Position } from '../model/entry.ts';
import { plainly, quoted } from '../model/quote.ts';
import { fieldsOf, isEmpty, type ComposeNode } from './compose-file.ts';
import { meant } from './suggest.ts';
import schema from './compose-schema.json' with { type: 'json' };

/** What may stand at a place: scalar types, the keys of a mapping, the items of a list. A name stands for a shape of its own. */
interface Shape {
  readonly is?: string;
  readonly words?: readonly string[];
  readonly keys?: Readonly<Record<string, Shape | string>>;
  readonly rest?: Shape | string;
  readonly need?: readonly string[];
  readonly list?: Shape | string;
  readonly like?: readonly (Shape | string)[];
}

/** What does not fit the schema of the Compose Specification. */
export interface Misfit {
  readonly at: Position;
  readonly message: string;
}

/** Read when they are asked: who reads no Compose file does not pay for them. */
const shapes = (): Readonly<Record<string, Shape>> => schema.shapes;

const known = new Map<Shape, Shape>();

/** The shape of that name, with what it is like counted in. */
function shape(of: Shape | string | undefined): Shape {
  const own = (typeof of === 'string' ? shapes()[of] : of) ?? {};
  if (own.like === undefined) return own;
  const { like, ...rest } = own;
  const whole = known.get(own) ?? [...like, rest].map(shape).reduce((all, one) => ({ ...all, ...one, keys: { ...all.keys, ...one.keys } }));
  known.set(own, whole);
  return whole;
}

/** Everything in a Compose project that its schema does not know or that has another type, one by one. */
export const misfits = (project: ComposeNode): Iterable<Misfit> => misfitsOf(project, 'project', '', project.at);

function* misfitsOf(node: ComposeNode, of: Shape | string | undefined, path: string, at: Position): Iterable<Misfit> {
  const allowed = shape(of);
  if (Object.keys(allowed).length === 0 || node.tag !== undefined) return;
  if (node.kind === 'text') yield* textMisfits(node.text, typesOf(node), allowed, path, at);
  else if (node.kind === 'items') {
    if (allowed.list === undefined) yield wrong(path, at, allowed, 'a list');
    else for (const [i, item] of node.items.entries()) yield* misfitsOf(item, allowed.list, `${path}[${i}]`, item.at);
  } else if (allowed.keys === undefined && allowed.rest === undefined) yield wrong(path, at, allowed, 'a mapping');
  else yield* groupMisfits(node, allowed, path, at);
}

function* groupMisfits(node: ComposeNode, allowed: Shape, path: string, at: Position): Iterable<Misfit> {
  for (const { key, at: keyAt, value } of fieldsOf(node).values()) {
    if (key.startsWith('x-')) continue;
    const known = allowed.keys !== undefined && Object.hasOwn(allowed.keys, key) ? allowed.keys[key] : allowed.rest;
    if (known === undefined) yield { at: keyAt, message: `${called(path)} knows no ${quoted(key)}${hinted(key, allowed)}` };
    else yield* misfitsOf(value, known, path === '' ? key : `${path}.${key}`, value.kind === 'text' && value.text === '' ? keyAt : value.at);
  }
  for (const key of allowed.need ?? []) if (!fieldsOf(node).has(key)) yield { at, message: `${called(path)} needs ${quoted(key)}` };
}

const called = (path: string): string => (path === '' ? 'the file' : plainly(path, 80));

function hinted(key: string, { keys = {} }: Shape): string {
  const hint = meant(key, Object.keys(keys));
  return hint === undefined ? '' : `; ${hint}`;
}

function textMisfits(text: string, types: readonly string[], allowed: Shape, path: string, at: Position): readonly Misfit[] {
  const is = allowed.is?.split(' ') ?? [];
  if (path === 'include' && types.includes('null')) return [];
  if (!types.some((type) => is.includes(type))) return [wrong(path, at, allowed, types.includes('null') ? 'nothing' : `the ${types[0] ?? 'word'} ${quoted(text)}`)];
  if (allowed.words === undefined || types.length > 2 || allowed.words.includes(text)) return [];
  return [{ at, message: `${called(path)} is one of ${allowed.words.join(', ')}, found ${quoted(text)}` }];
}

const INTEGER = /^[-+]?(?:0|[1-9][0-9_]*|0x[0-9a-fA-F]+|0o?[0-7]+|0b[01]+)$/;
const NUMBER = /^[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;

/** The types that a value as YAML writes it can have; what comes of a variable is whatever is asked for. */
function typesOf(node: ComposeNode & { readonly kind: 'text' }): readonly string[] {
  const { text } = node;
  if (node.because !== undefined || (node.written ?? text).includes('$')) return ['string', 'number', 'integer', 'boolean'];
  if (isEmpty(node)) return ['null'];
  if (node.quoted) return ['string'];
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(text)) return ['boolean'];
  if (INTEGER.test(text)) return ['integer', 'number'];
  return NUMBER.test(text) ? ['number'] : ['string'];
}

function wrong(path: string, at: Position, allowed: Shape, found: string): Misfit {
  const types = (allowed.is?.split(' ') ?? []).filter((type) => type !== 'null').map((type) => (type === 'integer' ? 'a whole number' : `a ${type}`));
  const all = [...types, ...(allowed.list === undefined ? [] : ['a list']), ...(allowed.keys === undefined && allowed.rest === undefined ? [] : ['a mapping'])];
  return { at, message: `${called(path)} is ${all.join(' or ')}, found ${found}` };
}

import { quoted } from '../model/quote.ts';

/** What a piece of JSON must look like: a number, a text, a yes or no, a list, a mapping, or fields, some of which may be missing. */
export type Shape =
  | 'number'
  | 'text'
  | 'flag'
  | { readonly list: Shape }
  | { readonly pair: Shape }
  | { readonly each: Shape }
  | { readonly fields: Readonly<Record<string, Shape>>; readonly maybe?: Readonly<Record<string, Shape>> };

const TYPES = { number: 'number', text: 'string', flag: 'boolean' } as const;
const NAMES = { number: 'a number', text: 'a text', flag: 'true or false' } as const;

/** What is wrong with a piece of JSON, with its path; nothing where it has the shape. */
export function misshapen(value: unknown, shape: Shape, path = ''): string | undefined {
  if (typeof shape === 'string') return typeof value === TYPES[shape] && !isEndless(value) ? undefined : wrong(path, NAMES[shape], value);
  if ('list' in shape || 'pair' in shape) {
    const list = 'list' in shape ? shape.list : shape.pair;
    if (!Array.isArray(value) || ('pair' in shape && value.length !== 2)) return wrong(path, 'list' in shape ? 'a list' : 'a pair', value);
    return first(value.map((item, i) => [item, list, `${path}[${i}]`]));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(path, 'a mapping', value);
  const under = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const of = (key: string): unknown => (Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined);
  if ('each' in shape) return first(Object.keys(value).map((key) => [of(key), shape.each, under(key)]));
  const maybe = Object.entries(shape.maybe ?? {}).filter(([key]) => of(key) !== undefined);
  return first([...Object.entries(shape.fields), ...maybe].map(([key, each]) => [of(key), each, under(key)]));
}

/** JSON knows no infinity, but 1e999 is read as one. */
const isEndless = (value: unknown): boolean => typeof value === 'number' && !Number.isFinite(value);

function first(all: readonly (readonly [value: unknown, shape: Shape, path: string])[]): string | undefined {
  for (const [value, shape, path] of all) {
    const said = misshapen(value, shape, path);
    if (said !== undefined) return said;
  }
  return undefined;
}

const wrong = (path: string, expected: string, value: unknown): string =>
  `${path === '' ? 'it' : path}: expected ${expected}, found ${value === undefined ? 'nothing' : typeof value === 'string' ? quoted(value) : Array.isArray(value) ? 'a list' : value !== null && typeof value === 'object' ? 'a mapping' : String(value)}`;

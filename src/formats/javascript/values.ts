import { combine, coresOf, DEEPEST, excerpt, known, numeric, unknown, type Literal, type Outside, type Plain } from '../literal.ts';
import type { Mark } from '../yaml-tree.ts';
import { field, part, partsOf, type JsNode } from './tree.ts';

/** A value of a JavaScript file with the place of everything in it. */
export type JsValue =
  | { readonly kind: 'literal'; readonly at: Mark; readonly text: string; readonly literal: Literal; /** The call that it came from, such as `pool`, and its first argument. */ readonly call?: { readonly name: string; readonly first: string } }
  | { readonly kind: 'object'; readonly at: Mark; readonly fields: ReadonlyMap<string, JsValue> }
  | { readonly kind: 'array'; readonly at: Mark; readonly items: readonly JsValue[] };

/** A function of the file's own that is understood: what a call of it gives. */
export type JsCall = (given: readonly Literal[], outside: Outside) => Literal;

/** What an expression may use. */
export interface JsSight {
  readonly text: string;
  readonly mark: (offset: number) => Mark;
  readonly names: ReadonlyMap<string, JsValue>;
  readonly outside: Outside;
  readonly calls: Readonly<Record<string, JsCall>>;
}

const OBJECTS = new Set(['ObjectExpression', 'ArrayExpression', 'Identifier', 'MemberExpression', 'TSAsExpression']);

/** The value of an expression: objects and lists part by part, the rest as literals or why they are not known. */
export function jsValue(node: JsNode | undefined, sight: JsSight, depth = 0): JsValue {
  const at = sight.mark(node?.start ?? 0);
  if (node === undefined || depth > DEEPEST) return { kind: 'literal', at, text: '', literal: unknown('it is nested too deeply') };
  const text = excerpt(sight.text.slice(node.start, node.end));
  if (OBJECTS.has(node.type)) {
    const found = structured(node, at, sight, depth);
    if (found !== undefined) return found;
  }
  const literal = jsLiteral(node, sight, depth);
  const call = callOf(node);
  return { kind: 'literal', at, text, literal, ...(call === undefined ? {} : { call }) };
}

function structured(node: JsNode, at: Mark, sight: JsSight, depth: number): JsValue | undefined {
  if (node.type === 'Identifier') return sight.names.get(String(field(node, 'name')));
  if (node.type === 'ArrayExpression') return { kind: 'array', at, items: partsOf(node, 'elements').map((item) => jsValue(item, sight, depth + 1)) };
  if (node.type !== 'ObjectExpression') return undefined;
  const fields = new Map<string, JsValue>();
  for (const property of partsOf(node, 'properties')) {
    const key = property.type === 'Property' && field(property, 'computed') !== true ? keyOf(part(property, 'key')) : undefined;
    if (key !== undefined) fields.set(key, jsValue(part(property, 'value'), sight, depth + 1));
    else if (property.type === 'SpreadElement') {
      const spread = jsValue(part(property, 'argument'), sight, depth + 1);
      if (spread.kind === 'object') for (const [name, value] of spread.fields) fields.set(name, value);
    } else if (field(property, 'computed') === true) {
      const computed = jsLiteral(part(property, 'key'), sight, depth + 1);
      if (computed.known && typeof computed.value === 'string') fields.set(computed.value, jsValue(part(property, 'value'), sight, depth + 1));
    }
  }
  return { kind: 'object', at, fields };
}

const keyOf = (key: JsNode | undefined): string | undefined => (key?.type === 'Identifier' ? String(field(key, 'name')) : key?.type === 'Literal' ? String(field(key, 'value')) : undefined);

function callOf(node: JsNode): { readonly name: string; readonly first: string } | undefined {
  const first = partsOf(node, 'arguments')[0];
  const callee = part(node, 'callee');
  if (node.type !== 'CallExpression' || callee?.type !== 'Identifier' || first?.type !== 'Literal') return undefined;
  return { name: String(field(callee, 'name')), first: String(field(first, 'value')) };
}

/** The value of an expression that is no object, or why it cannot be known without running it. */
function jsLiteral(node: JsNode | undefined, sight: JsSight, depth = 0): Literal {
  if (node === undefined || depth > DEEPEST) return unknown('it is nested too deeply');
  const source = excerpt(sight.text.slice(node.start, node.end));
  const below = (child: JsNode | undefined): Literal => jsLiteral(child, sight, depth + 1);
  switch (node.type) {
    case 'Literal': {
      const value = field(node, 'value');
      return value === null || ['string', 'number', 'boolean'].includes(typeof value) ? known(value as Plain) : unknown(`${source} is not plain`);
    }
    case 'TemplateLiteral': return template(partsOf(node, 'quasis').map((quasi) => cooked(quasi)), partsOf(node, 'expressions').map(below));
    case 'Identifier': {
      if (source === 'undefined') return known(null);
      const value = sight.names.get(source);
      return value?.kind === 'literal' ? value.literal : unknown(`${source} is not known`);
    }
    case 'UnaryExpression': return unary(String(field(node, 'operator')), below(part(node, 'argument')));
    case 'BinaryExpression': return combine([below(part(node, 'left')), below(part(node, 'right'))], ([a, b]) => binary(String(field(node, 'operator')), a, b));
    case 'LogicalExpression': return logical(String(field(node, 'operator')), below(part(node, 'left')), () => below(part(node, 'right')));
    case 'ConditionalExpression': {
      const test = below(part(node, 'test'));
      return test.known ? combine([test, below(part(node, test.value ? 'consequent' : 'alternate'))], ([, value]) => known(value ?? null)) : test;
    }
    case 'MemberExpression': return member(node, source, sight, below);
    case 'CallExpression': return called(node, source, sight, depth);
    default: return unknown(`${source} is not plain`);
  }
}

const cooked = (quasi: JsNode): string | undefined => {
  const value = field(quasi, 'value') as { readonly cooked?: unknown } | undefined;
  return typeof value?.cooked === 'string' ? value.cooked : undefined;
};

const template = (texts: readonly (string | undefined)[], values: readonly Literal[]): Literal =>
  combine(values, (all) => {
    const text = texts.map((one, index) => `${one ?? ''}${index < all.length ? String(all[index]) : ''}`).join('');
    return texts.includes(undefined) || text.length > 10_000 || all.some((one) => Array.isArray(one)) ? unknown('the text is not plain') : known(text);
  });

const unary = (operator: string, value: Literal): Literal =>
  combine([value], ([one]) => {
    if (operator === '!') return known(!one);
    const number = typeof one === 'string' && /^[0-9]+$/.test(one) ? Number(one) : one;
    return typeof number !== 'number' ? unknown('it is no number') : operator === '-' ? numeric(-number) : operator === '+' ? known(number) : unknown(`${operator} is not read`);
  });

function binary(operator: string, a: Plain | undefined, b: Plain | undefined): Literal {
  if (operator === '===' || operator === '==') return known(a === b);
  if (operator === '!==' || operator === '!=') return known(a !== b);
  if (operator === '+' && (typeof a === 'string' || typeof b === 'string')) return template(['', '', ''], [known(a ?? null), known(b ?? null)]);
  if (typeof a !== 'number' || typeof b !== 'number') return unknown(`${operator} is not about two numbers`);
  switch (operator) {
    case '+': return numeric(a + b);
    case '-': return numeric(a - b);
    case '*': return numeric(a * b);
    case '/': return numeric(a / b);
    case '%': return numeric(a % b);
    case '**': return numeric(a ** b);
    case '>': return known(a > b);
    case '>=': return known(a >= b);
    case '<': return known(a < b);
    case '<=': return known(a <= b);
    default: return unknown(`${operator} is not read`);
  }
}

function logical(operator: string, left: Literal, right: () => Literal): Literal {
  if (!left.known) return left;
  const takesRight = operator === '??' ? left.value === null : operator === '||' ? !left.value : Boolean(left.value);
  return takesRight ? right() : left;
}

/** `process.env.NAME`, `os.cpus().length`, and fields of the file's own objects. */
function member(node: JsNode, source: string, sight: JsSight, below: (child: JsNode | undefined) => Literal): Literal {
  const object = part(node, 'object');
  const path = object === undefined ? '' : sight.text.slice(object.start, object.end);
  const index = part(node, 'property');
  const key = field(node, 'computed') === true ? below(index) : known(keyOf(index) ?? '');
  if (!key.known) return key;
  if (path === 'process.env') {
    const found = sight.outside.variable(String(key.value));
    return found === undefined ? known(null) : 'value' in found ? known(found.value) : unknown(found.because);
  }
  if (/^(?:os|require\('(?:node:)?os'\))\.cpus\(\)$/.test(path) && key.value === 'length') return coresOf(sight.outside);
  const held = object?.type === 'Identifier' ? sight.names.get(path) : undefined;
  const value = held?.kind === 'object' ? held.fields.get(String(key.value)) : undefined;
  return value?.kind === 'literal' ? value.literal : unknown(`${source} is not known`);
}

const MATH: Readonly<Record<string, (values: readonly number[]) => number>> = {
  'Math.min': (all) => Math.min(...all), 'Math.max': (all) => Math.max(...all),
  'Math.floor': ([one = 0]) => Math.floor(one), 'Math.ceil': ([one = 0]) => Math.ceil(one), 'Math.round': ([one = 0]) => Math.round(one),
};

function called(node: JsNode, source: string, sight: JsSight, depth: number): Literal {
  const callee = part(node, 'callee');
  const name = callee === undefined ? '' : sight.text.slice(callee.start, callee.end);
  const given = (): readonly Literal[] => partsOf(node, 'arguments').map((argument) => jsLiteral(argument, sight, depth + 1));
  if (/^(?:os\.)?availableParallelism$/.test(name)) return coresOf(sight.outside);
  const own = Object.hasOwn(sight.calls, name) ? sight.calls[name] : undefined;
  if (own !== undefined) return own(given(), sight.outside);
  const math = Object.hasOwn(MATH, name) ? MATH[name] : undefined;
  if (math !== undefined) return combine(given(), (values) => (values.every((value) => typeof value === 'number') ? numeric(math(values as readonly number[])) : unknown('its arguments are no numbers')));
  if (/^(?:Number|parseInt|Number\.parseInt)$/.test(name)) {
    return combine(given().slice(0, 1), ([value]) => (typeof value === 'number' ? known(value) : typeof value === 'string' && /^[0-9]+$/.test(value) ? numeric(Number(value)) : unknown('its argument is no number')));
  }
  return unknown(`${excerpt(name === '' ? source : name)}() is not run`);
}

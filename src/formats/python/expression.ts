import { combine, DEEPEST, excerpt, known, numeric, unknown, type Literal, type Outside, type Plain } from '../literal.ts';
import type { Arguments, Call } from './calls.ts';
import { pythonString, unescaped } from './string.ts';
import { partsOf, type SyntaxNode } from './tree.ts';

/** What an expression may use: the file's own names so far, and what its imports mean. */
export interface Sight {
  readonly text: string;
  readonly names: ReadonlyMap<string, Literal>;
  /** `mp` is `multiprocessing`, `cpu_count` is `multiprocessing.cpu_count`. */
  readonly imports: ReadonlyMap<string, string>;
  readonly outside: Outside;
  /** The functions that are understood, by their full names. */
  readonly calls: Readonly<Record<string, Call>>;
}

const MOST_TEXT = 10_000;

/** The value of an expression, or why it cannot be known without running it. */
export function evaluate(node: SyntaxNode, sight: Sight, depth = 0): Literal {
  if (depth > DEEPEST) return unknown('it is nested too deeply');
  const source = sight.text.slice(node.from, node.to);
  const below = (child: SyntaxNode | undefined): Literal => (child === undefined ? unknown('it is not finished') : evaluate(child, sight, depth + 1));
  const parts = partsOf(node);
  switch (node.name) {
    case 'Number': return /^[0-9]+(?:_[0-9]+)*(?:\.[0-9]*)?$|^\.[0-9]+$/.test(source) ? numeric(Number(source.replaceAll('_', ''))) : unknown(`${excerpt(source)} is no plain number`);
    case 'String': return textOf(pythonString(source), source);
    case 'ContinuedString': return joined(parts.map(below));
    case 'FormatString': return formatted(node, source, sight, below);
    case 'Boolean': return known(source === 'True');
    case 'None': return known(null);
    case 'VariableName': return sight.names.get(source) ?? unknown(`${excerpt(source)} is not known`);
    case 'ParenthesizedExpression': return below(parts[1]);
    case 'UnaryExpression': return unary(sight.text.slice(parts[0]?.from ?? 0, parts[0]?.to ?? 0), below(parts[1]));
    case 'BinaryExpression': return binary(parts.length === 3 ? sight.text.slice(parts[1]?.from ?? 0, parts[1]?.to ?? 0) : '', below(parts[0]), below(parts[2]));
    case 'ConditionalExpression': return conditional(below(parts[2]), () => below(parts[0]), () => below(parts[4]));
    case 'ArrayExpression': case 'TupleExpression': return combine(parts.filter(isItem).map(below), (values) => known(values));
    case 'MemberExpression': return member(node, parts, sight, depth);
    case 'CallExpression': return call(parts, sight, depth);
    default: return unknown(`${excerpt(source)} is not plain`);
  }
}

const isItem = (node: SyntaxNode): boolean => !/^[[\](),]$/.test(node.name);
const textOf = (text: string | undefined, source: string): Literal => (text === undefined ? unknown(`${excerpt(source)} is no plain text`) : known(text));

/** Texts one after the other. */
const joined = (texts: readonly Literal[]): Literal =>
  combine(texts, (values) => {
    const text = values.map((value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined));
    if (text.includes(undefined)) return unknown('a part of the text is none');
    return text.join('').length > MOST_TEXT ? unknown('the text is too long') : known(text.join(''));
  });

/** An f-string: its texts, and plain values without a format. */
function formatted(node: SyntaxNode, source: string, sight: Sight, below: (child: SyntaxNode | undefined) => Literal): Literal {
  const [, prefix = '', quote = ''] = /^([A-Za-z]{0,2})("""|'''|"|')/.exec(source) ?? [];
  const pieces: Literal[] = [];
  let at = node.from + prefix.length + quote.length;
  for (const part of partsOf(node)) {
    if (part.name !== 'FormatReplacement') continue;
    const inside = partsOf(part).filter((child) => !/^[{}]$/.test(child.name));
    pieces.push(textOf(unescaped(sight.text.slice(at, part.from)), source), inside.length === 1 ? below(inside[0]) : unknown(`${excerpt(source)} formats its values`));
    at = part.to;
  }
  return joined([...pieces, textOf(unescaped(sight.text.slice(at, node.to - quote.length)), source)]);
}

const unary = (operator: string, value: Literal): Literal =>
  combine([value], ([one]) => {
    if (operator === 'not') return known(!truthy(one));
    if (typeof one !== 'number') return unknown('it is no number');
    return operator === '-' ? numeric(-one) : operator === '+' ? known(one) : unknown(`${operator} is not read`);
  });

const truthy = (value: Plain | undefined): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

function binary(operator: string, left: Literal, right: Literal): Literal {
  if (operator === 'or' || operator === 'and') {
    if (!left.known) return left;
    return truthy(left.value) === (operator === 'or') ? left : right;
  }
  return combine([left, right], ([a, b]) => {
    if (operator === '==' || operator === '!=') return Array.isArray(a) || Array.isArray(b) ? unknown('lists are compared') : known((a === b) === (operator === '=='));
    if (operator === '+' && typeof a === 'string' && typeof b === 'string') return joined([known(a), known(b)]);
    if (typeof a !== 'number' || typeof b !== 'number') return unknown(`${operator === '' ? 'it' : operator} is not about two numbers`);
    return arithmetic(operator, a, b);
  });
}

function arithmetic(operator: string, a: number, b: number): Literal {
  switch (operator) {
    case '+': return numeric(a + b);
    case '-': return numeric(a - b);
    case '*': return numeric(a * b);
    case '/': return b === 0 ? unknown('it divides by zero') : numeric(a / b);
    case '//': return b === 0 ? unknown('it divides by zero') : numeric(Math.floor(a / b));
    case '%': return b === 0 ? unknown('it divides by zero') : numeric(a - b * Math.floor(a / b));
    case '**': return numeric(a ** b);
    case '<': return known(a < b);
    case '<=': return known(a <= b);
    case '>': return known(a > b);
    case '>=': return known(a >= b);
    default: return unknown(`${operator} is not read`);
  }
}

function conditional(condition: Literal, then: () => Literal, otherwise: () => Literal): Literal {
  return condition.known ? combine([condition, truthy(condition.value) ? then() : otherwise()], ([, value]) => known(value ?? null)) : condition;
}

/** `os.environ["NAME"]`, and nothing else with brackets; what else has a dot is known only as a function. */
function member(node: SyntaxNode, parts: readonly SyntaxNode[], sight: Sight, depth: number): Literal {
  const [object, open, index] = parts;
  const source = excerpt(sight.text.slice(node.from, node.to));
  if (object === undefined || index === undefined || open?.name !== '[' || nameOf(object, sight) !== 'os.environ') return unknown(`${source} is not known`);
  const name = evaluate(index, sight, depth + 1);
  if (!name.known || typeof name.value !== 'string') return unknown(`${source} is computed`);
  const found = sight.outside.variable(name.value);
  if (found === undefined) return unknown(`${name.value} is not set`);
  return 'value' in found ? known(found.value) : unknown(found.because);
}

function call(parts: readonly SyntaxNode[], sight: Sight, depth: number): Literal {
  const [callee, list] = parts;
  const name = callee === undefined ? '' : nameOf(callee, sight);
  const source = excerpt(callee === undefined ? '' : sight.text.slice(callee.from, callee.to));
  const understood = Object.hasOwn(sight.calls, name) ? sight.calls[name] : undefined;
  if (understood === undefined || list === undefined) return unknown(`${source}() is not run`);
  return understood(argumentsOf(list, sight, depth), sight.outside);
}

function argumentsOf(list: SyntaxNode, sight: Sight, depth: number): Arguments {
  const placed: Literal[] = [];
  const named = new Map<string, Literal>();
  const parts = partsOf(list).filter(isItem);
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    if (part === undefined) continue;
    if (parts[at + 1]?.name === 'AssignOp') {
      const value = parts[at + 2];
      named.set(sight.text.slice(part.from, part.to), value === undefined ? unknown('it is not finished') : evaluate(value, sight, depth + 1));
      at += 2;
    } else placed.push(evaluate(part, sight, depth + 1));
  }
  return { placed, named };
}

/** The full name of a function: imports resolved; empty where it is none. */
export function nameOf(node: SyntaxNode, { text, names, imports }: Pick<Sight, 'text' | 'names' | 'imports'>): string {
  const source = text.slice(node.from, node.to);
  if (!/^[A-Za-z_][A-Za-z0-9_.]{0,100}$/.test(source)) return '';
  const [head = '', ...rest] = source.split('.');
  if (names.has(head)) return '';
  return [imports.get(head) ?? head, ...rest].join('.');
}

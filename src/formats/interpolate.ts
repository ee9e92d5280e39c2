/** Gives the value of a variable; `undefined` where it is not set. */
export type Lookup = (name: string) => string | undefined;

/** A text with its variables replaced. */
export interface Interpolated {
  /** Variables that are not set stay as they are written. */
  readonly text: string;
  /** Variables that are not set and have no default; with `${VAR:?why}` also why it must be set. */
  readonly unset: readonly Unset[];
  /** Whether any variable was replaced. */
  readonly changed: boolean;
  /** The place in the written text that a place in the text comes from. */
  readonly source: (offset: number) => number;
  /** Where the spelling of a variable is broken. */
  readonly flaws: readonly { readonly offset: number; readonly message: string }[];
}

/** A variable that is not set. */
export interface Unset {
  readonly name: string;
  /** What `${NAME:?…}` says. */
  readonly required?: string;
}

/** Text that grows beyond this was written to exhaust the reader. */
const LONGEST = 200_000;
const DEEPEST = 20;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const OPERATOR = /:?[-+?]/y;

const identity = (offset: number): number => offset;

/** Replaces `$VAR`, `${VAR}` and `${VAR:-default}` as Compose does; `$$` is a dollar. Time grows with the text alone. */
export function interpolate(written: string, lookup: Lookup): Interpolated {
  if (!written.includes('$')) return { text: written, unset: [], changed: false, source: identity, flaws: [] };
  const state: State = { written, lookup, unset: [], flaws: [], closing: closings(written), changed: false };
  const pieces: Piece[] = [];
  replace(state, 0, written.length, 0, pieces);
  const text = pieces.map((piece) => piece.text).join('').slice(0, LONGEST);
  return { text, unset: state.unset, changed: state.changed, source: sourceOf(pieces), flaws: state.flaws };
}

interface Piece {
  readonly text: string;
  readonly from: number;
  /** Whether the text stands in the written text as it is. */
  readonly literal: boolean;
}
interface State {
  readonly written: string;
  readonly lookup: Lookup;
  readonly unset: Unset[];
  readonly flaws: { readonly offset: number; readonly message: string }[];
  readonly closing: ReadonlyMap<number, number>;
  changed: boolean;
}

/** The `}` of each `${`. */
function closings(written: string): ReadonlyMap<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  for (let i = 0; i < written.length; i++) {
    if (written[i] === '{') open.push(i);
    if (written[i] !== '}') continue;
    const start = open.pop();
    if (start !== undefined) closing.set(start, i);
  }
  return closing;
}

function replace(state: State, start: number, end: number, depth: number, pieces: Piece[]): void {
  const { written } = state;
  let at = start;
  while (at < end) {
    const dollar = written.indexOf('$', at);
    if (dollar < 0 || dollar >= end - 1) break;
    if (dollar > at) pieces.push({ text: written.slice(at, dollar), from: at, literal: true });
    at = variable(state, dollar, end, depth, pieces);
  }
  if (at < end) pieces.push({ text: written.slice(at, end), from: at, literal: true });
}

/** Replaces what begins with the dollar at that place; gives the place behind it. */
function variable(state: State, dollar: number, end: number, depth: number, pieces: Piece[]): number {
  const { written } = state;
  const next = written[dollar + 1];
  if (next === '$') {
    state.changed = true;
    pieces.push({ text: '$', from: dollar, literal: false });
    return dollar + 2;
  }
  if (next === '{') return braced(state, dollar, end, depth, pieces);
  const name = match(NAME, written, dollar + 1);
  if (name === undefined) {
    pieces.push({ text: '$', from: dollar, literal: true });
    return dollar + 1;
  }
  put(state, name, dollar, dollar + 1 + name.length, pieces);
  return dollar + 1 + name.length;
}

function braced(state: State, dollar: number, end: number, depth: number, pieces: Piece[]): number {
  const { written } = state;
  const close = state.closing.get(dollar + 1);
  const name = match(NAME, written, dollar + 2);
  const operator = name === undefined ? undefined : match(OPERATOR, written, dollar + 2 + name.length);
  const word = dollar + 2 + (name?.length ?? 0) + (operator?.length ?? 0);
  const broken = close === undefined || close >= end ? 'expected a } that closes ${'
    : name === undefined ? 'expected the name of a variable after ${'
    : operator === undefined && word !== close ? 'expected } or one of :- - :+ + :? ? after the name of a variable'
    : depth > DEEPEST ? 'variables are nested too deeply' : undefined;
  if (broken !== undefined || name === undefined || close === undefined) {
    state.flaws.push({ offset: dollar, message: broken ?? '' });
    const stop = close === undefined || close >= end ? end : close + 1;
    pieces.push({ text: written.slice(dollar, stop), from: dollar, literal: true });
    return stop;
  }
  apply(state, name, operator, [dollar, word, close], depth, pieces);
  return close + 1;
}

function apply(state: State, name: string, operator: string | undefined, [dollar, word, close]: readonly [number, number, number], depth: number, pieces: Piece[]): void {
  const value = state.lookup(name);
  const present = value !== undefined && !(operator?.startsWith(':') === true && value === '');
  const kind = operator?.at(-1);
  if (kind === '+' || (kind === '-' && !present)) {
    state.changed = true;
    if (kind === '+' && !present) return;
    const inner: Piece[] = [];
    replace(state, word, close, depth + 1, inner);
    pieces.push({ text: inner.map((piece) => piece.text).join(''), from: dollar, literal: false });
    return;
  }
  if (kind === '?' && !present) {
    state.unset.push({ name, required: state.written.slice(word, close) });
    pieces.push({ text: state.written.slice(dollar, close + 1), from: dollar, literal: true });
    return;
  }
  put(state, name, dollar, close + 1, pieces);
}

/** Puts the value of a variable, or leaves it as it is written where it is not set. */
function put(state: State, name: string, from: number, to: number, pieces: Piece[]): void {
  const value = state.lookup(name);
  if (value === undefined) {
    state.unset.push({ name });
    pieces.push({ text: state.written.slice(from, to), from, literal: true });
    return;
  }
  state.changed = true;
  pieces.push({ text: value.slice(0, LONGEST), from, literal: false });
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function sourceOf(pieces: readonly Piece[]): (offset: number) => number {
  const starts: number[] = [];
  let total = 0;
  for (const piece of pieces) {
    starts.push(total);
    total += piece.text.length;
  }
  return (offset) => {
    let [low, high] = [0, pieces.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const piece = pieces[low];
    return piece === undefined ? offset : piece.from + (piece.literal ? offset - (starts[low] ?? 0) : 0);
  };
}

/** Why a value is not known when variables in it are not set. */
export const unsetBecause = (unset: readonly Unset[]): string =>
  unset.map(({ name, required }) => (required === undefined ? `\${${name}} is not set` : `\${${name}} must be set${required === '' ? '' : `: ${required}`}`)).join(', ');

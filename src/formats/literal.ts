import { plainly } from '../model/quote.ts';
import type { Mark } from './yaml-tree.ts';

/** What a program's text can give without being run. */
export type Plain = number | string | boolean | null | readonly Plain[];

/** A value that follows from the text, or why it does not. */
export type Literal =
  | { readonly known: true; readonly value: Plain; /** It was counted on the host: cores, processors. */ readonly host?: true }
  | { readonly known: false; readonly because: string; readonly host?: true };

/** A name with its value, and where that is written. */
export interface Named {
  readonly name: string;
  readonly at: Mark;
  /** As it is written, in one line. */
  readonly text: string;
  readonly literal: Literal;
}

/** What a program sees outside of its text. */
export interface Outside {
  /** A variable of the environment; `undefined` where it is not set, a reason where its value cannot be known. */
  readonly variable: (name: string) => { readonly value: string } | { readonly because: string } | undefined;
  /** Cores of the machine, where it is named. */
  readonly cores?: number;
}

/** Beyond this no person wrote it. */
export const LONGEST_PROGRAM = 80_000;
/** Expressions nested more deeply are not read. */
export const DEEPEST = 40;

/** A value that follows from the text. */
export const known = (value: Plain): Literal => ({ known: true, value });
/** A value that does not, and why. */
export const unknown = (because: string): Literal => ({ known: false, because });

/** Number of cores, or that it depends on the machine. */
export const coresOf = ({ cores }: Outside): Literal =>
  cores === undefined ? { known: false, because: 'it follows the cores of the host, and no machine is named', host: true } : { known: true, value: cores, host: true };

/** The same value, marked where something that it was computed from was counted on the host. */
export const fromHost = (literal: Literal, parts: readonly Literal[]): Literal => (parts.some((part) => part.host === true) ? { ...literal, host: true } : literal);

/** Computes from values; the first that is unknown ends it. */
export function combine(parts: readonly Literal[], compute: (values: readonly Plain[]) => Literal): Literal {
  const stopped = parts.find((part) => !part.known);
  return fromHost(stopped ?? compute(parts.map((part) => (part.known ? part.value : null))), parts);
}

/** A finite number as a literal. */
export const numeric = (value: number): Literal => (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? known(value) : unknown('the number is too large'));

/** A piece of a program in one short line. */
export const excerpt = (text: string): string => plainly(text.slice(0, 200).replace(/\s+/g, ' ').trim(), 60);

/** Marks of offsets in a text. */
export function marksOf(text: string): (offset: number) => Mark {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    for (let high = starts.length - 1; low < high; ) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

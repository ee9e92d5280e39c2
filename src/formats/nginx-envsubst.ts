import type { SourceFile } from '../model/source.ts';
import type { Argument, Directive, ParsedNginx } from './nginx-syntax.ts';
import { parseNginx } from './nginx-syntax.ts';
import type { Mark } from './yaml-tree.ts';

/** What `envsubst` puts for a variable: a text, or nothing at all (`undefined`: it stays as it is written). */
export type Lookup = (name: string) => string | undefined;

/** Columns behind more variables of one line than these are not exact. */
const MOST_SHIFTS = 50;

/** A value that was put in, and how far it moved the text behind it. */
interface Shift {
  /** Column of the variable as it is written. */
  readonly variable: number;
  /** Column in the new text where its value begins. */
  readonly value: number;
  /** Column in the new text behind the value that was put in. */
  readonly from: number;
  /** Columns to take off. */
  readonly by: number;
}

/** Reads a file after its `$NAME` and `${NAME}` are replaced as envsubst does; positions are those of the file as it is written. */
export function parseSubstituted(file: SourceFile, lookup: Lookup): ParsedNginx {
  const shifts = new Map<number, Shift[]>();
  const lines = file.text.split('\n').map((text, index) => {
    let by = 0;
    return text.replace(/\$(?:\{([A-Za-z_][A-Za-z0-9_]{0,200})\}|([A-Za-z_][A-Za-z0-9_]{0,200}))/g, (written: string, braced: string | undefined, bare: string | undefined, offset: number) => {
      const value = lookup(braced ?? bare ?? '')?.replace(/[\r\n]+/g, ' ').slice(0, 4096);
      if (value === undefined) return written;
      by += value.length - written.length;
      const line = shifts.get(index + 1) ?? [];
      if (line.length < MOST_SHIFTS) line.push({ variable: offset + 1, value: offset + 1 + by - value.length + written.length, from: offset + 1 + by + written.length, by });
      shifts.set(index + 1, line);
      return value;
    });
  });
  if (shifts.size === 0) return parseNginx(file);
  const { directives, flaws } = parseNginx({ ...file, text: lines.join('\n') });
  const written = (at: Mark): Mark => {
    const shift = shifts.get(at.line)?.findLast(({ value }) => at.column >= value);
    if (shift === undefined) return at;
    return { line: at.line, column: at.column < shift.from ? shift.variable : Math.max(1, at.column - shift.by) };
  };
  return { directives: directives.map((directive) => moved(directive, file, written)), flaws: flaws.map((flaw) => ({ ...flaw, at: written(flaw.at) })) };
}

function moved(directive: Directive, file: SourceFile, written: (at: Mark) => Mark): Directive {
  const { block, end, ...rest } = directive;
  return {
    ...rest, file, at: written(directive.at), args: directive.args.map((arg): Argument => ({ ...arg, at: written(arg.at) })),
    ...(end === undefined ? {} : { end: written(end) }), ...(block === undefined ? {} : { block: block.map((one) => moved(one, file, written)) }),
  };
}

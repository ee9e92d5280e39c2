import { withoutPasswords } from './host-port.ts';
import { positionIn, type SourceFile } from '../model/source.ts';
import type { Position } from '../model/entry.ts';
import { inOneLine, quoted } from '../model/quote.ts';
import { luaEnd } from './nginx-lua.ts';
import { splitAtNames } from './nginx-split.ts';
import { readStatement, type RawWord, type Statement } from './nginx-words.ts';
import { marksOf } from './text-marks.ts';
import type { Flaw, Mark } from './yaml-tree.ts';

/** One argument of a directive: its text as nginx sees it, quotes and escapes resolved. */
export interface Argument {
  readonly text: string;
  readonly at: Mark;
  readonly quoted: boolean;
}

/** One directive of an nginx file, or one line of a `map`, `geo` or `types` block. */
export interface Directive {
  readonly name: string;
  readonly at: Mark;
  readonly file: SourceFile;
  readonly args: readonly Argument[];
  /** What stands between its braces. */
  readonly block?: readonly Directive[];
  /** Where its `;` or closing `}` stands. */
  readonly end?: Mark;
  /** The text between the braces of a block of Lua, which is not nginx's language. */
  readonly raw?: string;
}

/** The directives of one nginx file, and what is wrong with its syntax. */
export interface ParsedNginx {
  readonly directives: readonly Directive[];
  readonly flaws: readonly Flaw[];
}

/** The place of a directive's name in the tree of files. */
export const placeOf = (directive: Pick<Directive, 'file' | 'at'>): Position => positionIn(directive.file, directive.at.line, directive.at.column);
/** A directive as a short line: `proxy_read_timeout 60s`. */
export const shown = (directive: Directive): string => withoutPasswords([directive.name, ...directive.args.map((arg) => arg.text)].join(' '));

/** Deeper blocks than these nobody writes. */
const DEEPEST = 40;
/** After so many flaws the rest only repeats them. */
const MOST_FLAWS = 20;

/** A block that is being read. */
interface Open {
  readonly name: string;
  readonly words: readonly RawWord[];
  readonly inside: Directive[];
  /** No name stands before its brace: what it holds counts as its parent's. */
  readonly nameless: boolean;
}

/** Reads the text of one file as nginx does; what is broken becomes a flaw and reading goes on behind it. Never throws. */
export function parseNginx(file: SourceFile): ParsedNginx {
  const { text } = file;
  const marks = marksOf(text);
  const top: Directive[] = [];
  const open: Open[] = [];
  const flaws: Flaw[] = [];
  /** The innermost block whose closing brace stands further left than its line: probably the one that lacks its brace. */
  let suspect: Open | undefined;
  const flaw = (offset: number, message: string, hint?: string): void => {
    if (flaws.length < MOST_FLAWS) flaws.push({ at: marks(offset), message, ...(hint === undefined ? {} : { hint }) });
  };
  const inside = (): Directive[] => open.at(-1)?.inside ?? top;
  const directive = (words: readonly RawWord[], more: Pick<Directive, 'block' | 'end' | 'raw'>): Directive => {
    const [name, ...args] = words.map(({ text: word, start, quoted }): Argument => ({ text: word, at: marks(start), quoted }));
    return { name: name?.text ?? '', at: name?.at ?? { line: 1, column: 1 }, file, args, ...more };
  };
  const unended = (words: readonly RawWord[], found: string): void => {
    const [first, last] = [words[0], words.at(-1)];
    if (first === undefined || last === undefined) return;
    flaw(last.stop, `expected ";" after ${quoted(inOneLine(text.slice(first.start, last.stop)))}, found ${found}`, 'end the directive with ;');
    inside().push(directive(words, {}));
  };

  let at = 0;
  if (text.startsWith('\uFEFF')) {
    at = 1;
    flaw(0, 'the file begins with a byte order mark, which nginx reads as a part of the first directive', 'save it as UTF-8 without one');
  }
  for (;;) {
    const statement = readStatement(text, at);
    for (const fault of statement.faults) flaw(fault.offset, fault.message, fault.hint);
    const [words = [], ...before] = splitAtNames(statement.words, open.at(-1)?.name, marks).toReversed();
    for (const lost of before.toReversed()) unended(lost, 'the next directive');
    at = words.length === 0 ? unnamed(statement) : named(words, statement);
    if (statement.ending === '}') close(statement.at);
    if (statement.ending === 'end' || flaws.length >= MOST_FLAWS) break;
    if (open.length > DEEPEST) {
      flaw(statement.at, `blocks are nested more than ${DEEPEST} deep here; the rest of the file is not read`);
      break;
    }
  }
  closeAll();
  return { directives: top, flaws };

  /** A statement with words becomes a directive or opens a block; gives where reading goes on. */
  function named(words: readonly RawWord[], { ending, at: end, next }: Statement): number {
    const name = words[0]?.text ?? '';
    if (ending === '{' && name.endsWith('_by_lua_block')) {
      const brace = luaEnd(text, next);
      if (brace === undefined) flaw(end, 'the block of Lua that opens here is never closed', 'close it with }');
      inside().push(directive(words, { raw: text.slice(next, brace), ...(brace === undefined ? {} : { end: marks(brace) }) }));
      return brace === undefined ? text.length : brace + 1;
    }
    if (ending === '{') open.push({ name, words, inside: [], nameless: false });
    else if (ending === ';') inside().push(directive(words, { end: marks(end) }));
    else unended(words, ending === '}' ? '"}"' : 'the end of the file');
    return next;
  }

  /** A `;` or `{` that no word stands before. */
  function unnamed({ ending, at: end, next }: Statement): number {
    if (ending === ';') flaw(end, 'unexpected ";": there is no directive before it', text.slice(0, end).trimEnd().endsWith('}') ? 'a block ends with } alone' : undefined);
    if (ending === '{') {
      flaw(end, 'unexpected "{": there is no directive before it');
      open.push({ name: '', words: [], inside: inside(), nameless: true });
    }
    return next;
  }

  function close(brace: number): void {
    const closed = open.pop();
    if (closed === undefined) flaw(brace, 'unexpected "}": no block is open here', 'remove it, or look for a { that is missing above');
    else if (!closed.nameless) {
      inside().push(directive(closed.words, { block: closed.inside, end: marks(brace) }));
      if (suspect === undefined && outdented(closed, brace)) suspect = closed;
    }
  }

  function outdented(closed: Open, brace: number): boolean {
    const [start, end] = [marks(closed.words[0]?.start ?? 0), marks(brace)];
    const alone = text.slice(brace - end.column + 1, brace).trim() === '';
    return alone && end.line > start.line && end.column < start.column && text.slice((closed.words[0]?.start ?? 0) - start.column + 1, closed.words[0]?.start).trim() === '';
  }

  function closeAll(): void {
    const innermost = open.at(-1);
    const culprit = suspect ?? innermost;
    if (innermost !== undefined && culprit !== undefined && open.length <= DEEPEST) {
      flaw(culprit.words[0]?.start ?? 0, `the block ${quoted(culprit.name)} that opens here is never closed: expected "}", found the end of the file`, 'close it with }');
    }
    for (let closed = open.pop(); closed !== undefined; closed = open.pop()) {
      if (!closed.nameless) inside().push(directive(closed.words, { block: closed.inside }));
    }
  }
}

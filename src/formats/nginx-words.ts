/** One argument as it stands in the text: offsets of its first character (its quote counted) and behind its last. */
export interface RawWord {
  readonly text: string;
  readonly start: number;
  readonly stop: number;
  readonly quoted: boolean;
}

/** What ended a statement: `;`, a block's `{` or `}`, or the end of the text. */
export type Ending = ';' | '{' | '}' | 'end';

/** A fault of the words themselves, at an offset. */
export interface Fault {
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
}

/** Words up to `;`, `{`, `}` or the end; reading goes on at `next`. */
export interface Statement {
  readonly words: readonly RawWord[];
  readonly ending: Ending;
  /** Offset of what ended it. */
  readonly at: number;
  readonly next: number;
  readonly faults: readonly Fault[];
}

/** After so many faults of one statement its file is none of nginx. */
const MOST_FAULTS = 50;
/** A single argument of nginx is at most this long (NGX_CONF_BUFFER). */
const LONGEST_WORD = 4096;

const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t' || char === '\r' || char === '\n';

/** Reads one statement from `from`, as ngx_conf_read_token does: quotes, backslashes, `${name}`, `#` only where a word may begin. */
export function readStatement(text: string, from: number): Statement {
  const words: RawWord[] = [];
  const faults: Fault[] = [];
  const ended = (ending: Ending, at: number): Statement => ({ words, ending, at, next: ending === 'end' ? at : at + 1, faults });
  let at = from;
  while (at < text.length && faults.length < MOST_FAULTS) {
    const char = text[at];
    if (isBlank(char)) at += 1;
    else if (char === '#') at = lineEnd(text, at);
    else if (char === ';' || char === '{' || char === '}') return ended(char, at);
    else {
      const { word, fault } = char === '"' || char === "'" ? readQuoted(text, at, char) : { word: readPlain(text, at), fault: undefined };
      words.push(word);
      if (fault !== undefined) faults.push(fault);
      else if (word.stop - word.start > LONGEST_WORD) faults.push({ offset: word.start, message: `this argument is ${word.stop - word.start} characters long; nginx reads at most ${LONGEST_WORD}` });
      at = word.stop;
    }
  }
  return ended('end', text.length);
}

/** A word without quotes ends at a blank, `;` or `{`; the `{` of `${name}` and a `}` belong to it. */
function readPlain(text: string, start: number): RawWord {
  let at = start;
  let variable = false;
  for (; at < text.length; at++) {
    const char = text[at];
    if (char === '{' && variable) continue;
    variable = char === '$';
    if (char === '\\') at += 1;
    else if (isBlank(char) || char === ';' || char === '{') break;
  }
  const stop = Math.min(at, text.length);
  return { text: unescaped(text.slice(start, stop)), start, stop, quoted: false };
}

/** A quoted word; behind its closing quote only a blank, `;`, `{` or `)` may follow. */
function readQuoted(text: string, start: number, quote: '"' | "'"): { readonly word: RawWord; readonly fault?: Fault } {
  let at = start + 1;
  while (at < text.length && text[at] !== quote) at += text[at] === '\\' ? 2 : 1;
  if (at >= text.length) return { word: cutQuoted(text, start), fault: { offset: start, message: `the quote ${quote} that opens here is never closed`, hint: `close it with ${quote}` } };
  const next = text[at + 1];
  if (next === undefined || isBlank(next) || next === ';' || next === '{' || next === ')' || next === '}') {
    return { word: { text: unescaped(text.slice(start + 1, at)), start, stop: at + 1, quoted: true } };
  }
  // A quote that runs over lines and ends inside a word is one that was not closed on its own line.
  if (text.slice(start, at).includes('\n')) return { word: cutQuoted(text, start), fault: { offset: start, message: `the quote ${quote} that opens here is not closed before the next ${quote}, lines below`, hint: `close it with ${quote}` } };
  const word = { text: unescaped(text.slice(start + 1, at)), start, stop: at + 1, quoted: true };
  return { word, fault: { offset: at + 1, message: `expected a blank or ";" after the closing quote, found ${JSON.stringify(next)}` } };
}

/** What stands in the line of a quote that is not closed, without its `;`. */
function cutQuoted(text: string, start: number): RawWord {
  const line = text.slice(start + 1, lineEnd(text, start)).trimEnd();
  const inner = line.endsWith('{') || line.endsWith(';') ? line.slice(0, -1) : line;
  return { text: unescaped(inner), start, stop: start + 1 + inner.length, quoted: true };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', "'": "'", '\\': '\\', t: '\t', r: '\r', n: '\n' };

/** A backslash before a quote, a backslash, `t`, `r` or `n` is read; before anything else it stays. */
const unescaped = (text: string): string => (text.includes('\\') ? text.replace(/\\(["'\\trn])/g, (_, char: string) => ESCAPES[char] ?? char) : text);

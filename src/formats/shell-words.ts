/** A word of a line, and where it begins. */
export interface ShellWord {
  readonly text: string;
  readonly offset: number;
  /** Where its text begins: behind the quote that it begins with. */
  readonly start: number;
  /** An operator (`&&`, `;`, `|`, `>` ...) and no word. */
  readonly operator: boolean;
}

/** The words of a line; what is wrong with its quotes. */
export interface ShellWords {
  readonly words: readonly ShellWord[];
  readonly flaw?: { readonly offset: number; readonly message: string };
}

const OPERATORS = ['&&', '||', ';;', '>>', '<<', '>&', '<&', '&>', ';', '&', '|', '>', '<', '(', ')', '\n'] as const;
const BLANK = /[ \t\r]/;

/** A word as a shell takes it literally, in quotes where it has to be. */
export const inShell = (word: string): string => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** Splits a line into words as a POSIX shell does. Variables and `$(…)` stay as they are written. */
export function shellWords(line: string): ShellWords {
  const words: ShellWord[] = [];
  let at = 0;
  while (at < line.length) {
    const character = line[at] ?? '';
    if (BLANK.test(character)) at += 1;
    else if (character === '\\' && line[at + 1] === '\n') at += 2;
    else if (character === '#') at = endOfLine(line, at);
    else {
      const operator = OPERATORS.find((one) => line.startsWith(one, at));
      if (operator !== undefined) {
        words.push({ text: operator, offset: at, start: at, operator: true });
        at += operator.length;
        continue;
      }
      const word = wordAt(line, at);
      words.push({ text: word.text, offset: at, start: character === '"' || character === "'" ? at + 1 : at, operator: false });
      if (word.flaw !== undefined) return { words, flaw: { offset: at, message: word.flaw } };
      at = word.end;
    }
  }
  return { words };
}

const endOfLine = (line: string, at: number): number => {
  const end = line.indexOf('\n', at);
  return end < 0 ? line.length : end;
};

interface Scanned {
  readonly text: string;
  readonly end: number;
  readonly flaw?: string;
}

function wordAt(line: string, start: number): Scanned {
  const parts: string[] = [];
  let at = start;
  while (at < line.length) {
    const character = line[at] ?? '';
    if (BLANK.test(character) || (character !== '$' && OPERATORS.some((one) => line.startsWith(one, at)))) break;
    const piece = pieceAt(line, at);
    parts.push(piece.text);
    if (piece.flaw !== undefined) return { text: parts.join(''), end: line.length, flaw: piece.flaw };
    at = piece.end;
  }
  return { text: parts.join(''), end: at };
}

/** One character, one quoted text or one `$(…)`. */
function pieceAt(line: string, at: number): Scanned {
  const character = line[at] ?? '';
  if (character === "'") {
    const close = line.indexOf("'", at + 1);
    return close < 0 ? { text: line.slice(at + 1), end: line.length, flaw: "there is no closing '" } : { text: line.slice(at + 1, close), end: close + 1 };
  }
  if (character === '"') return doubleQuoted(line, at);
  if (character === '\\') return { text: line[at + 1] === '\n' ? '' : (line[at + 1] ?? ''), end: at + 2 };
  if (character === '$' && (line[at + 1] === '(' || line[at + 1] === '{')) return substitution(line, at);
  if (character === '`') {
    const close = line.indexOf('`', at + 1);
    return close < 0 ? { text: line.slice(at), end: line.length, flaw: 'there is no closing `' } : { text: line.slice(at, close + 1), end: close + 1 };
  }
  return { text: character, end: at + 1 };
}

function doubleQuoted(line: string, start: number): Scanned {
  const parts: string[] = [];
  for (let at = start + 1; at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === '"') return { text: parts.join(''), end: at + 1 };
    if (character === '\\' && /["\\$`\n]/.test(line[at + 1] ?? '')) {
      at += 1;
      if (line[at] !== '\n') parts.push(line[at] ?? '');
    } else parts.push(character);
  }
  return { text: parts.join(''), end: line.length, flaw: 'there is no closing "' };
}

/** `$(…)` and `${…}` up to the bracket that closes it. */
function substitution(line: string, start: number): Scanned {
  const [open, close] = line[start + 1] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === open) depth += 1;
    if (line[at] === close && --depth === 0) return { text: line.slice(start, at + 1), end: at + 1 };
  }
  return { text: line.slice(start), end: line.length, flaw: `there is no closing ${close}` };
}

/** Splits a Compose `command` or `entrypoint`: no shell reads it, and it ends where an operator stands. */
export function composeWords(line: string): ShellWords {
  const { words, flaw } = shellWords(line.replaceAll('\n', ' ').replaceAll('#', '\ue000'));
  const end = words.findIndex((word) => word.operator);
  return { words: (end < 0 ? words : words.slice(0, end)).map((word) => ({ ...word, text: word.text.replaceAll('\ue000', '#') })), ...(flaw === undefined ? {} : { flaw }) };
}

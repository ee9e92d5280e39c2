import { positionIn, type SourceFile, type Word } from '../model/source.ts';

/** The words of one line. */
export type Line = readonly Word[];

/** What separates a format's words apart from spaces. */
interface Marks {
  /** Opens and closes a text that may hold spaces. */
  readonly quotes: string;
  /** A closing character that ends its text even after a backslash. */
  readonly raw: string;
}

const HAPROXY: Marks = { quotes: '"\'', raw: "'" };
const CADDY: Marks = { quotes: '"`', raw: '`' };
/** Beyond these no person wrote the file. */
const MOST_LINES = 20_000;
const LONGEST_LINE = 10_000;

/** The words of each line of an HAProxy configuration; lines without words are left out. */
export const haproxyLines = (file: SourceFile): readonly Line[] => linesOf(file, HAPROXY);
/** The words of each line of a Caddyfile; a text in quotes ends with its line. */
export const caddyLines = (file: SourceFile): readonly Line[] => linesOf(file, CADDY);

const linesOf = (file: SourceFile, marks: Marks): readonly Line[] =>
  file.text.split(/\r?\n/, MOST_LINES).map((line, index) => wordsOf(file, line.slice(0, LONGEST_LINE), index + 1, marks)).filter((words) => words.length > 0);

function wordsOf(file: SourceFile, line: string, number: number, marks: Marks): Line {
  const words: Word[] = [];
  let text: string | undefined;
  let start = 0;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i);
    const begin = (): void => void (text === undefined && ((text = ''), (start = i)));
    if (quote !== '') {
      if (character === '\\' && quote !== marks.raw && i + 1 < line.length) text += line.charAt(++i);
      else if (character === quote) quote = '';
      else text += character;
    } else if (character === ' ' || character === '\t') {
      if (text !== undefined) words.push({ text, at: positionIn(file, number, start + 1) });
      text = undefined;
    } else if (character === '#' && text === undefined) break;
    else if (marks.quotes.includes(character)) {
      begin();
      quote = character;
    } else if (character === '\\' && i + 1 < line.length) {
      begin();
      text += line.charAt(++i);
    } else {
      begin();
      text += character;
    }
  }
  if (text !== undefined) words.push({ text, at: positionIn(file, number, start + 1) });
  return words;
}

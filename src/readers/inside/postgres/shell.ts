import { shellWords } from '../../../formats/shell-words.ts';

/** A piece of a shell script that another program reads, and the line before its first (from 0). */
export interface Piece {
  readonly text: string;
  readonly line: number;
  /** SQL for psql, or lines that are added to postgresql.conf. */
  readonly as: 'sql' | 'conf';
}

const HERE = /<<(-?)[ \t]*(["']?)([A-Za-z_][A-Za-z0-9_]{0,40})\2/;
const CONF = /postgresql(?:\.auto)?\.conf/;

/** The SQL that a shell script gives to psql (here-documents and `-c`), and what it appends to postgresql.conf. */
export function piecesOf(script: string): readonly Piece[] {
  const lines = script.split('\n');
  const pieces: Piece[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] ?? '').slice(0, 2000);
    if (/^\s*#/.test(line)) continue;
    const here = HERE.exec(line);
    if (here !== null) {
      const last = endOf(lines, i, here[3] ?? '', here[1] === '-');
      const as = /\bpsql\b/.test(commandOf(lines, i)) ? 'sql' : CONF.test(line) && line.includes('>') ? 'conf' : undefined;
      if (as !== undefined) pieces.push({ text: lines.slice(i + 1, last).join('\n'), line: i + 1, as });
      i = last;
    } else if (/\bpsql\b/.test(line)) pieces.push(...commandsIn(line, i));
    else if (CONF.test(line) && line.includes('>>')) pieces.push(...echoIn(line, i));
  }
  return pieces;
}

/** The line that ends the here-document which begins at a line; behind the last one where none does. */
function endOf(lines: readonly string[], start: number, word: string, indented: boolean): number {
  let end = start + 1;
  while (end < lines.length && (indented ? (lines[end] ?? '').replace(/^\t+/, '') : (lines[end] ?? '')).trimEnd() !== word) end += 1;
  return end;
}

/** The line and those before it that it continues. */
function commandOf(lines: readonly string[], at: number): string {
  let first = at;
  while (first > 0 && at - first < 10 && (lines[first - 1] ?? '').endsWith('\\')) first -= 1;
  return lines.slice(first, at + 1).join(' ');
}

/** The texts after `-c` and `--command`, moved to their own columns by blanks. */
const commandsIn = (line: string, index: number): readonly Piece[] => {
  const { words } = shellWords(line);
  return words.flatMap((word, i) => {
    const before = words[i - 1]?.text ?? '';
    const text = /^--command=/.test(word.text) ? word.text.slice(10) : /^(?:-[A-Za-z]*c|--command)$/.test(before) ? word.text : undefined;
    return text === undefined ? [] : [{ text: `${' '.repeat(word.offset)}${text}`, line: index, as: 'sql' as const }];
  });
};

/** `echo "name = value" >> …/postgresql.conf` */
function echoIn(line: string, index: number): readonly Piece[] {
  const { words } = shellWords(line);
  const text = words[0]?.text === 'echo' ? words.slice(1).find((word) => !/^-[neE]+$/.test(word.text)) : undefined;
  return text === undefined || text.operator ? [] : [{ text: `${' '.repeat(text.offset)}${text.text}`, line: index, as: 'conf' }];
}

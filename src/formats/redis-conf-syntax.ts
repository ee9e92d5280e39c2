import { quoted } from '../model/quote.ts';
import type { Flaw, Mark } from './yaml-tree.ts';

/** One directive of redis.conf with its arguments. */
export interface RedisLine {
  readonly name: string;
  readonly args: readonly string[];
  readonly at: Mark;
  readonly text: string;
}
/** The lines of a redis.conf, and what Redis would not read. */
export interface ParsedRedisConf {
  readonly lines: readonly RedisLine[];
  readonly flaws: readonly Flaw[];
}

/** Reads redis.conf: one directive in a line, comments only as whole lines, arguments split as Redis does. */
export function parseRedisConf(text: string): ParsedRedisConf {
  const lines: RedisLine[] = [];
  const flaws: Flaw[] = [];
  text.split('\n').forEach((raw, index) => {
    const line = raw.trimEnd();
    const start = line.length - line.trimStart().length;
    if (start === line.length || line[start] === '#') return;
    const at = { line: index + 1, column: start + 1 };
    const words = splitArguments(line.slice(start));
    const [name, ...args] = words ?? [];
    if (words === undefined) flaws.push({ at, message: `unbalanced quotes in ${quoted(line.trim())}` });
    else if (name !== undefined) lines.push({ name: name.toLowerCase(), args, at, text: line.slice(start) });
  });
  return { lines, flaws };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\u0007' };

/** The words of a line; `undefined` when a quote is not closed, or when something follows it directly. */
function splitArguments(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let i = 0;
  for (;;) {
    while (i < line.length && /\s/.test(line.charAt(i))) i += 1;
    if (i >= line.length) return words;
    let word = '';
    let quote = '';
    for (; ; i++) {
      const character = line.charAt(i);
      if (quote === '') {
        if (character === '' || /\s/.test(character)) break;
        if (character === '"' || character === "'") quote = character;
        else word += character;
      } else if (character === '') return undefined;
      else if (character === '\\') {
        const [text, length] = escaped(line, i, quote);
        word += text;
        i += length - 1;
      } else if (character !== quote) word += character;
      else {
        if (i + 1 < line.length && !/\s/.test(line.charAt(i + 1))) return undefined;
        i += 1;
        break;
      }
    }
    words.push(word);
  }
}

/** What a backslash stands for inside quotes, and how many characters that takes. */
function escaped(line: string, at: number, quote: string): readonly [string, number] {
  const next = line.charAt(at + 1);
  if (quote === "'") return next === "'" ? ["'", 2] : ['\\', 1];
  const hex = /^[0-9a-fA-F]{2}$/.exec(line.slice(at + 2, at + 4))?.[0];
  if (next === 'x' && hex !== undefined) return [String.fromCharCode(parseInt(hex, 16)), 4];
  return next === '' ? ['\\', 1] : [ESCAPES[next] ?? next, 2];
}

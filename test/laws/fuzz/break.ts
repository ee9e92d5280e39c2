import { PIECES } from './pieces.ts';
import type { Random } from './random.ts';
import type { FileSet } from './sets.ts';

/** One way to break a text. `others` are texts of the same project. */
type Way = (text: string, random: Random, others: readonly string[]) => string;

const inLines = (change: (lines: string[], random: Random) => readonly string[]): Way => (text, random) => change(text.split('\n'), random).join('\n');

const WAYS: Readonly<Record<string, Way>> = {
  'cut off': (text, random) => text.slice(0, random.below(text.length + 1)),
  'beginning cut off': (text, random) => text.slice(random.below(text.length + 1)),
  'a part left out': (text, random) => {
    const from = random.below(text.length + 1);
    return text.slice(0, from) + text.slice(from + 1 + random.below(40));
  },
  'a piece put in': (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + random.pick(PIECES) + text.slice(at);
  },
  'a piece as a line': inLines((lines, random) => lines.toSpliced(random.below(lines.length + 1), 0, ' '.repeat(random.below(9)) + random.pick(PIECES))),
  'a value replaced': inLines((lines, random) => {
    const at = random.below(lines.length);
    const line = lines[at] ?? '';
    const value = /^([^:= ]*[ ]*[^:= ]*[:= ][ ]*)/.exec(line.slice(0, 200))?.[1] ?? '';
    return lines.with(at, value + random.pick(PIECES));
  }),
  'a word replaced': (text, random) => {
    const words = [...text.slice(0, 20_000).matchAll(/[\w./-]{1,80}/g)];
    if (words.length === 0) return text;
    const word = random.pick(words);
    return text.slice(0, word.index) + random.pick(random.below(2) === 0 ? PIECES : words.map(([found]) => found)) + text.slice(word.index + word[0].length);
  },
  'characters garbled': (text, random) => {
    const characters = text.split('');
    for (let i = 0; i <= random.below(12); i++) characters[random.below(characters.length + 1)] = String.fromCharCode(random.below(random.below(4) === 0 ? 0x10000 : 128));
    return characters.join('');
  },
  'lines doubled': inLines((lines, random) => {
    const at = random.below(lines.length);
    const some = lines.slice(at, at + 1 + random.below(5));
    return lines.toSpliced(random.below(lines.length + 1), 0, ...Array.from({ length: 1 + random.below(3) }, () => some).flat());
  }),
  'lines left out': inLines((lines, random) => lines.toSpliced(random.below(lines.length), 1 + random.below(4))),
  'lines shuffled': inLines((lines, random) => {
    const at = random.below(lines.length);
    const block = lines.slice(at, at + 12).map((line) => [random.below(1000), line] as const).sort(([a], [b]) => a - b).map(([, line]) => line);
    return lines.toSpliced(at, block.length, ...block);
  }),
  'indented otherwise': inLines((lines, random) => {
    const at = random.below(lines.length);
    return lines.with(at, random.below(2) === 0 ? ' '.repeat(1 + random.below(4)) + (lines[at] ?? '') : (lines[at] ?? '').trimStart());
  }),
  'Windows line ends': (text) => text.replaceAll('\n', '\r\n'),
  'old Macintosh line ends': (text) => text.replaceAll('\n', '\r'),
  'byte order mark': (text) => `\ufeff${text}`,
  'quotes taken out': (text, random) => text.replaceAll(random.pick(['"', "'", '`', '}', ']', ';', ':']), ''),
  'one line': (text) => text.replaceAll('\n', ' '),
  'repeated': (text, random) => (text.length > 20_000 ? text : text.repeat(2 + random.below(4))),
  'nothing': () => '',
  'another file': (_, random, others) => random.pick(others),
  'another file appended': (text, random, others) => `${text}\n${random.pick(others)}`,
};

const NAMES = Object.keys(WAYS);
/** A broken text is at most so long: longer ones are what the limits of the reader are for. */
const LONGEST = 200_000;

/** A project with some of its files broken, and how. */
export interface Broken {
  readonly files: Readonly<Record<string, string>>;
  readonly how: readonly string[];
}

/** Breaks one to three files of a project in one to four ways each; now and then its folder has a name that no one gives. */
export function broken({ files }: FileSet, random: Random): Broken {
  const changed = { ...files };
  const how: string[] = [];
  const texts = Object.values(files);
  for (let i = random.below(3); i >= 0; i--) {
    const path = random.pick(Object.keys(files));
    for (let j = random.below(4); j >= 0; j--) {
      const name = random.pick(NAMES);
      changed[path] = (WAYS[name]?.(changed[path] ?? '', random, texts) ?? '').slice(0, LONGEST);
      how.push(`${path}: ${name}`);
    }
  }
  if (random.below(20) > 0) return { files: changed, how };
  const folder = random.pick(['a\u001b[31mb', 'a\nb', '<b>&amp;"', '$(x)', '`x`', '%0a::error::x', '__proto__', '🐘', 'a,b|c', ' ']);
  return { files: Object.fromEntries(Object.entries(changed).map(([path, text]) => [`${folder}/${path}`, text])), how: [...how, `in ${JSON.stringify(folder)}`] };
}

import { parseRedisConf } from '../../../formats/redis-conf-syntax.ts';
import type { RedisDirective } from '../../../formats/redis-directives.ts';
import { shellWords } from '../../../formats/shell-words.ts';
import type { Problem } from '../../../model/problem.ts';
import { folderOf, positionIn, type SourceFile, type Word } from '../../../model/source.ts';
import type { Unread } from '../../../model/stack.ts';
import type { RunningContainer } from '../running.ts';

/** What a configuration file and those that it includes say, in order. */
export interface RedisConfiguration {
  readonly directives: readonly RedisDirective[];
  readonly problems: readonly Problem[];
  readonly unread: readonly Unread[];
  readonly files: readonly string[];
}

/** No configuration at all. */
export const NO_CONFIGURATION: RedisConfiguration = { directives: [], problems: [], unread: [], files: [] };
const MOST_FILES = 100;
const DEEPEST = 16;

/** Joins what several files say. */
export const joined = (all: readonly RedisConfiguration[]): RedisConfiguration => ({
  directives: all.flatMap((one) => one.directives), problems: all.flatMap((one) => one.problems), unread: all.flatMap((one) => one.unread), files: all.flatMap((one) => one.files),
});

/** Reads redis.conf at its path in the container, includes resolved where they stand. */
export function readRedisFile(container: RunningContainer, path: string, file: SourceFile): RedisConfiguration {
  let left = MOST_FILES;
  const read = (at: string, one: SourceFile, depth: number): RedisConfiguration => {
    if (depth > DEEPEST || --left < 0) return NO_CONFIGURATION;
    const { lines, flaws } = parseRedisConf(one.text);
    const problems = flaws.map((flaw) => ({ at: positionIn(one, flaw.at.line, flaw.at.column), message: flaw.message }));
    return joined([{ ...NO_CONFIGURATION, problems, files: [one.path] }, ...lines.map((line): RedisConfiguration => {
      const place = positionIn(one, line.at.line, line.at.column);
      if (line.name !== 'include') return { ...NO_CONFIGURATION, directives: [{ name: line.name, args: line.args, at: place, text: line.text }] };
      const target = line.args[0] ?? '';
      const full = target.startsWith('/') ? target : `${folderOf(at)}/${target}`;
      const included = container.file(full);
      if (included !== undefined) return read(full, included, depth + 1);
      return { ...NO_CONFIGURATION, unread: [{ component: container.component, what: full, because: 'it is included, and not in the tree', at: place }] };
    })]);
  };
  return read(path, file, 1);
}

/** The configuration file that the arguments name, and the directives after it: `--name value value --name …`. */
export function readRedisArguments(words: readonly Word[]): { readonly file?: Word; readonly directives: readonly RedisDirective[] } {
  const [first] = words;
  const file = first === undefined || first.text.startsWith('-') || first.text === '' ? undefined : first;
  const directives: RedisDirective[] = [];
  let current: { readonly name: string; readonly at: Word['at']; readonly args: string[] } | undefined;
  const end = (): void => void (current !== undefined && directives.push({ ...current, text: [`--${current.name}`, ...current.args.map((one) => (one === '' ? '""' : one))].join(' ') }));
  for (const word of file === undefined ? words : words.slice(1)) {
    if (word.text.startsWith('--') && word.text.length > 2) {
      end();
      // `--maxmemory 1gb` may be one word of a list: Redis splits it itself.
      const [name = '', ...args] = word.text.slice(2).split(/\s+/);
      current = { name: name.toLowerCase(), at: word.at, args };
    } else current?.args.push(...(current.args.length === 0 && /\s/.test(word.text) ? word.text.split(/\s+/) : [word.text]));
  }
  end();
  return { ...(file === undefined ? {} : { file }), directives };
}

/** The same of a variable that holds flags. */
export const readRedisFlags = (word: Word | undefined): readonly RedisDirective[] =>
  word === undefined ? [] : readRedisArguments(shellWords(word.text).words.map(({ text }) => ({ text, at: word.at }))).directives;

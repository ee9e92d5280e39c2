import type { Position } from '../model/entry.ts';
import type { Word } from '../model/source.ts';
import { interpolate, type Lookup } from './interpolate.ts';
import { shellWords, type ShellWord } from './shell-words.ts';

/** A line for a shell, with the places of its characters. */
export interface ShellLine {
  readonly text: string;
  readonly place: (offset: number) => Position;
}

const ENDS = new Set(['&&', '||', ';', ';;', '&', '|', '\n', '(', ')']);
const REDIRECTIONS = new Set(['>', '<', '>>', '<<', '>&', '<&', '&>']);
/** Words after which a command begins. */
const OPENINGS = new Set(['then', 'do', 'else', '{', '!', 'exec', 'time', 'command']);
/** A line that ends with one of these is more than a chain of commands. */
const CLOSINGS = new Set(['fi', 'done', 'esac', '}', 'wait', 'true']);

/**
 * The words of the program that a shell's line finally runs: the last command of the chain, `exec` and assignments left out.
 * `undefined` where that cannot be told without running it. Variables that are known are replaced.
 */
export function finalCommand(line: ShellLine, lookup: Lookup): readonly Word[] | undefined {
  const { words, flaw } = shellWords(line.text);
  if (flaw !== undefined) return undefined;
  const commands = commandsOf(words);
  const last = commands.at(-1);
  if (last === undefined || CLOSINGS.has(last.words[0]?.text ?? '')) return undefined;
  const words_ = last.words.slice(last.words.findIndex((word) => !OPENINGS.has(word.text) && !/^[A-Za-z_][A-Za-z0-9_]*=/.test(word.text)));
  return words_.length === 0 ? undefined : words_.map(({ text, offset }) => ({ text: interpolate(text, lookup).text, at: line.place(offset) }));
}

interface Command {
  readonly words: readonly ShellWord[];
}

/** The commands that run one after the other when each succeeds; of a pipe the first. */
function commandsOf(words: readonly ShellWord[]): readonly Command[] {
  const commands: { words: ShellWord[] }[] = [];
  let current: ShellWord[] = [];
  let [skipped, redirected] = [false, false];
  const end = (): void => {
    if (current.length > 0 && !skipped) commands.push({ words: current });
    current = [];
  };
  for (const word of words) {
    if (word.operator && ENDS.has(word.text)) {
      end();
      // What follows `||` runs when the command fails; what follows `|` only reads it.
      skipped = word.text === '||' || word.text === '|';
    } else if (word.operator) {
      redirected = REDIRECTIONS.has(word.text);
      if (/^[0-9]$/.test(current.at(-1)?.text ?? '') && current.at(-1)?.offset === word.offset - 1) current.pop();
    } else if (redirected) redirected = false;
    else current.push(word);
  }
  end();
  return commands;
}

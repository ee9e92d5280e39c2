import { shellWords } from '../../formats/shell-words.ts';
import type { Position } from '../../model/entry.ts';
import type { Word } from '../../model/source.ts';
import type { RunningContainer } from './running.ts';

const SHELLS: readonly string[] = ['sh', 'bash', 'ash', 'dash'];
/** A longer line or script was not written to be read; in characters. */
export const LONGEST_SCRIPT = 30_000;

/** The name of a program without its folder. */
export const programName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a word starts a shell. */
export const isShell = (path: string): boolean => SHELLS.includes(programName(path));

/** Whether the word at `index` is the line that a shell before it is told with `-c`. */
export const isShellLine = (words: readonly Word[], index: number): boolean =>
  /^-[a-z]{0,4}c$/.test(words[index - 1]?.text ?? '') && isShell(words[index - 2]?.text ?? '') && (words[index]?.text.length ?? 0) <= LONGEST_SCRIPT;

/** Everything that a container starts, a shell's `-c` line split into its words; `place` tells where in the line a word stands, else it has the place of the line. */
export const startedWords = ({ entrypoint, command }: Pick<RunningContainer, 'entrypoint' | 'command'>, place: (line: Word, offset: number) => Position = ({ at }) => at): readonly Word[] =>
  [...entrypoint, ...command].flatMap((word, index, words) =>
    isShellLine(words, index) ? shellWords(word.text).words.map(({ text, offset }) => ({ text, at: place(word, offset) })) : [word]);

import { shellWords } from '../../../formats/shell-words.ts';
import type { Word } from '../../../model/source.ts';
import type { RunningContainer } from '../running.ts';

const SHELLS: readonly string[] = ['sh', 'bash', 'ash', 'dash'];
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a text has a variable in it that only running it would replace. */
export const hasVariable = (text: string): boolean => /\$(?:\{|\(|[A-Za-z_])|`/.test(text);

/** Everything that is started, a shell's `-c` line split into its words. */
export function startedWords({ entrypoint, command }: RunningContainer): readonly Word[] {
  return [...entrypoint, ...command].flatMap((word, index, words) => {
    const shell = words[index - 2];
    const isLine = index >= 2 && words[index - 1]?.text === '-c' && shell !== undefined && SHELLS.includes(baseName(shell.text));
    // A line that is split keeps the place of its word: where in the line a word stands is not worth more.
    return isLine ? shellWords(word.text).words.map((one) => ({ text: one.text, at: word.at })) : [word];
  });
}

/** The arguments of a server: what follows its name, or all words when they begin with a flag; `undefined` when something else is started. */
export function argumentsOf(container: RunningContainer, servers: readonly string[]): readonly Word[] | undefined {
  const words = startedWords(container);
  // The last one counts: an entry point such as `docker-entrypoint.sh postgres` names it once more.
  const at = words.findLastIndex((word) => servers.includes(baseName(word.text)));
  if (at >= 0) return untilOperator(words.slice(at + 1));
  const [first] = container.command;
  if (first === undefined) return isStarter(container.entrypoint) ? [] : undefined;
  return first.text.startsWith('-') && isStarter(container.entrypoint) ? container.command : undefined;
}

/** Whether an entry point only prepares the server that it then starts. */
const isStarter = (entrypoint: readonly Word[]): boolean => {
  const last = entrypoint.at(-1)?.text;
  return last === undefined || /entrypoint/.test(last) || baseName(last) === 'tini' || last === '--';
};

function untilOperator(words: readonly Word[]): readonly Word[] {
  const end = words.findIndex((word) => ['&&', '||', ';', '|', '&', '\n'].includes(word.text));
  return end < 0 ? words : words.slice(0, end);
}

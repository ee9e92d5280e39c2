import type { Word } from '../../../model/source.ts';
import type { RunningContainer } from '../running.ts';
import { isShell, programName, startedWords } from '../started.ts';

const OPERATORS: readonly string[] = ['&&', '||', ';', '|', '&', '\n', '(', 'do', 'then', 'else'];
/** Programs that start another one as it is. */
const STARTERS: readonly string[] = ['exec', 'env', 'tini', 'dumb-init', '--', 'nice', 'time'];
/** Programs that start another one as the user that they are told. */
const AS_USER: readonly string[] = ['gosu', 'su-exec', 'setpriv'];

/** Whether a text has a variable in it that only running it would replace. */
export const hasVariable = (text: string): boolean => /\$(?:\{|\(|[A-Za-z_])|`/.test(text);

/** Where the last of these servers is started: a name that is only an argument (`psql -U postgres`) does not count. */
function startOf(words: readonly Word[], servers: readonly string[]): number {
  let found = -1;
  let starts = true;
  let before = '';
  words.forEach(({ text }, index) => {
    const name = programName(text);
    if (OPERATORS.includes(text)) starts = true;
    else if (starts && servers.includes(name)) [found, starts] = [index, false];
    else if (starts) starts = STARTERS.includes(name) || isShell(name) || AS_USER.includes(name) || AS_USER.includes(before) || /entrypoint|^[A-Za-z_]+=/.test(name) || (isShell(before) && text.startsWith('-'));
    before = name;
  });
  return found;
}

/** Whether the container's own words start one of these servers. */
export const starts = (container: RunningContainer, servers: readonly string[]): boolean => startOf(startedWords(container), servers) >= 0;

/** The arguments of a server: what follows its name, or all words when they begin with a flag; `undefined` when something else is started. */
export function argumentsOf(container: RunningContainer, servers: readonly string[]): readonly Word[] | undefined {
  const words = startedWords(container);
  const at = startOf(words, servers);
  if (at >= 0) return untilOperator(words.slice(at + 1));
  const [first] = container.command;
  if (first === undefined) return isStarter(container.entrypoint) ? [] : undefined;
  return first.text.startsWith('-') && isStarter(container.entrypoint) ? container.command : undefined;
}

/** Whether an entry point only prepares the server that it then starts. */
const isStarter = (entrypoint: readonly Word[]): boolean => {
  const last = entrypoint.at(-1)?.text;
  return last === undefined || /entrypoint/.test(last) || STARTERS.includes(programName(last)) || isShell(last);
};

function untilOperator(words: readonly Word[]): readonly Word[] {
  const end = words.findIndex((word) => OPERATORS.slice(0, 7).includes(word.text));
  return end < 0 ? words : words.slice(0, end);
}

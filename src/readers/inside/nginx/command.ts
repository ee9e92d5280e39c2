import { shellWords } from '../../../formats/shell-words.ts';
import type { SourceFile, Word } from '../../../model/source.ts';
import type { RunningContainer } from '../running.ts';
import { isShellLine, LONGEST_SCRIPT, programName } from '../started.ts';
import { IMAGE_FILE, nginxImage } from './image.ts';

/** What the command line says of the configuration. */
export interface NginxCommand {
  /** `-c`: path of the main configuration. */
  readonly main?: string;
  /** `-g`: directives before those of the main configuration, as a file of their own. */
  readonly globals: readonly SourceFile[];
  /** Files that the command fills in with `envsubst` before nginx starts. */
  readonly filled: readonly Filled[];
}

/** One `envsubst < from > to`. */
export interface Filled {
  readonly from: string;
  readonly to: string;
  /** The variables that it replaces; all where none are named. */
  readonly names?: readonly string[];
}

const written = (container: RunningContainer): readonly Word[] => container.written ?? [...container.entrypoint, ...container.command];

/** All words that run in the container: entrypoint, command, what a shell is told with `-c`, and the shell scripts of the tree that they name. */
function wordsOf(container: RunningContainer): readonly Word[] {
  const given = written(container);
  const scripts = given.filter((word) => word.text.endsWith('.sh')).flatMap((word) => container.file(word.text) ?? []);
  const lines = scripts.flatMap((file) => splitShell({ text: file.text, at: { file: file.path, line: 1, column: 1 } }));
  return [...given.flatMap((word, i) => (isShellLine(given, i) ? splitShell(word) : [word])), ...lines];
}

/** The words of a shell's text; a line that ends is an operator as `;` is. All have the place of the whole text. */
const splitShell = ({ text, at }: Word): readonly Word[] =>
  shellWords(text.slice(0, LONGEST_SCRIPT)).words.map((word) => ({ text: word.operator && word.text === '\n' ? ';' : word.text, at }));

/** Words behind which a program's name stands. */
const BEFORE: readonly string[] = [';', '&&', '||', '|', 'exec', 'then', 'do', 'else', '--', 'tini', 'dumb-init', 'sudo'];
const PROGRAMS: readonly string[] = ['nginx', 'nginx-debug', 'openresty'];

/** Where nginx stands as a program among the words, not as the name of a host; -1 where it does not. */
const startOf = (container: RunningContainer, words: readonly Word[]): number =>
  words.findIndex((word, i) => PROGRAMS.includes(programName(word.text)) && !word.text.includes(':') && (i === 0 || word === container.command[0] || BEFORE.includes(programName(words[i - 1]?.text ?? '')) || isShellFlag(words[i - 1]?.text)));
const isShellFlag = (text: string | undefined): boolean => /^-[a-z]*c$|\.sh$/.test(text ?? '');

/** Whether the container runs nginx by name. */
export const runsNginx = (container: RunningContainer): boolean => startOf(container, wordsOf(container)) >= 0;

/** Whether the entrypoint of nginx's own image runs its scripts: only before nginx itself, and only when nothing replaces it. */
export function runsImageScripts(container: RunningContainer): boolean {
  const isScript = (word: Word | undefined): boolean => programName(word?.text ?? '') === 'docker-entrypoint.sh';
  const [replacing] = container.entrypoint;
  if (replacing !== undefined && !isScript(replacing)) return false;
  const words = written(container);
  const first = isScript(words[0]) ? words[1] : words[0];
  return first === undefined || ['nginx', 'nginx-debug'].includes(programName(first.text));
}

/** Reads the flags of nginx and the `envsubst` before it. */
export function nginxCommand(container: RunningContainer): NginxCommand {
  const words = wordsOf(container);
  const start = startOf(container, words);
  const flags = start < 0 ? [] : words.slice(start + 1);
  const after = (flag: string): readonly Word[] => flags.filter((_, i) => flags[i - 1]?.text === flag);
  const main = after('-c')[0]?.text;
  return {
    ...(main === undefined ? {} : { main: main.startsWith('/') ? main : `/etc/nginx/${main}` }),
    globals: globalsOf(container, after('-g')),
    filled: filledIn(words),
  };
}

/** The directives of `-g`; where nothing replaces the command of nginx's own image, that says `daemon off;`. */
function globalsOf(container: RunningContainer, stated: readonly Word[]): readonly SourceFile[] {
  if (container.supposed) return [];
  // A line before the first: it stands in no file.
  if (written(container).length === 0 && nginxImage(container)?.foreground === true) return [{ path: IMAGE_FILE, text: 'daemon off;', within: { lines: -1, columns: 0 } }];
  return stated.map(({ text, at }) => ({ path: at.file, text: /;\s*$/.test(text) ? text : `${text};`, within: { lines: at.line - 1, columns: at.column - 1 } }));
}

/** Every `envsubst ['$NAMES'] < from > to` among the words. */
function filledIn(words: readonly Word[]): readonly Filled[] {
  return words.flatMap(({ text }, start) => {
    if (programName(text) !== 'envsubst') return [];
    const rest = words.slice(start + 1, start + 12).map((word) => word.text);
    const end = rest.findIndex((word) => [';', '&&', '||', '|'].includes(word));
    const own = end < 0 ? rest : rest.slice(0, end);
    const [from, to] = ['<', '>'].map((sign) => own[own.indexOf(sign) + 1]);
    if (!own.includes('<') || !own.includes('>') || from === undefined || to === undefined) return [];
    const names = own.slice(0, own.indexOf('<')).flatMap((word) => [...word.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]{0,200})/g)].map((match) => match[1] ?? ''));
    return [{ from, to, ...(names.length === 0 ? {} : { names }) }];
  });
}

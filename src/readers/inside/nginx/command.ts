import type { SourceFile, Word } from '../../../model/source.ts';
import type { RunningContainer } from '../running.ts';
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
const basename = (path: string): string => path.split('/').at(-1) ?? '';
const LONGEST = 20_000;

/** All words that run in the container: entrypoint, command, what a shell is told with `-c`, and the shell scripts of the tree that they name. */
function wordsOf(container: RunningContainer): readonly Word[] {
  const given = written(container);
  const scripts = given.filter((word) => word.text.endsWith('.sh')).flatMap((word) => container.file(word.text) ?? []);
  const lines = scripts.flatMap((file) => splitShell({ text: file.text.slice(0, LONGEST), at: { file: file.path, line: 1, column: 1 } }));
  return [...given.flatMap((word, i) => (/^-[a-z]*c$/.test(given[i - 1]?.text ?? '') && isShell(given[i - 2]?.text) ? splitShell(word) : [word])), ...lines];
}

const isShell = (text: string | undefined): boolean => ['sh', 'bash', 'ash', 'dash'].includes(basename(text ?? ''));

/** The words of a shell's text: quotes are taken off, `<`, `>`, `;` and `&&` stand alone. Positions are those of the whole text. */
function splitShell(word: Word): readonly Word[] {
  const found = word.text.slice(0, LONGEST).match(/\n|'[^']*'|"[^"]*"|&&|\|\||[<>;|]|[^\s'"<>;|&]+/g) ?? [];
  return found.map((text) => ({ text: text === '\n' ? ';' : /^'[^']*'$|^"[^"]*"$/.test(text) ? text.slice(1, -1) : text, at: word.at }));
}

/** Words behind which a program's name stands. */
const BEFORE: readonly string[] = [';', '&&', '||', '|', 'exec', 'then', 'do', 'else', '--', 'tini', 'dumb-init', 'sudo'];
const PROGRAMS: readonly string[] = ['nginx', 'nginx-debug', 'openresty'];

/** Where nginx stands as a program among the words, not as the name of a host; -1 where it does not. */
const startOf = (container: RunningContainer, words: readonly Word[]): number =>
  words.findIndex((word, i) => PROGRAMS.includes(basename(word.text)) && !word.text.includes(':') && (i === 0 || word === container.command[0] || BEFORE.includes(basename(words[i - 1]?.text ?? '')) || isShellFlag(words[i - 1]?.text)));
const isShellFlag = (text: string | undefined): boolean => /^-[a-z]*c$|\.sh$/.test(text ?? '');

/** Whether the container runs nginx by name. */
export const runsNginx = (container: RunningContainer): boolean => startOf(container, wordsOf(container)) >= 0;

/** Whether the entrypoint of nginx's own image runs its scripts: only before nginx itself, and only when nothing replaces it. */
export function runsImageScripts(container: RunningContainer): boolean {
  const isScript = (word: Word | undefined): boolean => basename(word?.text ?? '') === 'docker-entrypoint.sh';
  const [replacing] = container.entrypoint;
  if (replacing !== undefined && !isScript(replacing)) return false;
  const words = written(container);
  const first = isScript(words[0]) ? words[1] : words[0];
  return first === undefined || ['nginx', 'nginx-debug'].includes(basename(first.text));
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
    if (basename(text) !== 'envsubst') return [];
    const rest = words.slice(start + 1, start + 12).map((word) => word.text);
    const end = rest.findIndex((word) => [';', '&&', '||', '|'].includes(word));
    const own = end < 0 ? rest : rest.slice(0, end);
    const [from, to] = ['<', '>'].map((sign) => own[own.indexOf(sign) + 1]);
    if (!own.includes('<') || !own.includes('>') || from === undefined || to === undefined) return [];
    const names = own.slice(0, own.indexOf('<')).flatMap((word) => [...word.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]{0,200})/g)].map((match) => match[1] ?? ''));
    return [{ from, to, ...(names.length === 0 ? {} : { names }) }];
  });
}

import type { Image, ImageCommand } from '../../formats/dockerfile-image.ts';
import type { Lookup } from '../../formats/interpolate.ts';
import { finalCommand } from '../../formats/shell-command.ts';
import { composeWords, type ShellWord } from '../../formats/shell-words.ts';
import type { Position } from '../../model/entry.ts';
import type { Word } from '../../model/source.ts';
import { command as commandSetting } from '../../settings/found.ts';
import { isNull, under, type Group, type Node, type Text } from './node.ts';
import { masked } from './secrets.ts';
import { shown, state, unknown, wrong, type Service } from './stating.ts';

/** What a container starts with. */
export interface Started {
  readonly entrypoint: readonly Word[];
  readonly command: readonly Word[];
  /** Both as they are written, shells included. */
  readonly written?: readonly Word[];
}

/** A word, and its places where it is itself a line of a shell. */
interface Argument extends Word {
  readonly place?: (offset: number) => Position;
}

/** Reads `entrypoint` and `command`, else those of the image; a shell's line gives the program that finally runs. */
export function readCommand(service: Service, node: Group, image: Image | undefined, lookup: Lookup): Started {
  const [stated, statedEntry] = [wordsOf(service, 'command', under(node, 'command')), wordsOf(service, 'entrypoint', under(node, 'entrypoint'))];
  const entrypoint = statedEntry ?? argumentsOf(image?.entrypoint);
  // The image's CMD goes with its own ENTRYPOINT, and nothing is added to a line of a shell.
  const own = statedEntry === undefined && image?.entrypoint?.form !== 'shell' ? argumentsOf(image?.command) : [];
  const command = stated ?? own;
  const written = stated ?? statedEntry;
  const first = written?.[0];
  if (first !== undefined && written !== undefined) {
    const unset = written.find((word) => word.because !== undefined);
    if (unset !== undefined) unknown(service, commandSetting, unset, `command: ${masked(unset.text)}`);
    const text = masked([...(statedEntry ?? []), ...(stated ?? [])].map((word) => word.text).join(' ').replace(/\s+/g, ' ').trim());
    state(service, commandSetting, text, first.at, { text: shown('command', text) });
  } else if (command[0] !== undefined && image !== undefined) {
    const text = masked([...entrypoint, ...command].map((word) => word.text).join(' '));
    state(service, commandSetting, text, command[0].at, { text: shown('CMD', text) });
  }
  return { ...unwrapped(entrypoint, command, lookup), written: plain([...entrypoint, ...command]) };
}

/** The words of a list or a line; nothing where none is stated, no words where it is emptied. */
function wordsOf(service: Service, key: string, node: Node | undefined): readonly Text[] | undefined {
  if (node === undefined || (isNull(node) && !(node.kind === 'text' && node.quoted))) return undefined;
  if (node.kind === 'group') {
    wrong(service, key, node, 'a list or a line of words');
    return undefined;
  }
  if (node.kind === 'text') {
    const { words, flaw } = composeWords(node.text);
    if (flaw !== undefined) service.report.problem({ at: node.place(flaw.offset), message: `services.${service.name}.${key}: ${flaw.message}` });
    return words.map((word) => part(node, word));
  }
  return node.items.flatMap((item) => {
    if (item.kind === 'text') return [item];
    wrong(service, key, item, 'a word');
    return [];
  });
}

/** A word of a line; that a variable is not set concerns only the word that has it. */
function part({ because, ...line }: Text, { text, offset, start }: ShellWord): Text {
  return { ...line, text, at: line.place(offset), place: (inner) => line.place(start + inner), ...(because !== undefined && text.includes('$') ? { because } : {}) };
}

/** A command of an image as Docker starts it. */
function argumentsOf(command: ImageCommand | undefined): readonly Argument[] {
  if (command === undefined) return [];
  if (command.form === 'exec') return command.words;
  return [{ text: '/bin/sh', at: command.at }, { text: '-c', at: command.at }, { text: command.line, at: command.at, place: command.place }];
}

const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:sh|bash|ash|dash|zsh)$/;
const DEEPEST = 6;

/** Programs that only start another, and how many of their own words stand before it. */
const WRAPPERS: Readonly<Record<string, (words: readonly Argument[]) => number>> = {
  tini: behindOptions, 'dumb-init': behindOptions, catatonit: behindOptions, exec: () => 1, nohup: () => 1, stdbuf: behindOptions, nice: behindOptions,
  env: (words) => 1 + leading(words.slice(1), (word) => word.startsWith('-') || /^[A-Za-z_][A-Za-z0-9_]*=/.test(word)),
  gosu: () => 2, 'su-exec': () => 2, 'wait-for-it.sh': behindDashes, 'wait-for-it': behindDashes, 'wait-for.sh': behindDashes, 'wait-for': behindDashes, wait: behindDashes,
  'ddtrace-run': () => 1, 'opentelemetry-instrument': behindOptions, 'newrelic-admin': () => 2, 'pm2-docker': () => 0,
  poetry: behindRun, pipenv: behindRun, uv: behindRun, pdm: behindRun, hatch: behindRun, rye: behindRun, bundle: (words) => (words[1]?.text === 'exec' ? 2 : 0),
};

function leading(words: readonly Argument[], fits: (word: string) => boolean): number {
  const end = words.findIndex((word) => !fits(word.text));
  return end < 0 ? words.length : end;
}

function behindOptions(words: readonly Argument[]): number {
  return 1 + leading(words.slice(1), (word) => word.startsWith('-'));
}

/** What stands behind `--`. */
function behindDashes(words: readonly Argument[]): number {
  return words.findIndex((word) => word.text === '--') + 1;
}

function behindRun(words: readonly Argument[]): number {
  return words[1]?.text === 'run' ? 2 + leading(words.slice(2), (word) => word.startsWith('-')) : 0;
}

/** Takes shells and wrappers off, so that the command begins with the program that finally runs. */
function unwrapped(entrypoint: readonly Argument[], command: readonly Argument[], lookup: Lookup): Started {
  const whole = inner([...entrypoint, ...command], lookup, 0);
  if (entrypoint.length === 0) return { entrypoint: [], command: plain(whole) };
  const taken = entrypoint.length + command.length - whole.length;
  const [last] = command.slice(-1);
  if (whole.at(-1) !== (last ?? entrypoint.at(-1))) return { entrypoint: [], command: plain(whole) };
  return { entrypoint: plain(entrypoint.slice(taken)), command: plain(taken >= entrypoint.length ? whole : inner(command, lookup, 0)) };
}

const plain = (words: readonly Argument[]): readonly Word[] => words.map(({ text, at }) => ({ text, at }));

function inner(words: readonly Argument[], lookup: Lookup, depth: number): readonly Argument[] {
  const [program] = words;
  if (program === undefined || depth > DEEPEST) return words;
  const name = program.text.split('/').at(-1) ?? '';
  if (SHELL.test(program.text)) {
    const flag = words.findIndex((word, i) => i > 0 && i < 4 && /^-[a-z]*c$/.test(word.text));
    const line = flag < 0 ? undefined : words[flag + 1];
    const found = line === undefined ? undefined : finalCommand({ text: line.text, place: line.place ?? (() => line.at) }, lookup);
    return found === undefined ? words : inner(found, lookup, depth + 1);
  }
  const behind = Object.hasOwn(WRAPPERS, name) ? (WRAPPERS[name]?.(words) ?? 0) : 0;
  return behind > 0 && behind < words.length ? inner(words.slice(behind), lookup, depth + 1) : words;
}

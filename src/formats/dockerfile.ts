import type { Position } from '../model/entry.ts';
import type { Problem } from '../model/problem.ts';
import { positionIn, type SourceFile, type Word } from '../model/source.ts';
import { quoted } from '../model/quote.ts';
import { suggestion } from './suggest.ts';

/** One instruction of a Dockerfile; continued lines are one. */
export interface Instruction {
  /** In capitals: `FROM`, `CMD`. */
  readonly name: string;
  readonly at: Position;
  /** What follows the name and its flags. */
  readonly text: string;
  /** `--from=build` as `from` and `build`. */
  readonly flags: ReadonlyMap<string, string>;
  /** The words of the exec form (`["a", "b"]`); `undefined` in the shell form. */
  readonly exec?: readonly Word[];
  /** Place of a character of the text. */
  readonly place: (offset: number) => Position;
}

/** A stage: its FROM and what follows. */
export interface Stage {
  readonly from: Instruction;
  /** As it stands behind FROM, variables not replaced. */
  readonly base: string;
  readonly name?: string;
  readonly instructions: readonly Instruction[];
}

/** A Dockerfile as it is written. */
export interface Dockerfile {
  readonly file: SourceFile;
  /** ARG before the first FROM. */
  readonly args: readonly Instruction[];
  readonly stages: readonly Stage[];
  readonly problems: readonly Problem[];
}

const NAMES = ['ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL', 'MAINTAINER', 'ONBUILD', 'RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR'];
const MOST = 5000;
const documented = /<<-?["'A-Za-z_]/;

/** Reads a Dockerfile: comments, continued lines, parser directives, here-documents, flags, exec forms. */
export function parseDockerfile(file: SourceFile): Dockerfile {
  const problems: Problem[] = [];
  const args: Instruction[] = [];
  const stages: { from: Instruction; base: string; name?: string; instructions: Instruction[] }[] = [];
  for (const instruction of instructionsOf(file, problems)) {
    const stage = stages.at(-1);
    if (instruction.name === 'FROM') {
      const [base = '', as, name] = instruction.text.trim().split(/\s+/);
      if (base === '') problems.push({ at: instruction.at, message: 'FROM: expected an image, found nothing' });
      stages.push({ from: instruction, base, ...(as?.toUpperCase() === 'AS' && name !== undefined ? { name: name.toLowerCase() } : {}), instructions: [] });
    } else if (stage !== undefined) stage.instructions.push(instruction);
    else if (instruction.name === 'ARG') args.push(instruction);
    else problems.push({ at: instruction.at, message: `expected FROM or ARG first, found ${instruction.name}` });
  }
  return { file, args, stages, problems };
}

/** A logical line: its text and where each of its physical lines begins in it. */
interface Logical {
  readonly text: string;
  readonly starts: readonly { readonly offset: number; readonly line: number; readonly column: number }[];
}

function instructionsOf(file: SourceFile, problems: Problem[]): readonly Instruction[] {
  const lines = file.text.replace(/^\ufeff/, '').split(/\r?\n/);
  const escape = escapeOf(lines);
  const found: Instruction[] = [];
  let index: Index | undefined;
  let at = 0;
  while (at < lines.length && found.length < MOST) {
    const { logical, next } = logicalAt(lines, at, escape);
    at = next;
    if (logical === undefined) continue;
    const instruction = instructionOf(file, logical, problems);
    if (instruction === undefined) continue;
    found.push(instruction);
    if (documented.test(instruction.text) && ['RUN', 'COPY', 'ADD'].includes(instruction.name)) at = behindDocuments((index ??= indexOf(lines)), at, instruction.text);
  }
  return found;
}

/** What ends a line that goes on: a backslash, or what the directive at the top says. */
function escapeOf(lines: readonly string[]): string {
  for (const line of lines) {
    const [, name, value] = /^#\s*([a-zA-Z]+)\s*=\s*(\S+)\s*$/.exec(line) ?? [];
    if (name === undefined) return '\\';
    if (name.toLowerCase() === 'escape' && value === '`') return '`';
  }
  return '\\';
}

function logicalAt(lines: readonly string[], from: number, escape: string): { readonly logical?: Logical; readonly next: number } {
  const parts: string[] = [];
  const starts: { offset: number; line: number; column: number }[] = [];
  let [at, offset] = [from, 0];
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const bare = line.trimStart();
    if (bare.startsWith('#') || (bare === '' && parts.length > 0)) continue;
    if (bare === '') return { next: at + 1 };
    const trimmed = bare.trimEnd();
    const goesOn = trimmed.endsWith(escape);
    const part = goesOn ? `${trimmed.slice(0, -1)} ` : trimmed;
    starts.push({ offset, line: at + 1, column: line.length - bare.length + 1 });
    parts.push(part);
    offset += part.length;
    if (!goesOn) {
      at += 1;
      break;
    }
  }
  return parts.length === 0 ? { next: at } : { logical: { text: parts.join(''), starts }, next: at };
}

function instructionOf(file: SourceFile, { text, starts }: Logical, problems: Problem[]): Instruction | undefined {
  const place = (offset: number): Position => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle]?.offset ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const start = starts[low] ?? { offset: 0, line: 1, column: 1 };
    return positionIn(file, start.line, start.column + offset - start.offset);
  };
  const [word = ''] = /^\S+/.exec(text) ?? [];
  const name = word.toUpperCase();
  if (!NAMES.includes(name)) {
    problems.push({ at: place(0), message: `expected an instruction, found ${quoted(word)}`, hint: suggestion(name, NAMES) });
    return undefined;
  }
  const flags = new Map<string, string>();
  let from = blanks(text, word.length);
  for (;;) {
    FLAG.lastIndex = from;
    const [flag, key, value] = FLAG.exec(text) ?? [];
    if (flag === undefined || key === undefined) break;
    flags.set(key, value ?? '');
    from = blanks(text, from + flag.length);
  }
  const start = from;
  const exec = execForm(text.slice(start), (offset) => place(start + offset));
  return { name, at: place(0), text: text.slice(start), flags, ...(exec === undefined ? {} : { exec }), place: (offset) => place(start + offset) };
}

const FLAG = /--([a-z][a-z-]*)(?:=(\S*))?(?=\s|$)/y;

function blanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? '')) at += 1;
  return at;
}

/** The words of `["a", "b"]`, which must be JSON. */
function execForm(text: string, place: (offset: number) => Position): readonly Word[] | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('[') || !trimmed.endsWith(']')) return undefined;
  try {
    const words: unknown = JSON.parse(trimmed);
    if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) return undefined;
    const places = [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)].map((match) => place(match.index + 1));
    return words.map((word: string, i) => ({ text: word, at: places[i] ?? place(0) }));
  } catch {
    return undefined;
  }
}

/** Where each line of a text stands, in order. */
type Index = ReadonlyMap<string, readonly number[]>;

function indexOf(lines: readonly string[]): Index {
  const index = new Map<string, number[]>();
  for (const [i, line] of lines.entries()) {
    const word = line.trimStart();
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,60}$/.test(word)) continue;
    const known = index.get(word);
    if (known === undefined) index.set(word, [i]);
    else if (known.length < 1000) known.push(i);
  }
  return index;
}

/** The line behind the here-documents (`<<EOF`) that an instruction opens. */
function behindDocuments(index: Index, from: number, text: string): number {
  let at = from;
  for (const [, , end = ''] of text.slice(0, 500).matchAll(/<<-?(["']?)([A-Za-z_][A-Za-z0-9_]{0,60})\1/g)) {
    const close = index.get(end)?.find((line) => line >= at);
    if (close === undefined) return at;
    at = close + 1;
  }
  return at;
}

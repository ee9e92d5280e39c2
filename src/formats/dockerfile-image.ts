import type { Position } from '../model/entry.ts';
import type { Word } from '../model/source.ts';
import { interpolate, unsetBecause, type Lookup } from './interpolate.ts';
import type { Dockerfile, Instruction, Stage } from './dockerfile.ts';
import { shellWords } from './shell-words.ts';

/** A command of an image: words, or a line that a shell reads. */
export type ImageCommand = { readonly form: 'exec'; readonly words: readonly Word[] } | { readonly form: 'shell'; readonly line: string; readonly at: Position; readonly place: (offset: number) => Position };

/** What a Dockerfile makes of its base, as far as the file tells. */
export interface Image {
  /** The image that it begins with, variables replaced; of several stages that of the first. */
  readonly base?: Word;
  readonly entrypoint?: ImageCommand;
  readonly command?: ImageCommand;
  /** The same variable may be set again: the last counts. */
  readonly environment: readonly (Word & { readonly name: string; readonly because?: string })[];
  readonly exposed: readonly Word[];
  readonly health?: { readonly command: ImageCommand | 'none'; readonly at: Position; readonly flags: ReadonlyMap<string, string> };
  readonly user?: Word;
  readonly workdir: string;
  /** Files that come from the folder of the build: from there, to an absolute path; the last counts. */
  readonly copies: readonly { readonly from: string; readonly to: string; readonly folder: boolean; readonly at: Position }[];
}

/** What a Dockerfile is built with. */
export interface BuildOptions {
  readonly target?: string;
  readonly args: Lookup;
}

const MOST_STAGES = 100;

/** The image that a Dockerfile describes: the stage that is asked for, or the last, on the stages below it. */
export function imageOf(dockerfile: Dockerfile, { target, args }: BuildOptions): Image | undefined {
  const { stages } = dockerfile;
  const wanted = target === undefined ? stages.length - 1 : stageNamed(stages, target, stages.length);
  const given = new Map<string, string | undefined>();
  const outer: Lookup = (name) => given.get(name);
  for (const instruction of dockerfile.args) declare(instruction, outer, args, given);
  return stages[wanted] === undefined ? undefined : built(stages, wanted, outer, args, 0);
}

function stageNamed(stages: readonly Stage[], name: string, before: number): number {
  const named = stages.findLastIndex((stage, i) => i < before && stage.name === name.toLowerCase());
  return named >= 0 || !/^[0-9]{1,4}$/.test(name) ? named : Number(name) < before ? Number(name) : -1;
}

/** ARG: what the build is given, else its default, else what stands before the first FROM. */
function declare(instruction: Instruction, around: Lookup, args: Lookup, declared: Map<string, string | undefined>): void {
  for (const { text } of shellWords(instruction.text).words) {
    const sign = text.indexOf('=');
    const name = sign < 0 ? text : text.slice(0, sign);
    const { text: value, unset } = interpolate(sign < 0 ? '' : text.slice(sign + 1), around);
    declared.set(name, args(name) ?? (sign < 0 ? around(name) : unset.length === 0 ? value : undefined));
  }
}

function built(stages: readonly Stage[], index: number, outer: Lookup, args: Lookup, depth: number): Image | undefined {
  const stage = stages[index];
  if (stage === undefined || depth > MOST_STAGES) return undefined;
  const base = interpolate(stage.base, outer).text;
  const below = stageNamed(stages, base, index);
  const start: Image = (below >= 0 ? built(stages, below, outer, args, depth + 1) : undefined) ?? { base: { text: base, at: stage.from.place(0) }, environment: [], exposed: [], workdir: '/', copies: [] };
  const environment = new Map<string, string>(start.environment.map(({ name, text }) => [name, text]));
  const declared = new Map<string, string | undefined>();
  const known: Lookup = (name) => environment.get(name) ?? declared.get(name);
  const draft: Draft = { ...start, environment: [...start.environment], exposed: [...start.exposed], copies: [...start.copies] };
  for (const instruction of stage.instructions) {
    if (instruction.name === 'ARG') {
      declare(instruction, (name) => known(name) ?? outer(name), args, declared);
    } else if (instruction.name === 'ENV') {
      for (const one of assignments(instruction, known)) {
        draft.environment.push(one);
        environment.set(one.name, one.text);
      }
    } else apply(draft, instruction, known);
  }
  return draft;
}

interface Draft extends Image {
  readonly environment: (Word & { readonly name: string; readonly because?: string })[];
  readonly exposed: Word[];
  readonly copies: { readonly from: string; readonly to: string; readonly folder: boolean; readonly at: Position }[];
  base?: Word;
  entrypoint?: ImageCommand;
  command?: ImageCommand;
  health?: { readonly command: ImageCommand | 'none'; readonly at: Position; readonly flags: ReadonlyMap<string, string> };
  user?: Word;
  workdir: string;
}

function apply(draft: Draft, instruction: Instruction, known: Lookup): void {
  if (instruction.name === 'RUN' || instruction.name === 'LABEL') return;
  const text = interpolate(instruction.text, known).text.trim();
  switch (instruction.name) {
    case 'CMD': draft.command = commandOf(instruction); break;
    case 'ENTRYPOINT': {
      draft.entrypoint = commandOf(instruction);
      delete draft.command;
      break;
    }
    case 'EXPOSE': draft.exposed.push(...text.split(/\s+/).map((word) => ({ text: word, at: instruction.at }))); break;
    case 'USER': draft.user = { text, at: instruction.at }; break;
    case 'WORKDIR': draft.workdir = absolute(text, draft.workdir); break;
    case 'HEALTHCHECK': draft.health = { command: /^none$/i.test(text) ? 'none' : commandOf(healthCommand(instruction)), at: instruction.at, flags: instruction.flags }; break;
    case 'COPY': case 'ADD': if (!instruction.flags.has('from')) draft.copies.push(...copiesOf(instruction, text, draft.workdir)); break;
  }
}

const commandOf = ({ exec, text, place }: Instruction): ImageCommand => (exec === undefined ? { form: 'shell', line: text, at: place(0), place } : { form: 'exec', words: exec });

/** `HEALTHCHECK CMD …` without its CMD. */
function healthCommand(instruction: Instruction): Instruction {
  const skipped = /^cmd\s+/i.exec(instruction.text)?.[0].length ?? 0;
  const text = instruction.text.slice(skipped);
  const place = (offset: number): Position => instruction.place(offset + skipped);
  const words = text.trim().startsWith('[') ? shellFree(text) : undefined;
  const { exec: _exec, ...rest } = instruction;
  return { ...rest, text, place, ...(words === undefined ? {} : { exec: words.map((word) => ({ text: word, at: place(0) })) }) };
}

function shellFree(text: string): readonly string[] | undefined {
  try {
    const words: unknown = JSON.parse(text.trim());
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}

/** `NAME=value NAME="other value"`, or the older `NAME value`. */
function assignments(instruction: Instruction, known: Lookup): readonly (Word & { readonly name: string; readonly because?: string })[] {
  const { text, place } = instruction;
  const made = (name: string, value: string, offset: number): Word & { readonly name: string; readonly because?: string } => {
    const { text: replaced, unset } = interpolate(value, known);
    return { name, text: replaced, at: place(offset), ...(unset.length === 0 ? {} : { because: unsetBecause(unset) }) };
  };
  const [, old, blank = '', rest = ''] = /^([A-Za-z_][A-Za-z0-9_.-]*)(\s+)(.*)$/s.exec(text) ?? [];
  if (old !== undefined && instruction.name === 'ENV') return [made(old, rest.trim(), old.length + blank.length)];
  return shellWords(text).words.flatMap(({ text: word, offset }) => {
    const sign = word.indexOf('=');
    return sign <= 0 ? [] : [made(word.slice(0, sign), word.slice(sign + 1), offset)];
  });
}

function copiesOf(instruction: Instruction, text: string, workdir: string): Draft['copies'] {
  const words = instruction.exec?.map((word) => word.text) ?? text.split(/\s+/);
  const target = words.at(-1);
  if (target === undefined || words.length < 2) return [];
  const folder = target.endsWith('/') || target === '.' || words.length > 2;
  return words.slice(0, -1).filter((from) => !/^(?:https?:|git@|<<)/.test(from)).map((from) => ({ from, to: absolute(target, workdir), folder, at: instruction.at }));
}

/** A path of the image as an absolute one without `.` and `..`. */
export function absolute(path: string, workdir: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${workdir}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

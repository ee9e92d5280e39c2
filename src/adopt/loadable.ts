import { loadText } from '../load.ts';
import { InputError, type Problem } from '../model/problem.ts';
import { plainly } from '../model/quote.ts';
import { size } from '../size.ts';
import { GUESSED } from './machine.ts';

/** The name under which the text is loaded: only here. */
const NAME = 'adopted.yaml';
/** Each round takes out at least one line; more rounds than a profile has statements are in vain. */
const MOST = 300;
/** Lines that hold the others together: without them nothing is left. */
const FRAME = /^(?:name|machine|components):|^ {2}(?:cpu|memory):|^ {2}- name:|^ {4}kind:|^\s*#|^\s*$/;

/** The text with every line as a comment, behind its reason, that a profile's loader or the sizing refuses; what is refused as a whole stays as it is. */
export function loadable(text: string): string {
  let lines = text.split('\n');
  for (let round = 0; round < MOST; round++) {
    const problems = problemsOf(lines);
    if (problems.length === 0) return lines.join('\n');
    const small = problems.find(({ message }) => message.startsWith(TOO_SMALL));
    const larger = small === undefined ? undefined : enlarged(lines);
    // A machine that somebody named stays what it is: sizing then says which one would do.
    if (larger === undefined && small?.hint?.startsWith('the smallest') === true) return lines.join('\n');
    if (larger !== undefined) {
      lines = larger;
      continue;
    }
    const placed = new Map(problems.flatMap((problem) => (isTakeable(lines, problem.at?.line) ? [[problem.at?.line ?? 0, problem.message] as const] : [])));
    const next = placed.size > 0 ? lines.map((line, index) => without(line, placed.get(index + 1) ?? imageOf(lines, index, placed))) : withoutOneOf(lines, problems[0]?.message ?? '');
    if (next === undefined) return lines.join('\n');
    lines = next;
  }
  return lines.join('\n');
}

const TOO_SMALL = 'the machine is too small';
/** No machine that anybody adopts a stack for has more, in cores or GiB. */
const LARGEST = 1024;

/** The same with twice the machine, where nobody named it. */
function enlarged(lines: readonly string[]): string[] | undefined {
  const larger = lines.map((line) => (line.includes(GUESSED) ? line.replace(/[0-9]+/, (size) => String(2 * Number(size))) : line));
  return larger.some((line, index) => line !== lines[index] && Number(/[0-9]+/.exec(line)?.[0]) <= LARGEST) ? larger : undefined;
}

/** What is wrong with a profile of these lines; nothing when it can be sized. */
function problemsOf(lines: readonly string[]): readonly Problem[] {
  try {
    size(loadText(lines.join('\n'), NAME));
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

const isTakeable = (lines: readonly string[], line: number | undefined): line is number => line !== undefined && line > 0 && !FRAME.test(lines[line - 1] ?? '');

/** Why an image goes: with the version that it names. */
function imageOf(lines: readonly string[], index: number, placed: ReadonlyMap<number, string>): string | undefined {
  const [, tag] = /^ {4}image: "[^"]*:([0-9.]+)[^"]*"/.exec(lines[index] ?? '') ?? [];
  const [, version] = /^ {4}version: "([0-9.]+)"/.exec(lines[index + 1] ?? '') ?? [];
  return tag === undefined || tag !== version ? undefined : placed.get(index + 2);
}

const without = (line: string, because: string | undefined): string => (because === undefined ? line : `${/^\s*/.exec(line)?.[0] ?? ''}# ${line.trimStart()}${line.includes(' # ') ? ': ' : ' # '}${plainly(because, 200)}`);

/** Without the first setting of the component that a problem names whose absence ends it; without all of them, where no single one is to blame. */
function withoutOneOf(lines: readonly string[], message: string): string[] | undefined {
  const [component = ''] = /^(?:the machine is too small: )?[a-z][a-z0-9-]*(?=: )/.exec(message) ?? [];
  const name = component.replace(/^.* /, '');
  const settings = lines.flatMap((line, index) => (/^ {2}"?[a-z][a-z0-9-]*\./.test(line) ? [index] : []));
  const own = settings.filter((index) => new RegExp(`^ {2}"?${name}\\.`).test(lines[index] ?? ''));
  const chosen = own.length > 0 ? own : settings;
  if (chosen.length === 0) return undefined;
  const taken = (all: readonly number[]): string[] => lines.map((line, index) => (all.includes(index) ? without(line, message) : line));
  const one = chosen.slice(0, 60).find((index) => problemsOf(taken([index])).length === 0);
  return taken(one === undefined ? chosen : [one]);
}

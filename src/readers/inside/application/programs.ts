import { shellWords } from '../../../formats/shell-words.ts';
import type { Position } from '../../../model/entry.ts';
import { positionIn, type SourceFile, type SourceTree, type Word } from '../../../model/source.ts';
import { marksOf } from '../../../formats/literal.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { isShell, LONGEST_SCRIPT, programName, startedWords } from '../started.ts';
import { fileIn } from './files.ts';
import { placer } from './place.ts';
import { scriptOf } from './package-json.ts';

/** A program that the container starts, and its arguments. */
export interface Invocation {
  readonly program: string;
  readonly at: Position;
  readonly words: readonly Word[];
  /** Whether a script starts it only under a condition. */
  readonly conditional?: true;
}

/** Programs whose arguments say how an application runs. */
const KNOWN = new Set([
  'gunicorn', 'uvicorn', 'fastapi', 'hypercorn', 'daphne', 'granian', 'flask', 'celery', 'python', 'python3', 'python2', 'waitress-serve', 'uwsgi',
  'node', 'nodejs', 'npm', 'yarn', 'pnpm', 'pm2-runtime', 'pm2', 'next', 'nuxt', 'nuxi', 'nest', 'ts-node', 'ts-node-dev', 'tsx', 'nodemon', 'remix-serve', 'vite', 'serve', 'bun', 'deno',
  'java', 'ruby', 'puma', 'rails', 'rackup', 'unicorn', 'sidekiq', 'php-fpm', 'php', 'dotnet', 'mix', 'elixir', 'iex', 'beam.smp', 'postgrest', 'apache2-foreground',
]);
/** Words that only start another program. */
const STARTERS = new Set([
  'exec', 'env', 'time', 'nice', 'sudo', 'gosu', 'su-exec', 'dumb-init', 'tini', 'catchsegv', 'ddtrace-run', 'newrelic-admin', 'opentelemetry-instrument', 'poetry',
  'pipenv', 'uv', 'pdm', 'rye', 'npx', 'bunx', 'bundle', 'dockerize', 'wait-for', 'wait-for-it', 'dotenv', 'doppler', 'sh', 'bash', 'ash', 'dash', 'su', 'corepack',
  'cross-env', 'then', 'else', 'do',
]);
const OPERATORS = new Set(['&&', '||', ';', ';;', '|', '&', '\n', '(', ')']);
/** Scripts that start scripts, and how many each may start: beyond it nobody wrote them to be read. */
const DEEPEST = 3;
const MOST = 6;

/** Every reader asks what a container starts; it is looked for once for each tree. */
const found = new WeakMap<RunningContainer, WeakMap<SourceTree, readonly Invocation[]>>();

/** Every known program that a container starts, scripts and package.json looked into, in order. */
export function invocationsOf(container: RunningContainer, around: Surroundings): readonly Invocation[] {
  const trees = found.get(container) ?? new WeakMap<SourceTree, readonly Invocation[]>();
  const known = trees.get(around.tree) ?? started(startedWords(container, placer(around.tree)), { container, around, scripts: new Map(), inside: [] }, 0);
  found.set(container, trees.set(around.tree, known));
  return known;
}

/** What is looked into: scripts are split into words once. */
interface Search {
  readonly container: RunningContainer;
  readonly around: Surroundings;
  readonly scripts: Map<string, readonly ScriptWord[]>;
  /** Scripts that are being looked into: one that starts itself says nothing new. */
  readonly inside: readonly string[];
}

/** A word of a script; `given` stands for what the script is given. */
type ScriptWord = Word | 'given';

function started(words: readonly Word[], search: Search, depth: number): readonly Invocation[] {
  const invocations: Invocation[] = [];
  let opened = 0;
  for (const segment of segmentsOf(words)) {
    const looksInto = depth < DEEPEST && opened < MOST;
    const inside = startedBy(segment, search, looksInto ? depth : DEEPEST);
    if (inside.opened) opened += 1;
    invocations.push(...inside.found);
  }
  return invocations;
}

/** Splits words where a shell's operators stand. */
function segmentsOf(words: readonly Word[]): readonly (readonly Word[])[] {
  const segments: Word[][] = [[]];
  for (const word of words) {
    if (OPERATORS.has(word.text)) segments.push([]);
    else segments.at(-1)?.push(word);
  }
  return segments.filter((segment) => segment.length > 0);
}

/** What one command starts, and whether a script or package.json was opened for it. */
interface Started {
  readonly found: readonly Invocation[];
  readonly opened: boolean;
}

/** The words from the program on: variables before it and shells with a line are taken off. */
function fromProgram(segment: readonly Word[]): readonly Word[] {
  let first = 0;
  for (let at = 0; at < segment.length; at++) {
    const text = segment[at]?.text ?? '';
    const line = isShell(text) && /^-[a-z]{0,4}c$/.test(segment[at + 1]?.text ?? '');
    if (!line && !/^[A-Za-z_][A-Za-z0-9_]*=/.test(text)) break;
    if (line) at += 1;
    first = at + 1;
  }
  return segment.slice(first);
}

function startedBy(whole: readonly Word[], search: Search, depth: number): Started {
  const segment = fromProgram(whole);
  const [head] = segment;
  if (head === undefined) return { found: [], opened: false };
  const name = programName(head.text);
  const shell = isShell(name);
  const script = /^\.{0,2}\/|\.sh$/.test(head.text) || /entrypoint/.test(name);
  if (!KNOWN.has(name) && !STARTERS.has(name) && !script) return { found: [], opened: false };
  const [shown, given] = shell ? [segment[1], segment.slice(2)] : [script && !KNOWN.has(name) ? head : undefined, segment.slice(1)];
  const file = shown === undefined || depth >= DEEPEST || shown.text.startsWith('-') ? undefined : fileIn(search.container, search.around, shown.text);
  const inside = file === undefined ? [] : scripted(file, given, search, depth);
  if (inside.length > 0) return { found: inside, opened: true };
  const at = segment.findIndex((word) => KNOWN.has(programName(word.text)));
  const program = segment[at];
  return { found: program === undefined ? [] : resolved(program, segment.slice(at + 1), search, depth), opened: file !== undefined || /^(?:npm|yarn|pnpm|bun)$/.test(name) };
}

/** `python -m gunicorn` is gunicorn, `npm start` is what package.json says. */
function resolved(word: Word, words: readonly Word[], search: Search, depth: number): readonly Invocation[] {
  const program = programName(word.text);
  if (/^python[23]?$/.test(program)) {
    const module = words.findIndex((one) => !one.text.startsWith('-') || one.text === '-m');
    const name = words[module]?.text === '-m' ? words[module + 1] : undefined;
    if (name !== undefined) return [{ program: name.text, at: name.at, words: words.slice(module + 2) }];
  }
  if (/^(?:npm|yarn|pnpm|bun)$/.test(program) && depth < DEEPEST) {
    const script = scriptOf(program, words, search.container, search.around);
    if (script !== undefined) return started(script, search, depth + 1);
  }
  return [{ program, at: word.at, words }];
}

/** The programs that a shell script starts; `"$@"` is what it is given. */
function scripted(file: SourceFile, given: readonly Word[], search: Search, depth: number): readonly Invocation[] {
  if (search.inside.includes(file.path)) return [];
  const script = search.scripts.get(file.path) ?? wordsOf(file);
  search.scripts.set(file.path, script);
  const all = script.flatMap((word) => (word === 'given' ? given : [word]));
  const conditional = conditionsOf(all);
  return started(all, { ...search, inside: [...search.inside, file.path] }, depth + 1).map((one) => (conditional(one.at) ? { ...one, conditional: true as const } : one));
}

function wordsOf(file: SourceFile): readonly ScriptWord[] {
  if (file.text.length > LONGEST_SCRIPT || /^#!(?!.*sh\b)/.test(file.text)) return [];
  const mark = marksOf(file.text);
  return shellWords(file.text).words.map(({ text, offset }): ScriptWord => {
    const { line, column } = mark(offset);
    return /^\$[@*]$|^\$\{@\}$/.test(text) ? 'given' : { text, at: positionIn(file, line, column) };
  });
}

/** Which places of a script stand inside of `if`, `case` or a loop. */
function conditionsOf(words: readonly Word[]): (at: Position) => boolean {
  const inside = new Set<Word>();
  let depth = 0;
  let head = true;
  for (const word of words) {
    if (head && /^(?:if|case|for|while|until)$/.test(word.text)) depth += 1;
    else if (head && /^(?:fi|esac|done)$/.test(word.text)) depth = Math.max(0, depth - 1);
    if (depth > 0) inside.add(word);
    head = OPERATORS.has(word.text) || /^(?:then|else|do|elif)$/.test(word.text);
  }
  const places = new Set([...inside].map(({ at }) => `${at.file}:${at.line}:${at.column}`));
  return (at) => places.has(`${at.file}:${at.line}:${at.column}`);
}

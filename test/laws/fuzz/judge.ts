import type { Position } from '../../../src/model/entry.ts';
import { treeOf } from '../../../src/model/source.ts';
import { readTree } from '../../../src/read-tree.ts';
import { toldProblem } from '../../../src/reporters/plain-text.ts';
import { plain } from '../../../src/reporters/style.ts';
import { githubCommands } from '../../../src/reporters/validation/github.ts';
import { validationJson } from '../../../src/reporters/validation/json.ts';
import { junitXml } from '../../../src/reporters/validation/junit.ts';
import { validationMarkdown } from '../../../src/reporters/validation/markdown.ts';
import { sarif } from '../../../src/reporters/validation/sarif.ts';
import { showValidation } from '../../../src/reporters/validation/text.ts';
import type { Validation } from '../../../src/reporters/validation/validation.ts';
import { validate } from '../../../src/validate.ts';

const reporters: Readonly<Record<string, (validation: Validation) => string>> = {
  text: (validation) => showValidation(validation, plain).join('\n'),
  json: validationJson,
  sarif,
  junit: junitXml,
  github: githubCommands,
  markdown: validationMarkdown,
  problems: ({ stacks }) => stacks.flatMap(({ problems }) => problems.map(toldProblem)).join('\n'),
};

const STACK_TRACE = /\n\s+at (?:\S+ \()?[^\n]{0,300}\.[cm]?[jt]s:\d+:\d+/;
// Everything that a terminal obeys; lines may end.
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\ud800-\udbff](?![\udc00-\udfff])/;

/** What a project makes of us: nothing, or how we fail. Whatever is thrown goes on to the caller. */
export function faultsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const tree = treeOf(files);
  const { stacks, unread } = readTree(tree, { cores: 4 });
  const judged = validate(tree, stacks, { severity: 'note' });
  const validation: Validation = { ...judged, unread, problems: [], tools: [] };
  const outputs = Object.entries(reporters).map(([name, print]) => [name, print(validation)] as const);
  const places = stacks.flatMap((read) => [
    ...read.problems.map(({ at, message }) => [`problem ${message}`, at] as const),
    ...(read.stack.unread ?? []).map(({ at, what }) => [`not read: ${what}`, at] as const),
    ...[...read.stack.entries.values()].map(({ id, origin }) => [`entry ${id}`, origin.from === 'stated' ? origin.at : undefined] as const),
  ]);
  return [
    ...outputs.flatMap(([name, text]) => (STACK_TRACE.test(text) ? [`${name} prints a stack trace`] : [])),
    ...outputs.flatMap(([name, text]) => controlIn(name, text)),
    ...['json', 'sarif'].flatMap((name) => (isJson(outputs.find(([one]) => one === name)?.[1] ?? '') ? [] : [`${name} is no JSON`])),
    ...stacks.flatMap(({ problems }) => problems.filter(({ at }) => at === undefined).map(({ message }) => `a problem has no place: ${message}`)),
    ...judged.stacks.flatMap(({ findings }) => findings.filter(({ message, check }) => message === '' || /undefined|NaN|\[object/.test(message.replaceAll(/"[^"]*"/g, '')) && check !== '').map(({ check, message }) => `${check} says ${message}`)),
    ...[...places, ...judged.stacks.flatMap(({ findings }) => findings.map(({ check, at }) => [`finding ${check}`, at] as const))].flatMap(([what, at]) => (at === undefined || isInside(files, at) ? [] : [`${what} is told at ${at.file}:${at.line}:${at.column}, which is not there`])),
  ];
}

function controlIn(name: string, text: string): readonly string[] {
  const found = CONTROL.exec(text);
  return found === null ? [] : [`${name} prints U+${found[0].charCodeAt(0).toString(16).padStart(4, '0')}: ${JSON.stringify(text.slice(Math.max(0, found.index - 60), found.index + 20))}`];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const lines = new Map<string, readonly string[]>();

/** Whether there is such a place: the end of a line and of a file count; line 0 is the file as a whole. */
function isInside(files: Readonly<Record<string, string>>, { file, line, column }: Position): boolean {
  const text = files[file];
  if (text === undefined) return false;
  if (line === 0) return true;
  if (lines.size > 200) lines.clear();
  const all = lines.get(text) ?? text.split('\n');
  lines.set(text, all);
  return Number.isInteger(line) && Number.isInteger(column) && line >= 1 && column >= 1 && line <= all.length && column <= (all[line - 1] ?? '').length + 1;
}

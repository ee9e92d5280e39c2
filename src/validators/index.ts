import type { Finding } from '../model/check.ts';
import type { SourceTree } from '../model/source.ts';
import { compareVersions, major } from '../model/version.ts';
import type { StackRead } from '../read.ts';
import { ask, findPrograms, inBox } from './box.ts';
import { composeValidator } from './compose.ts';
import { gunicornValidator } from './gunicorn.ts';
import { kubeconformValidator } from './kubeconform.ts';
import { nginxValidator } from './nginx.ts';
import { pgbouncerValidator } from './pgbouncer.ts';
import { postgresValidator } from './postgres.ts';
import { promtoolValidator } from './promtool.ts';
import { redisValidator } from './redis.ts';
import type { Question, Validator } from './validator.ts';
import type { ToolVerdict } from './verdict.ts';

/** Every server and checker that can be asked. */
export const validators: readonly Validator[] = [nginxValidator, postgresValidator, redisValidator, pgbouncerValidator, gunicornValidator, promtoolValidator, kubeconformValidator, composeValidator];

/** `auto` asks the tools that are here and runs nothing of the tree; `require` also those that run a file of it. */
export type AskMode = 'auto' | 'require';

/** Asks the real tools about the stacks of a tree. Each works on a copy in a private folder, for a limited time. */
export async function askTools(tree: SourceTree, reads: readonly StackRead[], mode: AskMode, progress: (text: string) => void = () => undefined): Promise<readonly ToolVerdict[]> {
  const verdicts: ToolVerdict[] = [];
  for (const validator of validators) {
    const asked = new Map<string, Question>();
    for (const { stack, files } of reads) for (const question of validator.questions(stack, tree, files)) asked.set(`${question.subject} ${question.version ?? ''}`, question);
    if (asked.size > 0) verdicts.push(...(await verdictsOf(validator, [...asked.values()], mode, progress)));
  }
  return verdicts;
}

async function verdictsOf(validator: Validator, questions: readonly Question[], mode: AskMode, progress: (text: string) => void): Promise<readonly ToolVerdict[]> {
  const { name, program } = validator;
  const absent = (because: string, subject?: string): ToolVerdict => ({ tool: name, outcome: 'absent', ...(subject === undefined ? {} : { subject }), because });
  if (validator.executes !== undefined && mode !== 'require') return [absent(validator.executes)];
  const programs = await Promise.all(findPrograms(program).map(async (path) => ({ path, version: await versionOf(path, validator.versionFlag) })));
  const [first] = programs;
  if (first === undefined) return [absent(`${program} is not found here; PLUMBLINE_${program.toUpperCase().replaceAll('-', '_')} can name it`)];
  const verdicts: ToolVerdict[] = [];
  for (const question of questions) {
    progress(`asking ${name} about ${question.subject}`);
    const fit = programs.find(({ version }) => mismatch(validator, version, question.version) === undefined);
    if (fit === undefined) verdicts.push(absent(mismatch(validator, first.version, question.version) ?? '', question.subject));
    else verdicts.push(await verdictOf(validator, fit.path, fit.version, question));
  }
  return verdicts;
}

async function versionOf(path: string, flag: string): Promise<string | undefined> {
  const { output } = await inBox((box) => ask(box, path, [flag]));
  return /[0-9]+\.[0-9]+(?:\.[0-9]+)*/.exec(output)?.[0];
}

/** Why a tool of this version says nothing of a stack that runs another one. */
function mismatch({ name, speaksFor }: Validator, found: string | undefined, runs: string | undefined): string | undefined {
  if (speaksFor === 'any' || found === undefined) return undefined;
  if (runs === undefined) return speaksFor === 'major' ? `the version that the stack runs is not known; ${name} ${found} is here` : undefined;
  const speaks = speaksFor === 'major' ? major(found) === major(runs) : compareVersions(found, runs) >= 0;
  return speaks ? undefined : `${name} ${found} is here; the stack runs ${runs}`;
}

async function verdictOf({ name, speaksFor }: Validator, path: string, version: string | undefined, { subject, version: runs, ask: put }: Question): Promise<ToolVerdict> {
  const answer = await inBox((box) => put(box, path));
  const known = { tool: name, subject, ...(version === undefined ? {} : { version }) };
  if (answer.passed === 'unknown') return { ...known, outcome: 'absent', because: answer.because };
  // An older server does not know what a newer one does: of a stack whose version nobody states that is no evidence.
  if (!answer.passed && speaksFor !== 'any' && runs === undefined && /\b(?:unknown|unrecognized|bad directive)\b/i.test(answer.message)) {
    return { ...known, outcome: 'absent', because: `the stack's version is not stated, and this one says: ${answer.message}` };
  }
  return answer.passed ? { ...known, outcome: 'passed' } : { ...known, outcome: 'failed', because: answer.message, ...(speaksFor !== 'any' && runs === undefined ? { doubtful: true as const } : {}), ...(answer.at === undefined ? {} : { at: answer.at }) };
}

/** The id of what a real server refuses. */
export const REFUSED = 'refused-by-server';

/** What a tool refuses, as findings. */
export const refusals = (verdicts: readonly ToolVerdict[]): readonly Finding[] =>
  verdicts.flatMap(({ tool, outcome, version, subject, because, at, doubtful }): readonly Finding[] =>
    outcome !== 'failed' ? [] : [{
      check: REFUSED, severity: doubtful ? 'warning' : 'error', confidence: doubtful ? 'likely' : 'certain', component: '', entries: [], at: at ?? { file: subject ?? '', line: 0, column: 0 },
      message: `${tool}${version === undefined ? '' : ` ${version}`} says: ${because ?? 'no'}`,
      why: 'The server itself does not take the file: it does not start.', fix: 'correct what it names.',
    }],
  );

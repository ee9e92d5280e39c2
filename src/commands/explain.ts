import { checks } from '../checks/index.ts';
import { explain, findEntries, levers, unstated } from '../explain.ts';
import { loadProfile } from '../load.ts';
import { fail } from '../model/problem.ts';
import type { Stack } from '../model/stack.ts';
import { builtInDirectory } from '../package.ts';
import { checkJson, checkMarkdown, showCheck } from '../reporters/check.ts';
import { explanationJson, explanationMarkdown, showExplanation, type Explained } from '../reporters/explanation.ts';
import { planJson, planMarkdown, showPlan } from '../reporters/plan.ts';
import { silentSettings, showSilent } from '../reporters/silent.ts';
import { size } from '../size.ts';
import { json, lines, type ExitCode, type Format, type Terminal } from './terminal.ts';

/** The flags of `gen explain`. */
export interface ExplainOptions {
  readonly profile: string;
  readonly set: readonly string[];
  readonly sized?: true;
  readonly all?: true;
  readonly format: Format;
}

/** `gen explain ID`: why a value is what it is, or what a check is about. */
export function explainCommand(id: string | undefined, options: ExplainOptions, terminal: Terminal): ExitCode {
  const check = checks.find((candidate) => candidate.id === id);
  if (check !== undefined) {
    terminal.out({ text: () => lines(showCheck(check, terminal.outStyle)), json: () => json(checkJson(check)), markdown: () => lines(checkMarkdown(check)) }[options.format]());
    return 0;
  }
  const profile = loadProfile({ profile: options.profile, sets: options.set, sized: options.sized, builtInDirectory, cwd: terminal.cwd });
  const plan = size(profile);
  if (options.all) terminal.out(showAll(plan, options.format, terminal));
  else if (id === undefined) fail('which setting or check is to be explained?', undefined, 'for example: gen explain db.postgres.work_mem, or gen explain --all');
  else terminal.out(showOne(profile, plan, id, options.format, terminal));
  return 0;
}

function showAll(plan: Stack, format: Format, terminal: Terminal): string {
  if (format === 'json') return json(planJson(plan));
  return lines(format === 'markdown' ? planMarkdown(plan) : showPlan(plan, terminal.outStyle));
}

function showOne(profile: Stack, plan: Stack, id: string, format: Format, terminal: Terminal): string {
  const silent = silentSettings(plan, id);
  if (silent.length > 0) return format === 'json' ? json({ entries: [], silent }) : lines(showSilent(silent));
  const entries = findEntries(plan, id, checks.map((check) => check.id));
  const explained = entries.map((entry): Explained => ({ explanation: explain(entry), unstated: unstated(profile, entry), levers: levers(profile, entry) }));
  if (format === 'json') return json({ profile: plan.name, entries: explained.map(explanationJson) });
  const show = format === 'markdown' ? explanationMarkdown : (each: Explained) => showExplanation(each, terminal.outStyle);
  return lines(explained.flatMap((each, i) => (i === 0 ? show(each) : ['', ...show(each)])));
}

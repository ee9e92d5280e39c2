import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { filled, runs, type Contexts, type Status } from './expression.ts';
import { run } from './run.ts';

interface Step {
  readonly id?: string;
  readonly name: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
  readonly 'continue-on-error'?: boolean;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: 'composite'; readonly steps: readonly Step[] };
}

/** An action of others that a step uses, with what it was given. */
export interface Used { readonly uses: string; readonly with: Readonly<Record<string, string>> }

/** How a runner calls a composite action. */
export interface Call {
  /** The folder that holds action.yml. */
  readonly action: string;
  /** The checkout that it works on. */
  readonly workspace: string;
  /** A folder of the run's own. */
  readonly temporary: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly github: Contexts;
  /** What the runner sets beside the files of a step. */
  readonly env: NodeJS.ProcessEnv;
  /** How an action of others ends. */
  readonly uses: (used: Used) => Status;
  /** Outputs of steps that are taken as done, by their id: these do not run. */
  readonly done?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** How a composite action ended. */
export interface Ended {
  readonly outcome: Status;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly used: readonly Used[];
  /** The steps that ran, with how each ended. */
  readonly steps: Readonly<Record<string, Status>>;
}

/** Runs the steps of an action.yml as a runner of GitHub does: expressions filled in, a bash for each step, outputs and summaries by files. */
export async function runAction(call: Call): Promise<Ended> {
  const action = parse(readFileSync(join(call.action, 'action.yml'), 'utf8')) as Action;
  const inputs = Object.fromEntries(Object.entries(action.inputs).map(([name, { default: value }]) => [name, call.inputs[name] ?? filled(value ?? '', { github: call.github })]));
  const steps: Record<string, { readonly outcome: Status; readonly outputs: Readonly<Record<string, string>> }> = {};
  for (const [id, outputs] of Object.entries(call.done ?? {})) steps[id] = { outcome: 'success', outputs };
  const ended: Record<string, Status> = {};
  const used: Used[] = [];
  let [status, log, summary]: [Status, string, string] = ['success', '', ''];
  for (const step of action.runs.steps) {
    const contexts: Contexts = { github: call.github, inputs, steps };
    if (call.done?.[step.id ?? ''] !== undefined || !runs(step.if, contexts, status)) continue;
    const given = (record: Readonly<Record<string, string>> = {}): Record<string, string> => Object.fromEntries(Object.entries(record).map(([name, text]) => [name, filled(text, contexts, status)]));
    let outcome: Status;
    let outputs: Record<string, string> = {};
    if (step.uses !== undefined) {
      const use = { uses: step.uses, with: given(step.with) };
      used.push(use);
      outcome = call.uses(use);
    } else {
      const done = await runStep(step, given(step.env), call);
      ({ outcome, outputs } = done);
      log += done.log;
      summary += done.summary;
    }
    steps[step.id ?? step.name] = { outcome, outputs };
    ended[step.name] = outcome;
    if (outcome === 'failure' && step['continue-on-error'] !== true) status = 'failure';
  }
  const outputs = Object.fromEntries(Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value, { steps }, status)]));
  return { outcome: status, log, summary, outputs, used, steps: ended };
}

async function runStep(step: Step, env: Readonly<Record<string, string>>, call: Call): Promise<{ readonly outcome: Status; readonly outputs: Record<string, string>; readonly log: string; readonly summary: string }> {
  if (step.shell !== 'bash' || step.run === undefined) throw new Error(`${step.name}: expected a bash`);
  mkdirSync(call.temporary, { recursive: true });
  const folder = mkdtempSync(join(call.temporary, 'step-'));
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary'), GITHUB_ENV: join(folder, 'env'), GITHUB_PATH: join(folder, 'path') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const script = join(folder, 'script.sh');
  writeFileSync(script, step.run);
  const { code, out, err } = await run('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], { cwd: call.workspace, env: { ...call.env, ...files, GITHUB_ACTION_PATH: call.action, RUNNER_TEMP: call.temporary, ...env } });
  return { outcome: code === 0 ? 'success' : 'failure', outputs: outputsOf(readFileSync(files.GITHUB_OUTPUT, 'utf8')), log: `${out}${err}`, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') };
}

/** `name=value` lines, and values of several lines between `name<<end` and `end`. */
function outputsOf(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const heredoc = /^([^=<]+)<<(.+)$/.exec(line);
    if (heredoc !== null) {
      const end = lines.indexOf(heredoc[2] ?? '', i + 1);
      if (end < 0) throw new Error(`an output has no end: ${line}`);
      outputs[heredoc[1] ?? ''] = lines.slice(i + 1, end).join('\n');
      i = end;
    } else if (line.includes('=')) {
      outputs[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
    } else if (line !== '') throw new Error(`not an output: ${line}`);
  }
  return outputs;
}

import type { Answer, Placed } from '../../fleet/placed.ts';
import { InputError, showProblem, type Problem } from '../../model/problem.ts';
import type { Conflict } from '../../output/changes.ts';
import { shownPath } from '../../output/path.ts';

/** All that keeps these profiles from being written, told at once; nothing when they can be. */
export function problemsOf(answers: readonly Answer[], cwd: string): readonly Problem[] {
  const wrong = answers.flatMap((answer) => ('problems' in answer ? [answer.problems] : []));
  if (wrong.length > 0) return [...oncePerText(wrong.flat()), ...(answers.length === 1 ? [] : [{ message: `nothing was written: ${wrong.length} of ${answers.length} profiles cannot be rendered` }])];
  const placed = answers.flatMap((answer) => ('placed' in answer ? [answer.placed] : []));
  const twins = twinsAmong(placed);
  return twins.length > 0 ? twins : conflictsOf(placed, cwd);
}

/** What is wrong with a flag or a base is wrong in every profile, and told once. */
const oncePerText = (problems: readonly Problem[]): readonly Problem[] => [...new Map(problems.map((problem) => [showProblem(problem), problem])).values()];

/** Two profiles of one name would be written to one folder. */
function twinsAmong(placed: readonly Placed[]): readonly Problem[] {
  const first = new Map<string, string>();
  const twins = new Map<string, readonly string[]>();
  for (const { summary, profile } of placed) {
    const known = first.get(summary.name);
    if (known === undefined) first.set(summary.name, profile);
    else twins.set(summary.name, [...(twins.get(summary.name) ?? [known]), profile]);
  }
  return [...twins].map(([name, profiles]) => ({
    message: `${profiles.length === 2 ? 'two' : profiles.length} profiles are named ${name}: ${profiles.length === 2 ? 'both' : 'all'} would be written to the same folder`,
    hint: `give one of them another name${new Set(profiles).size > 1 ? `: ${profiles.join(', ')}` : ''}`,
  }));
}

const REASONS: Readonly<Record<Conflict['reason'], string>> = {
  edited: 'was edited by hand since Plumbline wrote it',
  foreign: 'was not written by Plumbline',
  symlink: 'is a symbolic link; Plumbline does not write through it',
  folder: 'is a folder; a generated file has that path',
  file: 'is a file; a generated folder has that path',
};

function conflictsOf(placed: readonly Placed[], cwd: string): readonly Problem[] {
  const found = placed.flatMap(({ folder, conflicts }) => conflicts.map((conflict) => ({ conflict, path: `${shownPath(folder, cwd)}/${conflict.path}` })));
  const edited = found.every(({ conflict }) => conflict.reason === 'edited');
  const hint = edited ? 'nothing was written; --force overwrites these edits' : 'nothing was written; move these files away, or name another folder with --out';
  return found.map(({ conflict, path }, i) => ({ message: `${path} ${REASONS[conflict.reason]}`, ...(i === found.length - 1 ? { hint } : {}) }));
}

/** Throws the problems, if there are any. */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InputError(problems);
}

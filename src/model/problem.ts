import { showPosition, type Position } from './entry.ts';

/** Something wrong with the input, told to a person: where, what was found, what was expected, what to do. */
export interface Problem {
  readonly at?: Position | undefined;
  readonly message: string;
  /** What to do, or what was probably meant. */
  readonly hint?: string | undefined;
}

/** Wrong use or unreadable input: exit code 2, nothing written. */
export class InputError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(showProblem).join('\n'));
    this.name = 'InputError';
    this.problems = problems;
  }
}

/** A problem as lines of text: `file:line:column: message`, then the hint. */
export function showProblem(problem: Problem): string {
  const where = problem.at ? `${showPosition(problem.at)}: ` : '';
  const hint = problem.hint ? `\n  ${problem.hint}` : '';
  return `${where}${problem.message}${hint}`;
}

/** Throws an `InputError` of one problem. */
export function fail(message: string, at?: Position, hint?: string): never {
  throw new InputError([{ message, at, hint }]);
}

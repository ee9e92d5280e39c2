import { InputError, type Problem } from '../model/problem.ts';

/** Runs something that was given flags as `--set` statements; what is wrong with a statement is said of its flag. */
export function asFlags<T>(flags: Readonly<Record<string, string>>, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof InputError ? new InputError(error.problems.map((problem) => ofFlag(flags, problem))) : error;
  }
}

function ofFlag(flags: Readonly<Record<string, string>>, problem: Problem): Problem {
  const where = problem.at?.file ?? '';
  // An entry only says that a flag states it; its own name then begins the message.
  const [, field = ''] = (where === '--set' ? /^([a-z0-9_.]+): / : /^--set ([^=]+)=/).exec(where === '--set' ? problem.message : where) ?? [];
  const flag = flags[field];
  const message = problem.message.startsWith(`${field}: `) ? problem.message.slice(field.length + 2) : problem.message;
  return flag === undefined ? problem : { ...problem, message, at: { file: flag, line: 0, column: 0 } };
}

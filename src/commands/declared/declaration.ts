import type { Command } from 'commander';
import type { ExitCode, Terminal } from '../terminal.ts';

/** A line to type, and in a few words what it does; the words are empty where the line says it. */
export type Example = readonly [line: string, what: string];

/** What exit codes mean, by code. */
export type Exits = Readonly<Partial<Record<ExitCode, string>>>;

/** Does a command's work, and ends the program with its exit code. */
export type Run = (work: (terminal: Terminal) => Promise<ExitCode> | ExitCode) => Promise<void>;

/** A command as it is typed and explained; its work is loaded when it is run. */
export interface Declaration {
  /** Its word after `gen`; nothing for `gen` itself. */
  readonly name: string;
  readonly examples: readonly Example[];
  /** What its help says besides, a line each. */
  readonly notes: readonly string[];
  /** What its own exit codes mean; those of wrong use and of our failures mean the same everywhere. */
  readonly exits: Exits;
  /** Gives the command its description, arguments, flags and action. */
  readonly declare: (command: Command, run: Run) => void;
}

/** Every exit code of a command, with what it means. */
export const exitsOf = ({ exits }: Pick<Declaration, 'exits'>): Exits => ({ 2: 'wrong use or unreadable input', 3: 'a failure of Plumbline', ...exits });

/** What stands below the flags in a command's help. */
export function closing({ examples, notes, exits }: Declaration): string {
  const width = Math.max(...examples.map(([line, what]) => (what === '' ? 0 : line.length)));
  const lines = examples.map(([line, what]) => `  $ ${line.padEnd(width)}  ${what}`.trimEnd());
  const codes = Object.entries(exitsOf({ exits })).map(([code, meaning]) => `${code} ${meaning}`);
  return `\n${['Examples:', ...lines, '', ...notes, `Exit codes: ${codes.join(', ')}.`].join('\n')}`;
}

import type { Position } from '../model/entry.ts';
import type { SourceTree } from '../model/source.ts';
import type { Stack } from '../model/stack.ts';
import type { Box } from './box.ts';

/** A copy of a configuration, one line for each statement, and where each line comes from. */
export interface Copy {
  readonly text: string;
  /** The place of each line, from the first on; none for lines of ours. */
  readonly places: readonly (Position | undefined)[];
}

/** One thing that a tool is asked about. */
export interface Question {
  /** What it is called in reports: the file that it comes from. */
  readonly subject: string;
  /** Version that the stack runs, where it is known. */
  readonly version?: string;
  /** Asks the tool; passed without an answer, else its messages. */
  readonly ask: (box: Box, program: string) => Promise<Answer>;
}

/** What the tool said of it: nothing wrong, what is wrong and where, or why it cannot be asked. */
export type Answer = { readonly passed: true } | { readonly passed: false; readonly message: string; readonly at?: Position } | { readonly passed: 'unknown'; readonly because: string };

/** A real server or checker that can be asked for its opinion. */
export interface Validator {
  /** What it is called in reports. */
  readonly name: string;
  /** The program; `PLUMBLINE_<PROGRAM>` names others. */
  readonly program: string;
  /** Flag that makes it print its version. */
  readonly versionFlag: string;
  /** Whether an older program of another version says nothing of the stack: `major`, `newer` (only newer or the same), or any. */
  readonly speaksFor: 'major' | 'newer' | 'any';
  /** It runs what the file says: asked only where that is wanted. */
  readonly executes?: string;
  readonly questions: (stack: Stack, tree: SourceTree, files: readonly string[]) => readonly Question[];
}

/** A copy of lines, each with its place. */
export const copyOf = (lines: readonly (readonly [text: string, at: Position | undefined])[]): Copy => ({ text: `${lines.map(([text]) => text).join('\n')}\n`, places: lines.map(([, at]) => at) });

/** A message with the place in the original of the line (from 1) of the copy that it names. */
export function located(copy: Copy, message: string, line: number | undefined): Answer {
  const at = line === undefined ? undefined : copy.places[line - 1];
  return { passed: false, message, ...(at === undefined ? {} : { at }) };
}

import type { Finding } from './model/check.ts';
import { placed, placedEntry, type Position } from './model/entry.ts';
import type { Stack } from './model/stack.ts';
import type { Judged, Validated } from './validate.ts';

/** The same with the paths of files as seen from elsewhere: positions in a tree become positions as people call its files. */
export function moved(validated: Validated, path: (file: string) => string): Validated {
  const move = movesTo(path);
  const finding = (one: Finding): Finding => placed({ ...one, entries: one.entries.map((entry) => placedEntry(entry, move)) }, move);
  const all = <T extends { readonly at?: Position | undefined }>(some: readonly T[]): readonly T[] => some.map((one) => placed(one, move));
  const judged = (one: Judged): Judged => ({
    ...one,
    stack: { ...one.stack, name: path(one.stack.name), unread: all(one.stack.unread ?? []) },
    files: one.files.map(path),
    problems: all(one.problems),
    findings: one.findings.map(finding),
    suppressed: one.suppressed.map(({ finding: silenced, by }) => ({ finding: finding(silenced), by: placed(by, move) })),
  });
  return { stacks: validated.stacks.map(judged), findings: validated.findings.map(finding), unread: all(validated.unread), problems: all(validated.problems) };
}

/** The same for a stack, its name left as it is. */
export function movedStack(stack: Stack, path: (file: string) => string): Stack {
  const move = movesTo(path);
  const all = <T extends { readonly at?: Position }>(some: readonly T[]): readonly T[] => some.map((one) => placed(one, move));
  return { ...stack, components: all(stack.components), routes: all(stack.routes), unread: all(stack.unread ?? []), entries: new Map([...stack.entries].map(([id, entry]) => [id, placedEntry(entry, move)])) };
}

/** The same for what a tool says. */
export const movedVerdict = <T extends { readonly subject?: string; readonly at?: Position }>(verdict: T, path: (file: string) => string): T =>
  placed({ ...verdict, ...(verdict.subject === undefined ? {} : { subject: path(verdict.subject) }) }, movesTo(path));

/** A place without a line is a flag or a word of ours, and no file. */
export const movesTo = (path: (file: string) => string) => (at: Position): Position => (at.line > 0 ? { ...at, file: path(at.file) } : at);

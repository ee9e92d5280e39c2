import type { Finding } from './model/check.ts';
import type { Entry, Position } from './model/entry.ts';
import type { Problem } from './model/problem.ts';
import type { Unread } from './model/stack.ts';
import type { Judged, Validated } from './validate.ts';

/** The same with the paths of files as seen from elsewhere: positions in a tree become positions as people call its files. */
export function moved(validated: Validated, path: (file: string) => string): Validated {
  const position = (at: Position): Position => ({ ...at, file: path(at.file) });
  const placed = <T extends { readonly at?: Position | undefined }>(one: T): T => (one.at === undefined ? one : { ...one, at: position(one.at) });
  const entry = (one: Entry): Entry => (one.origin.from === 'stated' && one.origin.at.line > 0 ? { ...one, origin: { ...one.origin, at: position(one.origin.at) } } : one);
  const finding = (one: Finding): Finding => placed({ ...one, entries: one.entries.map(entry) });
  const unread = (all: readonly Unread[]): readonly Unread[] => all.map(placed);
  const problems = (all: readonly Problem[]): readonly Problem[] => all.map(placed);
  const judged = (one: Judged): Judged => ({
    ...one,
    stack: { ...one.stack, name: path(one.stack.name), unread: unread(one.stack.unread ?? []) },
    files: one.files.map(path),
    problems: problems(one.problems),
    findings: one.findings.map(finding),
    suppressed: one.suppressed.map(({ finding: silenced, by }) => ({ finding: finding(silenced), by: placed(by) })),
  });
  return { stacks: validated.stacks.map(judged), findings: validated.findings.map(finding), unread: unread(validated.unread), problems: problems(validated.problems) };
}

/** The same for what a tool says. */
export const movedVerdict = <T extends { readonly subject?: string; readonly at?: Position }>(verdict: T, path: (file: string) => string): T => ({
  ...verdict,
  ...(verdict.subject === undefined ? {} : { subject: path(verdict.subject) }),
  ...(verdict.at === undefined ? {} : { at: { ...verdict.at, file: path(verdict.at.file) } }),
});

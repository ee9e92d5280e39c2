import type { Finding, Report, Severity } from '../model/check.ts';
import { entryJson, place, type EntryJson } from './entry.ts';
import { told } from './plain-text.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';

const LOOK: Readonly<Record<Severity, keyof Style>> = { error: 'red', warning: 'yellow', note: 'cyan' };

/** A finding as people read it: what is broken, all sides with their places, why that hurts, what to do. */
export function showFinding(finding: FindingJson, style: Style): readonly string[] {
  const sides = finding.entries.map((entry) => [entry.id, { text: entry.shown, right: true as const }, { text: told(place(entry.origin), 300), look: style.dim }]);
  return [
    `${style[LOOK[finding.severity]](finding.severity.padEnd(7))}  ${style.bold(finding.check)}`,
    `  ${finding.message}`,
    ...table(sides, '    '),
    `  ${finding.why}`,
    `  fix: ${finding.fix}`,
  ];
}

/** The relations of a report that could not be judged, one line; nothing when all were. */
export function showUnread(report: Pick<Report, 'unread'>): readonly string[] {
  if (report.unread.length === 0) return [];
  const each = report.unread.map((unread) => `${unread.check} of ${unread.component} (no ${unread.missing})`);
  return [`not judged: ${each.join(', ')}`];
}

/** A finding as JSON; the field names are stable. */
export interface FindingJson extends Omit<Finding, 'entries'> {
  readonly entries: readonly EntryJson[];
}

/** A finding as JSON. */
export const findingJson = (finding: Finding): FindingJson => ({ ...finding, entries: finding.entries.map(entryJson) });

/** How many findings of each severity, in words. */
export function countFindings(findings: readonly Pick<Finding, 'severity'>[]): string {
  const counts = (['error', 'warning', 'note'] as const).map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }));
  const words = counts.filter(({ count }) => count > 0).map(({ severity, count }) => `${count} ${severity}${count === 1 ? '' : 's'}`);
  return words.length === 0 ? 'no findings' : words.join(', ');
}

/** Whether findings change the exit code: notes do not. */
export const matters = (findings: readonly Pick<Finding, 'severity'>[]): boolean => findings.some((finding) => finding.severity !== 'note');

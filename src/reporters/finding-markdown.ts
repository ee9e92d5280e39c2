import { code, unlinked } from '../formats/markdown.ts';
import { showPosition } from '../model/entry.ts';
import { place } from './entry.ts';
import type { FindingJson } from './findings.ts';
import { told } from './plain-text.ts';

/** How a severity is marked where colours are not to be had. */
export const MARKS = { error: '🔴', warning: '🟡', note: '🔵' } as const;

/** A finding as an item of a list: what is broken and where, then its sides, why it hurts and what to do, folded up. */
export function findingMarkdown({ severity, check, message, at, entries, why, fix }: FindingJson): readonly string[] {
  const sides = entries.map((entry) => `  - ${code(told(entry.id, 120))} = ${code(told(entry.shown, 60))} (${unlinked(told(place(entry.origin), 300))})`);
  return [
    `- ${MARKS[severity]} **${check}**${at === undefined ? '' : ` ${code(told(showPosition(at), 300))}`}<br>${unlinked(told(message))}`,
    '  <details><summary>sides, why and fix</summary>',
    '',
    ...sides,
    '',
    `  ${unlinked(told(why))} **Fix:** ${unlinked(told(fix))}`,
    '  </details>',
  ];
}

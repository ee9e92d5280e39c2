import { code, markdownTable, prose } from '../formats/markdown.ts';
import type { Check } from '../model/check.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';

const LOOK = { error: 'red', warning: 'yellow', note: 'cyan' } as const;

/** Every check in a few lines: id, severity, kinds, and why it matters. */
export const showChecks = (checks: readonly Check[], style: Style): readonly string[] => [
  ...checks.flatMap(({ id, severity, confidence, on, why }) => [
    ...table([[{ text: severity.padEnd(7), look: style[LOOK[severity]] }, { text: id, look: style.bold }, { text: `${confidence}; ${on.join(', ')}`, look: style.dim }]]),
    `         ${why}`,
  ]),
  '',
  `${checks.length} checks; gen explain <id> shows the examples, the fix and the source of one`,
];

/** The checks as JSON; the field names are stable. */
export const checksJson = (checks: readonly Check[]): object => ({ checks: checks.map(({ id, severity, confidence, on, grouped, why, fix, source }) => ({ id, severity, confidence, on, grouped: grouped === true, why, fix, source })) });

/** The checks as a table. */
export const checksMarkdown = (checks: readonly Check[]): readonly string[] => [
  markdownTable(['check', 'severity', 'confidence', 'judges', 'why'], [], checks.map(({ id, severity, confidence, on, why }) => [code(id), severity, confidence, prose(on.join(', ')), prose(why)])),
];

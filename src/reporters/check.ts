import { breachesOf, type Check } from '../model/check.ts';
import type { Style } from './style.ts';

type Example = Readonly<Record<string, unknown>>;

const spell = (value: unknown): string => (Array.isArray(value) ? `[${value.map(spell).join(', ')}]` : typeof value === 'object' && value !== null ? `{ ${given(value as Example)} }` : String(value));
const given = (example: Example): string => Object.entries(example).map(([name, value]) => `${name}: ${spell(value)}`).join(', ');

const breaks = (check: Check): readonly string[] => check.examples.breaks.map((example) => `${given(example)}: ${breachesOf(check.broken(example)).map((breach) => breach.message).join('; ')}`);
const holds = (check: Check): readonly string[] => check.examples.holds.map(given);

/** What a check is about, as people read it. */
export const showCheck = (check: Check, style: Style): readonly string[] => [
  `${style.bold(check.id)}  ${check.severity}, ${check.confidence}, judges ${check.on.join(', ')}`,
  `  ${check.why}`,
  `  fix: ${check.fix}`,
  `  source: ${check.source}`,
  ...breaks(check).map((line) => `  broken, for example by ${line}`),
  ...holds(check).map((line) => `  holds, for example for ${line}`),
];

/** A check as JSON; the field names are stable. */
export const checkJson = ({ id, severity, confidence, on, why, fix, source, examples }: Check): object => ({ id, severity, confidence, on, why, fix, source, examples });

/** A check as Markdown. */
export const checkMarkdown = (check: Check): readonly string[] => [
  `## ${check.id}`,
  '',
  `${check.severity}, ${check.confidence}; judges ${check.on.join(', ')}`,
  '',
  check.why,
  '',
  `**Fix:** ${check.fix}`,
  '',
  ...breaks(check).map((line) => `- broken by ${line}`),
  ...holds(check).map((line) => `- holds for ${line}`),
  '',
  `Source: ${check.source}`,
];

import { breachesOf, type Check } from '../model/check.ts';
import type { Style } from './style.ts';

type Example = Readonly<Record<string, unknown>>;

const spell = (value: unknown): string => (Array.isArray(value) ? `[${value.map(spell).join(', ')}]` : typeof value === 'object' && value !== null ? `{ ${given(value as Example)} }` : String(value));
const given = (example: Example): string => Object.entries(example).map(([name, value]) => `${name}: ${spell(value)}`).join(', ');

/** Longer examples are whole files: the reference shows them better. */
const LONGEST = 240;

/** The values of an example; nothing where they are whole files. */
const briefly = (example: Example): readonly string[] => (isBrief(example) ? [given(example)] : []);
const isBrief = (example: Example): boolean => !Object.values(example).some((value) => Array.isArray(value) && value.some((item) => typeof item === 'object' && item !== null && 'content' in item)) && given(example).length <= LONGEST;

const breaks = (check: Check): readonly string[] => check.examples.breaks.map((example) => [...briefly(example), breachesOf(check.broken(example)).map((breach) => breach.message).join('; ')].join(': '));
const holds = (check: Check): readonly string[] => check.examples.holds.flatMap(briefly);

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

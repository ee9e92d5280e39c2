import type { Entry } from '../model/entry.ts';
import type { Stack } from '../model/stack.ts';
import { ruleNamed } from '../rules/index.ts';
import { entryJson, place, shown } from './entry.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';

/** The entries of a plan with a heading before each component. */
const parts = (plan: Stack): readonly (readonly [string, readonly Entry[]])[] => {
  const groups = new Map<string, Entry[]>();
  for (const entry of plan.entries.values()) groups.set(entry.component, [...(groups.get(entry.component) ?? []), entry]);
  return [...groups];
};

const because = (entry: Entry): string => (entry.origin.from === 'rule' ? (ruleNamed(entry.origin.rule)?.because ?? '') : '');

/** Every entry of a plan as text. */
export const showPlan = (plan: Stack, style: Style): readonly string[] =>
  parts(plan).flatMap(([name, entries], i) => [
    ...(i === 0 ? [] : ['']),
    style.bold(name),
    ...table(entries.map((entry) => [entry.id, { text: shown(entry), right: true }, { text: place(entry.origin), look: style.dim }]), '  '),
  ]);

/** Every entry of a plan as Markdown tables. */
export const planMarkdown = (plan: Stack): readonly string[] => [
  `# ${plan.name}`,
  ...parts(plan).flatMap(([name, entries]) => [
    '',
    `## ${name}`,
    '',
    '| setting | value | from | why |',
    '|---|---:|---|---|',
    ...entries.map((entry) => `| \`${entry.id}\` | ${cell(shown(entry))} | ${cell(place(entry.origin))} | ${cell(because(entry))} |`),
  ]),
];

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Every entry of a plan as JSON; the field names are stable. */
export const planJson = (plan: Stack): object => ({
  profile: plan.name,
  entries: [...plan.entries.values()].map((entry) => ({ ...entryJson(entry), ...(because(entry) === '' ? {} : { because: because(entry) }) })),
});

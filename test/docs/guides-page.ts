import { check } from '../../src/check.ts';
import { code, markdownTable, prose } from '../../src/formats/markdown.ts';
import type { Finding } from '../../src/model/check.ts';
import type { Stack } from '../../src/model/stack.ts';
import { readable, shown } from '../../src/reporters/entry.ts';
import { bottleneck } from '../../src/tiers.ts';
import type { Guide, Row } from '../guides/guide.ts';
import { findingsOfFiles, planOf } from '../guides/stack.ts';

/** The guides as Markdown: what each said, what is wrong with it, and what is rendered instead, with what each carries. */
export async function guidesPage(guides: readonly Guide[]): Promise<string> {
  const judged = await Promise.all(guides.map(judge));
  return [
    '# Five guides',
    '',
    'Plumbline began with five tuning guides of real Python back ends: numbers, copied into configuration files, with promised results. Each is a profile in [examples/guides](../examples/guides) that describes the system of the guide and states the guide\'s own numbers under `settings`.',
    '',
    '    gen --profile examples/guides/bahamm.yaml                        renders every value of the guide, and says what contradicts what',
    '    gen validate out/bahamm --profile examples/guides/bahamm.yaml    the same of the rendered files, as of any stack with its machine, targets and traffic',
    '    gen --profile examples/guides/bahamm.yaml --sized                leaves `settings` out: the same system, sized',
    '',
    'This page is written by a test from the profiles and what the program says of them (`UPDATE_DOCS=1 npx vitest run test/docs`).',
    '',
    markdownTable(['guide', 'what it said', 'what is wrong', 'what Plumbline renders', 'carries'], [], judged.map(summary)),
    '',
    '*Carries* is the rate of the whole stack at which its first tier is short: by the guide\'s numbers, and sized. It counts CPU, threads and waiting: a stack that has run out of memory or connections before carries less.',
    '',
    ...judged.flatMap(section),
  ].join('\n');
}

/** A guide with its two plans, and what is found in the first and in its files. */
interface Judged {
  readonly guide: Guide;
  readonly stated: Stack;
  readonly sized: Stack;
  readonly findings: readonly Finding[];
}

async function judge(guide: Guide): Promise<Judged> {
  const stated = planOf(guide.profile, 'stated');
  const ofPlan = check(stated).findings;
  const ofFiles = await findingsOfFiles(stated);
  return { guide, stated, sized: planOf(guide.profile, 'sized'), findings: [...ofPlan, ...ofFiles.filter((finding) => !ofPlan.some((other) => other.check === finding.check))] };
}

const summary = ({ guide, stated, sized, findings }: Judged): readonly string[] => [
  `[${prose(guide.profile)}](#${guide.profile})`,
  prose(guide.claim),
  lines(contradicted(guide, findings).map(({ check: id, message }) => `${linked(id)}: ${prose(message)}`)),
  lines(differing(guide, stated, sized).map(([id, , now]) => `${id} ${now}`)),
  `${carries(stated)} → ${carries(sized)}`,
];

function section({ guide, stated, sized, findings }: Judged): readonly string[] {
  const besides = findings.filter(({ check: id }) => guide.besides.includes(id));
  return [
    `## ${guide.profile}`,
    '',
    `${prose(guide.title)}. Claimed: ${prose(guide.claim)}.`,
    '',
    markdownTable(['the guide says', 'and so is rendered'], [], guide.rows.map(row)),
    '',
    ...(guide.mended.length === 0 ? [] : [markdownTable(['the guide has', 'rendered all the same'], [], guide.mended.map(row)), '']),
    markdownTable(['what is wrong', 'found as', 'with the arithmetic'], [], [
      ...guide.contradictions.flatMap((one) => contradicted({ contradictions: [one] }, findings).map(({ check: id, message }) => [prose(one.says), linked(id), prose(message)])),
      ...besides.map(({ check: id, message }) => ['besides', linked(id), prose(message)]),
    ]),
    '',
    markdownTable(['', 'the guide', 'sized'], ['the guide', 'sized'], [...differing(guide, stated, sized), ['carries', carries(stated), carries(sized)]]),
    '',
  ];
}

const row = ({ says, rendered }: Row): readonly string[] => [prose(says), lines(rendered.map(({ file, line }) => `${code(file)}: ${code(line)}`))];
const lines = (all: readonly string[]): string => all.join('<br>');
const linked = (id: string): string => `[${id}](checks.md#${id})`;

/** The findings that the guide's list names: of those with one id the one that says so. */
const contradicted = ({ contradictions }: Pick<Guide, 'contradictions'>, findings: readonly Finding[]): readonly Finding[] =>
  contradictions.flatMap(({ check: id, message }) => findings.find((finding) => finding.check === id && finding.message.includes(message)) ?? []);

/** What is stated one way and sized another: id, the guide's value, ours. */
const differing = ({ shown: ids }: Guide, stated: Stack, sized: Stack): readonly (readonly [string, string, string])[] =>
  ids.map((id): readonly [string, string, string] => [code(id), spelled(stated, id), spelled(sized, id)]).filter(([, before, now]) => before !== now);

function spelled(plan: Stack, id: string): string {
  const entry = plan.entries.get(id);
  return entry === undefined ? '-' : prose(shown(entry));
}

/** The rate of the whole stack at which its first tier is short. */
function carries(plan: Stack): string {
  const short = bottleneck(plan);
  return short === undefined ? '-' : `${readable(short.rate, 'per-second')} (${short.tier.component.name})`;
}

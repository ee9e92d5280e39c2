import type { Finding } from './model/check.ts';
import { showPosition, type Position } from './model/entry.ts';
import { quoted } from './model/quote.ts';
import type { SourceFile } from './model/source.ts';
import { componentNamed, type Stack } from './model/stack.ts';
import { nearest } from './formats/suggest.ts';
import type { Suppression } from './readers/suppressions.ts';

/** Findings of one stack, apart from those that a comment silences. */
export interface Silenced {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly { readonly finding: Finding; readonly by: Suppression }[];
}

/** The ids of what is found about suppressions themselves. */
export const SUPPRESSION_IDS = ['suppression-without-reason', 'suppression-unused'] as const;

/** Takes out the findings that a suppression with a reason covers: on the line of one of their sides, on their component's line, or in their file. */
export function silence(stack: Stack, findings: readonly Finding[], suppressions: readonly Suppression[], file: (path: string) => Pick<SourceFile, 'text'> | undefined): Silenced {
  const reasoned = suppressions.filter(({ reason }) => reason !== '');
  const judged = findings.map((finding) => ({ finding, by: reasoned.find((one) => one.ids.includes(finding.check) && covers(one, finding, stack, file)) }));
  return {
    findings: judged.filter(({ by }) => by === undefined).map(({ finding }) => finding),
    suppressed: judged.flatMap(({ finding, by }) => (by === undefined ? [] : [{ finding, by }])),
  };
}

/** The places of a finding: its own, and those of its sides that a file states. */
export const placesOf = ({ at, entries }: Finding): readonly Position[] => [
  ...(at === undefined ? [] : [at]),
  ...entries.flatMap(({ origin }) => (origin.from === 'stated' ? [origin.at] : [])),
];

function covers(suppression: Suppression, finding: Finding, stack: Stack, file: (path: string) => Pick<SourceFile, 'text'> | undefined): boolean {
  const component = componentNamed(stack, finding.component)?.at;
  const places = [...placesOf(finding), ...(component === undefined ? [] : [component])].filter((place) => place.file === suppression.at.file);
  if (suppression.line === undefined) return places.length > 0;
  if (places.some((place) => place.line === suppression.line)) return true;
  return component?.file === suppression.at.file && firstLine(file(component.file)?.text ?? '', component.line) === suppression.line;
}

/** The first line of the Kubernetes document that a line lies in; 0 where it lies in no such document. */
function firstLine(text: string, line: number): number {
  if (!/^apiVersion:/m.test(text)) return 0;
  const lines = text.split('\n');
  const mark = lines.findLastIndex((each, i) => i < line && /^---(\s|$)/.test(each));
  return lines.findIndex((each, i) => i > mark && each.trim() !== '' && !each.trim().startsWith('#')) + 1;
}

/** What is wrong with the suppressions themselves: a reason is missing, or there is nothing to silence. `ids` are all checks, `ran` those that judged. */
export function judgeSuppressions(suppressions: readonly Suppression[], used: ReadonlySet<string>, ids: readonly string[], ran: ReadonlySet<string>): readonly Finding[] {
  return suppressions.flatMap((one): readonly Finding[] => {
    if (one.ids.length === 0) return [withoutReason(one, 'the comment names no check')];
    if (one.reason === '') return [withoutReason(one, `${one.ids.join(', ')} ${one.ids.length === 1 ? 'is' : 'are'} suppressed without a reason, so not at all`)];
    return one.ids.filter((id) => !used.has(suppressionKey(one, id)) && (ran.has(id) || !ids.includes(id))).map((id) => unused(one, id, ids));
  });
}

/** One id of one suppression. */
export const suppressionKey = (suppression: Suppression, id: string): string => `${showPosition(suppression.at)} ${id}`;

const withoutReason = ({ at }: Suppression, message: string): Finding => ({
  check: 'suppression-without-reason', severity: 'warning', confidence: 'certain', component: '', message, entries: [], at,
  why: 'Who reads the file later cannot tell whether the reason still holds.', fix: 'write it after a colon: plumbline-ignore <check>: <reason>.',
});

const unused = ({ at }: Suppression, id: string, ids: readonly string[]): Finding => ({
  check: 'suppression-unused', severity: 'note', confidence: 'certain', component: '', entries: [], at,
  message: ids.includes(id) ? `there is no ${id} here to suppress` : `there is no check ${quoted(id)}`,
  why: 'A comment that silences nothing hides the day on which it would.', fix: ids.includes(id) ? 'take the comment out.' : `correct the id${probably(id, ids)}.`,
});

const probably = (id: string, ids: readonly string[]): string => {
  const near = nearest(id, ids);
  return near === undefined ? '' : `, probably ${near}`;
};

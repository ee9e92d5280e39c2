import type { Finding } from './model/check.ts';
import { showPosition, type Position } from './model/entry.ts';
import { grouped } from './model/grouped.ts';
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
  const byId = grouped(suppressions.filter(({ reason }) => reason !== '').flatMap((one) => one.ids.map((id) => ({ id, one, covers: one.line === undefined ? one.at.file : `${one.at.file}:${one.line}` }))), ({ id }) => id);
  const covering = coverage(stack, file);
  const judged = findings.map((finding) => ({ finding, by: coveredBy(byId.get(finding.check) ?? [], covering, finding) }));
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

/** The first of several suppressions that covers a finding. */
function coveredBy(candidates: readonly { readonly one: Suppression; readonly covers: string }[], covering: (finding: Finding) => ReadonlySet<string>, finding: Finding): Suppression | undefined {
  if (candidates.length === 0) return undefined;
  const covered = covering(finding);
  return candidates.find(({ covers }) => covered.has(covers))?.one;
}

/** What a suppression may cover to silence a finding: files, and lines of them (`api.yaml:7`). */
function coverage(stack: Stack, file: (path: string) => Pick<SourceFile, 'text'> | undefined): (finding: Finding) => ReadonlySet<string> {
  const beginnings = new Map<string, readonly number[]>();
  return (finding) => {
    const component = componentNamed(stack, finding.component)?.at;
    const places = [...placesOf(finding), ...(component === undefined ? [] : [component])];
    const covered = new Set(places.flatMap((place) => [place.file, `${place.file}:${place.line}`]));
    if (component === undefined) return covered;
    const first = beginnings.get(component.file) ?? documentStarts(file(component.file)?.text ?? '');
    beginnings.set(component.file, first);
    return covered.add(`${component.file}:${first[component.line - 1] ?? 0}`);
  };
}

/** For each line of a file of Kubernetes the first line of the document that it lies in; of other files nothing. */
function documentStarts(text: string): readonly number[] {
  if (!/^apiVersion:/m.test(text)) return [];
  let start = 0;
  return text.split('\n').map((line, i) => {
    if (/^---(\s|$)/.test(line)) start = 0;
    else if (start === 0 && line.trim() !== '' && !line.trim().startsWith('#')) start = i + 1;
    return start;
  });
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

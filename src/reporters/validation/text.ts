import { showPosition, type Position } from '../../model/entry.ts';
import { grouped } from '../../model/grouped.ts';
import { counted } from '../../model/quote.ts';
import type { Unread } from '../../model/stack.ts';
import type { Judged } from '../../validate.ts';
import { told } from '../plain-text.ts';
import { showFindings } from './findings.ts';
import type { Style } from '../style.ts';
import type { ToolVerdict } from '../../validators/verdict.ts';
import { totalsOf, type Validation } from './validation.ts';

/** Lines of one list; JSON has them all. */
const MOST = 12;

/** What was found, as people read it: stack by stack, then what belongs to none, then the sum. */
export function showValidation(validation: Validation, style: Style): readonly string[] {
  const parts = [
    ...validation.stacks.map((stack) => showStack(stack, style)),
    showFindings(validation.findings, style),
    showUnread(validation.unread, style),
    showTools(validation.tools, style),
    [showTotals(validation)],
  ];
  return parts.filter((lines) => lines.length > 0).flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

function showStack(judged: Judged, style: Style): readonly string[] {
  const { stack, files, findings, suppressed } = judged;
  const parts = stack.components.map(({ name, kind }) => (name === kind ? told(name, 60) : `${told(name, 60)} (${kind})`));
  const what = parts.length === 0 ? 'nothing that runs' : listed(parts, 12);
  const head = `${style.bold(told(stack.name, 200))}: ${what}; ${counted(files.length, 'file')} read, ${counted(judged.judged, 'relation')} judged`;
  const shown = showFindings(findings, style);
  const notes = [
    ...(suppressed.length === 0 ? [] : [`${counted(suppressed.length, 'finding')} suppressed: ${listed(suppressed.map(({ finding, by }) => `${finding.check} (${told(by.reason, 100)})`), 3)}`]),
    ...showUnread(stack.unread ?? [], style),
    ...showNotJudged(judged, style),
  ];
  return [head, ...(shown.length === 0 ? [] : ['', ...shown]), ...(notes.length === 0 ? [] : ['', ...notes])];
}

const listed = (all: readonly string[], most: number): string => (all.length > most ? `${all.slice(0, most).join(', ')} and ${all.length - most} more` : all.join(', '));

/** What could not be read, the same reason told once. */
function showUnread(unread: readonly Unread[], style: Style): readonly string[] {
  const groups = grouped(unread, ({ what, because }) => `${told(what, 120)}: ${told(because, 200)}`);
  const lines = [...groups].map(([said, all]) => `  ${said}${placesWords(all.flatMap(({ at }) => at ?? []), style)}`);
  return lines.length === 0 ? [] : ['not read:', ...cut(lines)];
}

/** What no file of a stack says, and where it would come from. */
const FROM_FLAGS: ReadonlyMap<string, string> = new Map([
  ['machine', 'a machine (--machine 4cpu/8GiB)'], ['targets', 'targets (--profile)'], ['workload', 'a workload (--profile)'],
]);

/** How many relations could not be judged, and what was missing for it, in a line: which ones, JSON tells. */
function showNotJudged({ stack, notJudged }: Judged, style: Style): readonly string[] {
  // Where nothing runs, nothing is missing.
  if (notJudged.length === 0 || stack.components.length === 0) return [];
  const names = new Set(stack.components.map(({ name }) => name));
  const ownerOf = (missing: string): string => dots(missing).map((end) => missing.slice(0, end)).find((name) => names.has(name)) ?? '';
  const withoutOwner = (missing: string): string => missing.slice(ownerOf(missing) === '' ? 0 : ownerOf(missing).length + 1);
  const groups = grouped(notJudged, ({ missing }) => FROM_FLAGS.get(missing.split('.')[0] ?? '') ?? told(withoutOwner(missing), 120));
  const wanted = [...groups].map(([missing, all]) => {
    const owners = [...new Set(all.map((one) => ownerOf(one.missing)))].filter((owner) => owner !== '');
    return owners.length === 0 ? missing : `${missing} of ${told(listed(owners, 3), 200)}`;
  });
  return [style.dim(`not judged: ${counted(notJudged.length, 'relation')}, for want of ${listed(wanted, 6)}`)];
}

const dots = (text: string): readonly number[] => [...text.slice(0, 1000).matchAll(/\./g)].map(({ index }) => index);

const cut = (lines: readonly string[]): readonly string[] => (lines.length > MOST ? [...lines.slice(0, MOST), `  and ${lines.length - MOST} more (--format json has them all)`] : lines);

function placesWords(places: readonly Position[], style: Style): string {
  const all = [...new Set(places.map(showPosition))].map((place) => told(place, 200));
  return all.length === 0 ? '' : style.dim(`  ${listed(all, 2)}`);
}

function showTools(tools: readonly ToolVerdict[], style: Style): readonly string[] {
  const look = { passed: style.green, failed: style.red, absent: style.dim } as const;
  return tools.map(({ tool, outcome, subject, because }) => `${look[outcome](outcome.padEnd(7))}  ${tool}${subject === undefined ? '' : `  ${told(subject, 200)}`}${because === undefined ? '' : `  ${told(because, 300)}`}`);
}

function showTotals(validation: Validation): string {
  const { counts, suppressed, files } = totalsOf(validation);
  const words = (['error', 'warning', 'note'] as const).filter((severity) => counts[severity] > 0).map((severity) => counted(counts[severity], severity));
  const silenced = suppressed === 0 ? '' : `, ${suppressed} suppressed`;
  return `${counted(validation.stacks.length, 'stack')}, ${counted(files, 'file')}: ${words.length === 0 ? 'no findings' : words.join(', ')}${silenced}`;
}

import { code, prose } from '../../formats/markdown.ts';
import type { Finding } from '../../model/check.ts';
import { showPosition } from '../../model/entry.ts';
import { findingMarkdown, MARKS } from '../finding-markdown.ts';
import { findingJson } from '../findings.ts';
import { counted } from '../../model/quote.ts';
import { told, toldProblem } from '../plain-text.ts';
import { findingsOf, totalsOf, type Validation } from './validation.ts';

/** A validation as Markdown, for the comment on a pull request: a line of sums, then each finding folded up. */
export function validationMarkdown(validation: Validation): string {
  const { counts, suppressed, files } = totalsOf(validation);
  const found = findingsOf(validation);
  const sums = (['error', 'warning', 'note'] as const).filter((severity) => counts[severity] > 0).map((severity) => `${MARKS[severity]} ${counted(counts[severity], severity)}`);
  const problems = [...validation.problems, ...validation.stacks.flatMap((stack) => stack.problems)];
  const single = found.filter(({ grouped }) => grouped !== true);
  const groups = [...new Set(found.filter(({ grouped }) => grouped === true).map(({ check }) => check))];
  return [
    '### Plumbline',
    '',
    `${sums.length === 0 ? 'No findings' : sums.join(', ')} in ${counted(validation.stacks.length, 'stack')} (${counted(files, 'file')})${suppressed === 0 ? '' : `; ${suppressed} suppressed`}.`,
    ...(problems.length === 0 ? [] : ['', ...problems.map((problem) => `- not readable: ${prose(toldProblem(problem))}`)]),
    ...single.flatMap((finding) => ['', ...findingMarkdown(findingJson(finding))]),
    ...(groups.length === 0 ? [] : ['', ...groups.map((id) => groupMarkdown(found.filter(({ check }) => check === id)))]),
    '',
  ].join('\n');
}

function groupMarkdown(same: readonly Finding[]): string {
  const [first] = same;
  const places = [...new Set(same.flatMap(({ at }) => (at === undefined ? [] : [code(told(showPosition(at), 200))])))];
  return first === undefined ? '' : `- ${MARKS[first.severity]} **${first.check}**, ${counted(same.length, 'time')}: ${places.slice(0, 3).join(', ')}${places.length > 3 ? ' …' : ''} **Fix:** ${prose(told(first.fix))}`;
}

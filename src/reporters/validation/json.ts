import type { Finding } from '../../model/check.ts';
import type { Stack } from '../../model/stack.ts';
import type { Judged } from '../../validate.ts';
import { entryJson } from '../entry.ts';
import { safeJson } from '../plain-text.ts';
import { totalsOf, type Validation } from './validation.ts';

/** A validation as JSON; the field names are stable. */
export function validationJson(validation: Validation): string {
  const { counts, suppressed, files } = totalsOf(validation);
  return safeJson({
    stacks: validation.stacks.map(stackJson),
    findings: validation.findings.map(findingJson),
    notRead: validation.unread,
    problems: validation.problems,
    tools: validation.tools,
    totals: { stacks: validation.stacks.length, files, ...counts, suppressed },
  });
}

const findingJson = ({ entries, grouped, ...finding }: Finding): object => ({ ...finding, grouped: grouped === true, entries: entries.map(entryJson) });

const stackJson = ({ stack, files, findings, suppressed, notJudged, judged, problems }: Judged): object => ({
  name: stack.name,
  components: stack.components.map((component) => ({ name: component.name, kind: component.kind })),
  links: linksOf(stack),
  files,
  judged,
  findings: findings.map(findingJson),
  suppressed: suppressed.map(({ finding, by }) => ({ ...findingJson(finding), suppression: { reason: by.reason, at: by.at } })),
  notJudged,
  notRead: stack.unread ?? [],
  problems,
});

const linksOf = ({ links }: Stack): readonly object[] => links.map(({ from, to }) => ({ from, to }));

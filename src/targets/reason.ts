import { showPosition, type Entry } from '../model/entry.ts';
import { ruleNamed } from '../rules/index.ts';

/** Why an entry has its value, in one sentence: the comment above a rendered line. */
export function reasonOf(entry: Entry): string {
  const { origin } = entry;
  if (origin.from === 'stated') return `Stated at ${showPosition(origin.at)}.`;
  if (origin.from === 'default') return `Default of ${origin.of}.`;
  return ruleNamed(origin.rule)?.because ?? '';
}

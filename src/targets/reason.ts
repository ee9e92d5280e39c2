import { inComment } from '../formats/units.ts';
import { showPosition, type Entry } from '../model/entry.ts';
import { rules, ruleNamed } from '../rules/index.ts';

/** What stands before the place of a statement. */
export const STATED_AT = 'Stated at ';

/** Why an entry has its value, in one sentence: the comment above a rendered line. */
export function reasonOf({ origin }: Entry): string {
  if (origin.from === 'stated') return `${STATED_AT}${showPosition(origin.at)}.`;
  if (origin.from === 'default') return `Default of ${origin.of}.`;
  return ruleNamed(origin.rule)?.because ?? '';
}

/** The reasons of rules as comments, by the ids of the rules: each stands in many files, in several of them again and again. */
const comments: ReadonlyMap<string, string> = new Map(rules.map(({ id, because }) => [id, inComment(because)]));

/** The same, fit for a comment of one line. */
export const commentOf = (entry: Entry): string => (entry.origin.from === 'rule' ? (comments.get(entry.origin.rule) ?? '') : inComment(reasonOf(entry)));

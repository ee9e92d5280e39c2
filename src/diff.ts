import type { Entry } from './model/entry.ts';
import type { Stack } from './model/stack.ts';
import type { Value } from './model/value.ts';

/** A value that two stacks do not share; one side is missing where only the other stack has it. */
export interface Change extends Pick<Entry, 'id' | 'component' | 'setting' | 'subject'> {
  readonly before?: Entry;
  readonly after?: Entry;
}

/** What differs between two stacks, in the order of the second; what only the first has follows its neighbours there. */
export interface Difference {
  readonly changed: readonly Change[];
  readonly added: readonly Change[];
  readonly removed: readonly Change[];
}

/** The entries whose values differ between two stacks. Where a value comes from does not count. */
export function diff(before: Stack, after: Stack): Difference {
  const changed: Change[] = [];
  const added: Change[] = [];
  for (const [id, entry] of after.entries) {
    const earlier = before.entries.get(id);
    if (earlier === undefined) added.push({ ...ofEntry(entry), after: entry });
    else if (!isSame(earlier.value, entry.value)) changed.push({ ...ofEntry(entry), before: earlier, after: entry });
  }
  const removed = [...before.entries.values()].filter(({ id }) => !after.entries.has(id)).map((entry): Change => ({ ...ofEntry(entry), before: entry }));
  return { changed, added, removed };
}

const ofEntry = ({ id, component, setting, subject }: Entry): Change => ({ id, component, setting, ...(subject === undefined ? {} : { subject }) });

/** All that differs. */
export const changesIn = ({ changed, added, removed }: Difference): readonly Change[] => [...changed, ...added, ...removed];

/** Whether nothing differs. */
export const isEmpty = (difference: Difference): boolean => changesIn(difference).length === 0;

/** Whether two values are equal. */
export const isSame = (one: Value, other: Value): boolean =>
  Array.isArray(one) && Array.isArray(other) ? one.length === other.length && one.every((item, i) => item === other[i]) : one === other;

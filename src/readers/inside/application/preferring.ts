import { together, type Facts } from '../../../model/facts.ts';

/** Facts in order of precedence: what an earlier one states or leaves unread, no later one says again. Repeated settings are all kept. */
export function preferring(all: readonly Facts[]): Facts {
  const decided = new Set<string>();
  const kept = all.map((facts): Facts => {
    const entries = facts.entries.filter((entry) => !decided.has(entry.id));
    const unread = facts.unread.filter((one) => one.id === undefined || !decided.has(one.id));
    for (const entry of entries) decided.add(entry.id);
    for (const one of unread) if (one.id !== undefined) decided.add(one.id);
    return { ...facts, entries, unread };
  });
  return together(kept);
}

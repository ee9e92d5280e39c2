import { defaultEntry, type Entry } from '../../model/entry.ts';
import { valueOf } from '../../model/lookup.ts';
import type { Stack } from '../../model/stack.ts';
import { version } from '../../settings/component.ts';
import { pooled } from './pooled.ts';

/** Two stacks that say the same things, and how much of each the other has no word for. */
export interface SideBySide {
  readonly theirs: Stack;
  readonly plan: Stack;
  /** Entries that only their files have: a plan leaves them alone. */
  readonly beyondPlan: number;
}

/**
 * What of a stranger's stack and of a plan can be set side by side: what files of that kind can say (`said`: the plan as it
 * is read from what is rendered of it) or theirs do say. Where theirs are silent, the server's default stands for them.
 */
export function sideBySide(theirs: Stack, plan: Stack, said: Stack): SideBySide {
  const shared = [...plan.entries.values()].filter(({ id, setting }) => setting.kind !== 'demand' && (theirs.entries.has(id) || said.entries.has(id)));
  const before = shared.flatMap((entry) => theirs.entries.get(entry.id) ?? pooled(theirs, entry) ?? silent(theirs, entry) ?? []);
  const entries = (all: readonly Entry[]): Stack['entries'] => new Map(all.map((entry) => [entry.id, entry]));
  return { theirs: { ...theirs, entries: entries(before) }, plan: { ...plan, routes: said.routes.map(({ at: _at, ...route }) => route), entries: entries(shared) }, beyondPlan: [...theirs.entries.keys()].filter((id) => !plan.entries.has(id)).length };
}

/** What their server takes where their files are silent. */
function silent(theirs: Stack, { component, setting, subject }: Entry): Entry | undefined {
  const owner = theirs.components.find(({ name }) => name === component);
  if (owner === undefined) return undefined;
  const runs = valueOf(theirs, owner, version) ?? '';
  const value = setting.silent?.(runs);
  return value === undefined ? undefined : defaultEntry(component, setting, value, `${owner.kind}${runs === '' ? '' : ` ${runs}`}`, subject);
}

import type { Finding } from '../model/check.ts';
import { grouped } from '../model/grouped.ts';

/** What the checks find on one side alone, and what both have. */
export interface FindingChanges<Moved extends Finding = Finding> {
  readonly appeared: readonly Moved[];
  readonly vanished: readonly Moved[];
  readonly stayed: readonly Finding[];
}

/**
 * Findings are the same when a check says them of the same component and the same settings with the same severity, whatever the
 * numbers; also when one of them names more settings, as where another client opens connections. A warning that became an error
 * has vanished, and the error is new.
 */
export function findingChanges(before: readonly Finding[], after: readonly Finding[]): FindingChanges {
  const left = new Map([...grouped(before, keyOf)].map(([key, same]) => [key, [...same]]));
  const known = new Set<Finding>();
  const pair = (same: (one: Finding, other: Finding) => boolean): void => {
    for (const finding of after) {
      const candidates = left.get(keyOf(finding)) ?? [];
      const at = known.has(finding) ? -1 : candidates.findIndex((one) => same(one, finding));
      if (at < 0) continue;
      candidates.splice(at, 1);
      known.add(finding);
    }
  };
  pair((one, other) => idsOf(one).join('\n') === idsOf(other).join('\n'));
  pair((one, other) => isPart(idsOf(one), idsOf(other)) || isPart(idsOf(other), idsOf(one)));
  const rest = new Set([...left.values()].flat());
  return { appeared: after.filter((finding) => !known.has(finding)), stayed: after.filter((finding) => known.has(finding)), vanished: before.filter((finding) => rest.has(finding)) };
}

const keyOf = ({ check, component, severity }: Finding): string => [check, component, severity].join('\n');
const idsOf = ({ entries }: Finding): readonly string[] => entries.map(({ id }) => id);
/** Nothing is part of everything: findings without settings are told by their places, and each is its own. */
const isPart = (some: readonly string[], all: readonly string[]): boolean => some.length > 0 && some.every((id) => all.includes(id));

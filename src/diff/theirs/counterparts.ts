import { endsBefore } from '../../checks/runs-once.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { isApplication, PROXY_KINDS } from '../../model/who.ts';

/** What a component is there for, whatever serves it: a frontend of Next.js is not taken for an API. */
function roleOf(component: Component): string {
  if (PROXY_KINDS.includes(component.kind)) return 'proxy';
  return isApplication(component) && component.kind !== 'next' && component.kind !== 'python' ? 'application' : component.kind;
}

/**
 * Which component of a stranger's stack is which of a plan: of those with the same role the one of the same name, else of
 * the same kind, else the next in order. What runs to its end (a migration) is nobody's counterpart. Names there to names here.
 */
export function counterparts(theirs: Stack, plan: Stack): ReadonlyMap<string, string> {
  const left = new Set(theirs.components.filter((component) => !endsBefore(theirs, component)));
  const pairs = new Map<string, string>();
  const pair = (fits: (one: Component, own: Component) => boolean): void => {
    for (const own of plan.components) {
      if ([...pairs.values()].includes(own.name)) continue;
      const found = [...left].find((one) => roleOf(one) === roleOf(own) && fits(one, own));
      if (found === undefined) continue;
      left.delete(found);
      pairs.set(found.name, own.name);
    }
  };
  pair((one, own) => one.name === own.name);
  pair((one, own) => one.kind === own.kind);
  pair(() => true);
  return pairs;
}

import { defineCheck, type Breach } from '../model/check.ts';
import { structure } from '../model/input.ts';
import { startOrderOf, type Waiting } from './start-order.ts';

/** Longer chains are nobody's, and more circles help nobody. */
const LONGEST = 200;
const MOST = 20;

/** Services that wait for each other in a circle, each circle once. */
function circles(all: readonly Waiting[]): readonly Breach[] {
  const byName = new Map(all.map((one) => [one.name, one.waitsFor]));
  const done = new Set<string>();
  const found: Breach[] = [];
  const follow = (name: string, path: readonly string[]): void => {
    for (const { name: next, at } of byName.get(name) ?? []) {
      const start = path.indexOf(next);
      if (found.length >= MOST) return;
      if (start >= 0) found.push({ message: `${name} waits for ${[next, ...path.slice(start + 1)].join(', which waits for ')}`, entries: [], ...(at === undefined ? {} : { at }) });
      else if (!done.has(next) && path.length < LONGEST) follow(next, [...path, next]);
    }
    done.add(name);
  };
  for (const { name } of all) if (!done.has(name)) follow(name, [name]);
  return found;
}

/** What every service waits for. */
export const dependencyCycle = defineCheck({
  id: 'dependency-cycle',
  severity: 'error',
  confidence: 'certain',
  on: ['project'],
  when: (stack) => startOrderOf(stack).some(({ waitsFor }) => waitsFor.length > 0),
  reads: { services: structure(startOrderOf) },
  broken: ({ services }) => circles(services),
  why: 'No order of starting fits: docker compose refuses the project with "dependency cycle detected".',
  fix: 'take one of the dependencies out; let that side try again until the other answers.',
  source: 'compose-go 2.16.2 graph.CheckCycle',
  examples: {
    holds: [{ services: [{ name: 'api', waitsFor: [{ name: 'db' }, { name: 'cache' }] }, { name: 'cache', waitsFor: [{ name: 'db' }] }, { name: 'db', waitsFor: [] }] }],
    breaks: [{ services: [{ name: 'api', waitsFor: [{ name: 'db' }] }, { name: 'db', waitsFor: [{ name: 'api' }] }] }, { services: [{ name: 'api', waitsFor: [{ name: 'api' }] }] }],
  },
});

import { expect, test } from 'vitest';
import { sideOf, sourcesOf } from '../../src/commands/diff/side.ts';
import { compare } from '../../src/diff/comparison.ts';
import { kept } from '../../src/diff/kept.ts';
import { diffHtml } from '../../src/reporters/diff/html.ts';
import { diffJson } from '../../src/reporters/diff/json.ts';
import { diffMarkdown } from '../../src/reporters/diff/markdown.ts';
import { diffText } from '../../src/reporters/diff/text.ts';
import type { Entry } from '../../src/model/entry.ts';
import { plain } from '../../src/reporters/style.ts';
import { diffedOf } from './sides.ts';

const sideWith = (name: string, sets: readonly string[]) => sideOf(name, sourcesOf('medium', { sets, cwd: import.meta.dirname }), { sets, cwd: import.meta.dirname });

/** Everything that an object leads to. */
function reachable(from: unknown, seen = new Set<object>()): ReadonlySet<object> {
  if (typeof from !== 'object' || from === null || seen.has(from)) return seen;
  seen.add(from);
  for (const inner of from instanceof Map ? [...from.keys(), ...from.values()] : Object.values(from)) reachable(inner, seen);
  return seen;
}

test('what is kept of a comparison leads to no plan', async () => {
  // Something is found on the newer side, and a cause is a value that the older one computed.
  const [before, after] = [await sideWith('before', []), await sideWith('after', ['targets.rps=5000', 'settings.db.postgres.max_connections=20'])];
  const whole = compare(before, after);
  expect(whole.findings.appeared).not.toEqual([]);
  const plan = new Set<object>([...before.stack.entries.values(), ...after.stack.entries.values()]);
  const chained = (one: object): boolean => plan.has(one) && (one as Entry).origin.from === 'rule' && (one as { origin: { inputs: readonly Entry[] } }).origin.inputs.length > 0;
  expect([...reachable(whole)].some(chained)).toBe(true);
  expect([...reachable(kept(whole))].filter(chained)).toEqual([]);
});

test('what is kept of a comparison is all that any format tells', async () => {
  const [before, after] = [await sideWith('before', []), await sideWith('after', ['machine.memory=12GiB', 'targets.rps=900', 'components.queue.kind=kafka', 'settings.db.postgres.work_mem=1MB'])];
  const whole = compare(before, after);
  const some = kept(whole);
  expect(some.before?.files.every(({ text }) => text === '')).toBe(true);
  for (const [one, other] of [[whole, some], [compare(undefined, after), kept(compare(undefined, after))], [compare(before, undefined), kept(compare(before, undefined))]] as const) {
    expect(diffText(diffedOf([other]), {}, plain)).toEqual(diffText(diffedOf([one]), {}, plain));
    expect(diffMarkdown(diffedOf([other]), {})).toBe(diffMarkdown(diffedOf([one]), {}));
    expect(diffJson(diffedOf([other]), {})).toBe(diffJson(diffedOf([one]), {}));
    expect(diffHtml(diffedOf([other]), {})).toBe(diffHtml(diffedOf([one]), {}));
  }
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import type { Cause } from '../../src/diff/cause.ts';
import { compare, differs, type Comparison } from '../../src/diff/comparison.ts';
import type { Side } from '../../src/diff/side.ts';
import type { Traced } from '../../src/diff/traced.ts';
import { isSame } from '../../src/diff.ts';
import { perStack } from '../../src/model/lookup.ts';
import type { Stack } from '../../src/model/stack.ts';
import { partsOf } from '../../src/reporters/diff/parts.ts';
import { planOf, stackOf, type Draft } from '../laws/random.ts';
import { rebuilt, restated } from './changed-drafts.ts';

const RUNS = Math.max(20, Math.ceil(Number(process.env.PLUMBLINE_LAW_RUNS ?? 800) / 20));
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);

const sideOf = perStack((stack): Side => ({ name: stack.name, stack, report: check(stack), files: [], shown: (at) => at }));

interface Compared {
  readonly before: Stack;
  readonly after: Stack;
  readonly comparison: Comparison;
}

const known = new Map<string, Compared | undefined>();

/** Compares the plans of two drafts, each two of them once; nothing where one of them is refused. */
function compared(drafts: readonly [Draft, Draft]): Compared | undefined {
  const key = JSON.stringify(drafts);
  if (!known.has(key)) {
    const [before, after] = drafts.map((draft) => planOf(stackOf(draft)));
    known.set(key, before === undefined || after === undefined ? undefined : { before, after, comparison: compare(sideOf(before), sideOf(after)) });
  }
  return known.get(key);
}

const always = (edits: fc.Arbitrary<readonly [Draft, Draft]>, body: (both: Compared, drafts: readonly [Draft, Draft]) => void): void =>
  fc.assert(fc.property(edits, (drafts) => {
    const both = compared(drafts);
    if (both !== undefined) body(both, drafts);
  }), { numRuns: RUNS, seed });

const statement = (stack: Stack, id: string) => {
  const entry = stack.entries.get(id);
  return entry?.origin.from === 'stated' ? entry : undefined;
};

/** What a cause is called, whichever side comes first. */
const called = (cause: Cause): string => (cause.from === 'structure' ? `${cause.what} ${cause.name}` : cause.from === 'program' ? `program ${cause.rule}` : cause.id);

describe(`laws of comparing (seed ${seed})`, () => {
  it('a plan does not differ from itself, and nothing is told of it', () => {
    always(rebuilt, ({ after }) => {
      const comparison = compare(sideOf(after), sideOf(after));
      expect(differs(comparison)).toBe(false);
      expect(partsOf(comparison, 'profiles', {})).toEqual([]);
    });
  });

  it('every change has a cause, and each is a statement that differs or a part that came, went or changed', () => {
    always(rebuilt, ({ before, after, comparison }) => {
      const parts = new Set(comparison.structure.map(({ what, name }) => `${what} ${name}`));
      for (const { id, causes } of comparison.changes) {
        expect(causes.length, id).toBeGreaterThan(0);
        for (const cause of causes) {
          if (cause.from === 'structure') expect(parts, `${id} because ${called(cause)}`).toContain(called(cause));
          else expect(isSameStatement(before, after, called(cause)), `${id} because ${called(cause)}`).toBe(false);
        }
      }
    });
  });

  it('a change goes away when all of its causes are stated as they were, but for one in twenty', () => {
    // Where two statements undo each other on both sides, and not in between, a value that follows is told of one of them alone.
    const told = { right: 0, wrong: 0 };
    always(restated, ({ before, comparison }, [, draft]) => {
      const profile = stackOf(draft);
      const plans = new Map<string, Stack | undefined>();
      for (const change of comparison.changes) {
        expect(change.causes.map(({ from }) => from), change.id).not.toContain('structure');
        const causes = change.causes.map(called).sort();
        const key = causes.join(' ');
        if (!plans.has(key)) plans.set(key, planOf(restatedAs(profile, before, causes)));
        const plan = plans.get(key);
        if (plan !== undefined) told[isAsBefore(change, plan) ? 'right' : 'wrong'] += 1;
      }
    });
    expect(told.right).toBeGreaterThan(0);
    expect(told.wrong / (told.right + told.wrong)).toBeLessThan(0.05);
  });

  it('the other way round everything is told the other way round', () => {
    always(rebuilt, ({ before, after, comparison }) => {
      const back = compare(sideOf(after), sideOf(before));
      const causes = ({ changes }: Comparison): ReadonlyMap<string, readonly string[]> => new Map(changes.map((change): [string, readonly string[]] => [change.id, change.causes.map(called).sort()]).sort(([a], [b]) => (a < b ? -1 : 1)));
      expect([...causes(back)]).toEqual([...causes(comparison)]);
      const parts = ({ structure }: Comparison) => structure.map(({ what, name }) => `${what} ${name}`).sort();
      expect(parts(back)).toEqual(parts(comparison));
    });
  });

  it('is told in the same order, in whatever order entries were put in', () => {
    always(rebuilt, ({ before, after, comparison }) => {
      const shuffled = (stack: Stack): Stack => ({ ...stack, entries: new Map([...stack.entries].reverse()) });
      const told = ({ changes }: Comparison) => new Map(changes.map(({ id, causes }) => [id, causes.map(called)]));
      expect(told(compare(sideOf(shuffled(before)), sideOf(after)))).toEqual(told(comparison));
    });
  });
});

const isSameStatement = (before: Stack, after: Stack, id: string): boolean => {
  const [one, other] = [statement(before, id), statement(after, id)];
  return one === undefined || other === undefined ? one === other : isSame(one.value, other.value);
};

/** A profile that states some things as another plan does. */
function restatedAs(profile: Stack, plan: Stack, ids: readonly string[]): Stack {
  const entries = new Map(profile.entries);
  for (const id of ids) {
    const entry = statement(plan, id);
    if (entry === undefined) entries.delete(id);
    else entries.set(id, entry);
  }
  return { ...profile, entries };
}

const isAsBefore = ({ id, before }: Traced, plan: Stack): boolean => {
  const value = plan.entries.get(id)?.value;
  return value === undefined || before === undefined ? value === before?.value : isSame(value, before.value);
};

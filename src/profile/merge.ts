import type { Scenario } from '../model/scenario.ts';
import { entryId } from '../model/entry.ts';
import { componentNamed, type Stack } from '../model/stack.ts';
import type { Value } from '../model/value.ts';
import { build_context, build_dockerfile, image, migrate } from '../settings/component.ts';
import type { Complaints } from './complaints.ts';
import { layoutOf } from './layout.ts';
import { checkLayout } from './layout-check.ts';
import { withSource, type Change, type Parts } from './parts.ts';
import { subjectsOf } from './setting-key.ts';
import { scenarioIn } from './scenario.ts';
import type { Source } from './source.ts';
import { statementsOf, type Statement } from './statements.ts';

const WITHOUT = 'profile.without';

/** What all sources together say: the stack's layout, and each entry as the last source states it. */
export interface Merged {
  readonly layout: Stack;
  readonly statements: ReadonlyMap<string, Statement>;
}

/** Merges the sources, the base first; what a later one states beats what an earlier one does. */
export function merge(sources: readonly Source[], complaints: Complaints): Merged {
  let parts: Parts | undefined;
  let scenario: Scenario | undefined;
  const merged = new Map<string, Statement>();
  for (const source of sources) {
    const before = parts;
    const change: Change = withSource(before, source, complaints);
    parts = change.parts;
    const own = scenarioIn(source, complaints);
    const isReplaced = own !== undefined || answersOtherwise(before, change);
    if (isReplaced) scenario = own;
    for (const [id, statement] of merged) if (isTakenAway(statement, change) || (isReplaced && statement.entry.setting.per === 'request')) merged.delete(id);
    const stated = statementsOf(source, withScenario(layoutOf(parts), scenario), complaints);
    for (const [id, statement] of merged) if (isOfAnotherImage(statement, stated)) merged.delete(id);
    for (const [id, statement] of stated) merged.set(id, id === WITHOUT ? joined(merged.get(id), statement) : statement);
  }
  const layout = withScenario(layoutOf(parts ?? new Map()), scenario);
  checkLayout(parts ?? new Map(), layout, complaints);
  const there = [...merged].filter(([, { entry }]) => isThere(entry, layout));
  return { layout, statements: new Map(there.map(([id, statement]) => [id, id === WITHOUT ? leftOutStill(statement, layout) : statement])) };
}

/** Whether other routes or applications answer than those that the scenario of the base asks. */
const answersOtherwise = (before: Parts | undefined, { rerouted, dropped }: Change): boolean => rerouted.size > 0 || [...dropped].some((name) => before?.get(name)?.routes !== undefined);

const withScenario = (layout: Stack, scenario: Scenario | undefined): Stack => (scenario === undefined ? layout : { ...layout, scenario });

/** Whether a source takes away what a statement of its base is about. */
const isTakenAway = ({ entry }: Statement, { dropped, rerouted }: Change): boolean =>
  dropped.has(entry.component) || (entry.subject !== undefined && dropped.has(entry.subject)) || (entry.setting.kind === 'route' && rerouted.has(entry.component));

/** Whether a statement of the base is about an image that a source replaces: how it is built, and what it migrates with. */
const isOfAnotherImage = ({ entry }: Statement, later: ReadonlyMap<string, Statement>): boolean =>
  [build_context, build_dockerfile, migrate].some((setting) => setting === entry.setting) && [image, build_context].some((setting) => later.has(entryId({ name: entry.component }, setting)));

/** Whether what a statement is about still exists: a later source may have changed routes and links. */
function isThere(entry: Statement['entry'], layout: Stack): boolean {
  const component = componentNamed(layout, entry.component);
  return component === undefined || entry.subject === undefined || subjectsOf(layout, component, entry.setting).includes(entry.subject);
}

const listOf = (value: Value | undefined): readonly string[] => (Array.isArray(value) ? value : []);
const withValue = (statement: Statement, value: readonly string[]): Statement => ({ ...statement, entry: { ...statement.entry, value } });
/** What the base leaves out stays out. */
const joined = (base: Statement | undefined, statement: Statement): Statement =>
  withValue(statement, [...new Set([...listOf(base?.entry.value), ...listOf(statement.entry.value)])]);
/** A component that was left out of the base may have been declared anew. */
const leftOutStill = (statement: Statement, layout: Stack): Statement =>
  withValue(statement, listOf(statement.entry.value).filter((name) => componentNamed(layout, name) === undefined));

import { entryId, type Entry } from '../../model/entry.ts';
import { part, type Stack } from '../../model/stack.ts';
import { topology, without } from '../../settings/profile.ts';
import { decidingEntries, isAdded } from '../../size/pooler.ts';
import { keyOf, statementCause, structuralCause, type Cause } from '../cause.ts';
import { alike, evenly, inOrder, type Roots } from './roots.ts';
import type { StructuralChange } from '../structure.ts';

/** Why parts of the stack differ between two sides, and which of them an entry has to do with. */
export interface Parts {
  /** Whatever differs in what the profiles say, statements and parts alike. */
  readonly everything: Roots;
  /** The causes of a part: mostly that it is itself listed, or no longer is. */
  readonly rootsOf: (change: StructuralChange) => Roots;
  /** What of the causes of a part is not the part itself: the sizing added it, or it is left out. */
  readonly reasonsOf: (change: StructuralChange) => readonly Cause[];
  /** The parts nearest to an entry that differ: at its component or subject, or else anywhere. */
  readonly near: (entry: Entry) => readonly StructuralChange[];
}

const WITHOUT = entryId(part(without.kind), without);
const TOPOLOGY = entryId(part(topology.kind), topology);

/** The parts that differ between two stacks, traced to what their profiles state. */
export function partsBetween(before: Stack, after: Stack, statements: ReadonlySet<string>, structure: readonly StructuralChange[]): Parts {
  const sides = [before, after];
  const stated = (ids: readonly string[]): readonly Cause[] => ids.map((id) => statementCause(before, after, id));
  const added = new Set(sides.flatMap((stack) => stack.components.filter((component) => isAdded(stack, component)).map(({ name }) => name)));
  const isOwn = ({ what, name }: StructuralChange): boolean => what === 'component' && added.has(name);
  const leftOut = (name: string): boolean => {
    const [one, other] = sides.map((stack) => stack.entries.get(WITHOUT)?.value).map((list) => Array.isArray(list) && list.includes(name));
    return statements.has(WITHOUT) && one !== other;
  };

  const rootsOf = (change: StructuralChange): Roots => {
    if (change.what === 'component' && leftOut(isOwn(change) ? 'pooler' : change.name)) return evenly(stated([WITHOUT]));
    return isOwn(change) ? rootsOfAdded() : evenly([structuralCause(change)]);
  };
  const everything = alike([...stated([...statements]).map((cause) => evenly([cause])), ...structure.filter((change) => !isOwn(change)).map(rootsOf)]);

  /** Why the sizing added a pooler on one side alone: whatever the connections of its databases follow from. */
  const rootsOfAdded = (): Roots => {
    if (statements.has(TOPOLOGY)) return evenly(stated([TOPOLOGY]));
    const read = new Set<string>();
    const walk = ({ id, origin }: Entry): void => {
      if (read.has(id)) return;
      read.add(id);
      if (origin.from === 'rule') origin.inputs.forEach(walk);
    };
    for (const stack of sides) decidingEntries(stack).forEach(walk);
    const causes = [...stated([...statements].filter((id) => read.has(id))), ...structure.filter((change) => change.what === 'component' && !isOwn(change)).map(structuralCause)];
    return causes.length > 0 ? evenly(causes) : everything;
  };

  const near = (entry: Entry): readonly StructuralChange[] => {
    const at = structure.filter((change) => isSubject(change, entry) || touches(change, entry.component) || (entry.subject !== undefined && touches(change, entry.subject)));
    return at.length > 0 ? at : structure;
  };

  return { everything, rootsOf, reasonsOf: (change) => inOrder(rootsOf(change)).filter((cause) => cause.from !== 'structure' || keyOf(cause) !== `${change.what} ${change.name}`), near };
}

/** Whether an entry is repeated for a part: a route, a component, or one that it is linked to. */
export const isSubject = ({ what, name }: StructuralChange, { component, subject }: Entry): boolean =>
  subject !== undefined && (name === subject || (what === 'link' && (name === `${component} -> ${subject}` || name === `${subject} -> ${component}`)));

const touches = ({ what, name, before, after, links = [] }: StructuralChange, component: string): boolean =>
  name === component ||
  [name, ...links].some((link) => link.split(' -> ').includes(component)) ||
  (what === 'route' && [before, after].some((is) => is?.split(', ').includes(`to ${component}`))) ||
  (what === 'request' && component === 'scenario');

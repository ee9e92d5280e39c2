import { isSame, type Change } from '../diff.ts';
import type { Finding } from '../model/check.ts';
import { entryId, type Entry } from '../model/entry.ts';
import { componentNamed, part, PROFILE_PARTS, type Component, type Stack } from '../model/stack.ts';
import * as c from '../settings/component.ts';
import { statementCause, statementsBetween, type Cause } from './cause.ts';
import { differing, influences } from './trace/influence.ts';
import { isSubject, partsBetween } from './trace/parts.ts';
import { lazily, remembered } from './trace/remembered.ts';
import { answerOf, replayer, textOf, type Looks, type Replayed } from './trace/replay.ts';
import { alike, evenly, inOrder, NO_ROOTS, together, type Roots } from './trace/roots.ts';
import { structuralChanges, type StructuralChange } from './structure.ts';

/** Tells why two stacks differ. */
export interface Tracer {
  /** The parts of the stack that differ. */
  readonly structure: readonly StructuralChange[];
  /** The causes of a value that differs, that of the greatest part first. */
  readonly ofEntry: (change: Pick<Change, 'id'>) => readonly Cause[];
  /** The causes of what differs among the sides of a finding. */
  readonly ofFinding: (finding: Pick<Finding, 'entries'>) => readonly Cause[];
  /** The causes of a part that is there for another reason than that the profile lists it: the sizing added it, or it is left out. */
  readonly ofPart: (change: StructuralChange) => readonly Cause[];
}

/** Traces what differs between two stacks to what their profiles state; what it finds out for one entry it knows for the next. */
export function tracerBetween(before: Stack, after: Stack): Tracer {
  const statements = statementsBetween(before, after);
  const structure = structuralChanges(before, after);
  const parts = partsBetween(before, after, statements, structure);
  const replays = lazily(() => [replayer(before), replayer(after)] as const);
  const differs = (id: string): boolean => {
    const [one, other] = [before.entries.get(id), after.entries.get(id)];
    return one === undefined || other === undefined ? one !== other : !isSame(one.value, other.value);
  };
  /** Only numbers are stated otherwise. Words, flags and what one side alone states may also be read from the profile as a whole, and then no input tells. */
  const isPlain = structure.length === 0 && [...statements].every((id) => [before, after].every((stack) => stack.entries.get(id)?.origin.from === 'stated' && typeof stack.entries.get(id)?.value === 'number'));

  const stated = remembered((id) => evenly([statementCause(before, after, id)]));
  const rootsOf = remembered((id): Roots => begin(id, before.entries.get(id), after.entries.get(id)), NO_ROOTS);
  const rootsOfIds = (ids: readonly string[]): Roots => alike(ids.map((id) => (statements.has(id) ? stated(id) : rootsOf(id))));

  const begin = (id: string, one: Entry | undefined, other: Entry | undefined): Roots => {
    const entry = other ?? one;
    if (entry === undefined) return NO_ROOTS;
    const owner = structure.find(({ what, name, happened }) => what === 'component' && name === entry.component && (happened !== 'changed' || !statements.has(id)));
    if (owner !== undefined) return parts.rootsOf(owner);
    if (statements.has(id)) return stated(id);
    const subject = one === undefined || other === undefined ? structure.filter((change) => isSubject(change, entry)) : [];
    if (subject.length > 0) return alike(subject.map(parts.rootsOf));
    const visible = [...new Set([...inputsOf(other), ...inputsOf(one)])].filter((input) => input !== id && differs(input));
    const seen = rootsOfIds(visible);
    const roots = seen.size === 1 && (isPlain || parts.everything.size === 1) ? seen : replayed(entry, one, other, visible);
    if (roots.size > 0) return roots;
    return parts.everything.size > 0 ? parts.everything : evenly([{ from: 'program', rule: entry.origin.from === 'rule' ? entry.origin.rule : `${entry.setting.kind}.${entry.setting.name}` }]);
  };

  /** What a value follows from, as its rule reads its inputs again on both sides. */
  const replayed = (entry: Entry, one: Entry | undefined, other: Entry | undefined, visible: readonly string[]): Roots => {
    const [there, here] = [componentOf(before, entry.component), componentOf(after, entry.component)];
    const owner = here ?? there;
    if (owner === undefined) return NO_ROOTS;
    const [earlier, later] = replays();
    const [was, is] = [earlier(there ?? owner, entry.setting, entry.subject), later(here ?? owner, entry.setting, entry.subject)];
    const versions = one?.origin.from === 'rule' && other?.origin.from === 'rule' ? [] : [entryId(owner, c.version)].filter((id) => id !== entry.id && differs(id));
    const found = rootsOfIds(versions);
    if (was.rule === undefined || was.rule !== is.rule) return alike([found, ...(was.rule === is.rule ? [] : [rootsOfLooks(was.chosenBy, is.chosenBy, entry)]), rootsOfIds(visible)]);
    const moved = differing(was.inputs, is.inputs, isSettled).map((name) => ({ name, roots: rootsOfLooks(was.inputs.get(name), is.inputs.get(name), entry) }));
    const program = versions.length === 0 && isOtherwise(was, one) ? evenly([{ from: 'program', rule: was.rule.id }]) : NO_ROOTS;
    return together([{ roots: found, share: 1 }, { roots: program, share: 1 }, ...influences(was.rule, was.inputs, is.inputs, moved)]);
  };

  /** Whether an input gave the same for sure: nothing differs of what it looked at. */
  const isSettled = ({ values, statements: asked, everywhere }: Looks): boolean => structure.length === 0 && !everywhere && !anyOf(values, differs) && !anyOf(asked, (id) => statements.has(id));

  /** The causes of what differs of what both sides looked at; where nothing does, it is the structure. */
  const rootsOfLooks = (one: Looks | undefined, other: Looks | undefined, entry: Entry): Roots => {
    const looks = [one, other].filter((each) => each !== undefined);
    const seen = [...new Set([...looks.flatMap(({ values }) => [...values]).filter(differs), ...looks.flatMap((each) => [...each.statements]).filter((id) => statements.has(id))])];
    if (seen.length > 0) return rootsOfIds(seen);
    const own = looks.some(({ everywhere }) => everywhere) ? [...statements].filter((id) => [before, after].some((stack) => stack.entries.get(id)?.component === entry.component)) : [];
    return own.length > 0 ? rootsOfIds(own) : alike(parts.near(entry).map(parts.rootsOf));
  };

  return { structure, ofEntry: ({ id }) => inOrder(rootsOf(id)), ofFinding: ({ entries }) => inOrder(rootsOfIds(entries.map(({ id }) => id).filter(differs))), ofPart: parts.reasonsOf };
}

/** Whether a rule gives today another value than the plan says that it gave, from the same inputs. */
function isOtherwise({ rule, inputs }: Replayed, entry: Entry | undefined): boolean {
  if (rule === undefined || (entry !== undefined && entry.origin.from !== 'rule')) return false;
  return answerOf(rule, inputs) !== (entry === undefined ? undefined : textOf(entry.value));
}

function anyOf(ids: ReadonlySet<string>, fits: (id: string) => boolean): boolean {
  for (const id of ids) if (fits(id)) return true;
  return false;
}

const inputsOf = (entry: Entry | undefined): readonly string[] => (entry?.origin.from === 'rule' ? entry.origin.inputs.map(({ id }) => id) : []);
/** A component, or the part of the profile of that name. */
const componentOf = (stack: Stack, name: string): Component | undefined => componentNamed(stack, name) ?? PROFILE_PARTS.filter((each) => each === name).map(part)[0];

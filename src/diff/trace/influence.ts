import type { Rule } from '../../model/rule.ts';
import { answerOf, textOf, type Heard, type Looks } from './replay.ts';
import type { Roots, Share } from './roots.ts';

/** Inputs of a rule by name. */
type Inputs = ReadonlyMap<string, Heard>;

/** The names of the inputs that gave something else; what is settled need not be looked at. */
export const differing = (before: Inputs, after: Inputs, isSettled: (looks: Looks) => boolean): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((name) => {
    const [one, other] = [before.get(name), after.get(name)];
    const settled = one !== undefined && other !== undefined && isSettled(one) && isSettled(other);
    return !settled && textOf(one?.value) !== textOf(other?.value);
  });

/** An input that gave something else, and what that follows from. */
export interface Moved {
  readonly name: string;
  readonly roots: Roots;
}

/**
 * How much each of some inputs moves the answer of a rule, when it alone is that of the other side. Inputs that move nothing,
 * together either, are left out: a value is not because of what does not bind it. The same whichever side comes first.
 */
export function influences(rule: Rule, before: Inputs, after: Inputs, inputs: readonly Moved[]): readonly Share[] {
  const answer = (base: Inputs, other: Inputs, taken: readonly Moved[]): string | undefined => answerOf(rule, new Map([...base].map(([name, input]) => [name, taken.some((each) => each.name === name) ? (other.get(name) ?? input) : input])));
  const [one, other] = [answer(before, after, []), answer(after, before, [])];
  const moves = new Map(inputs.map((input) => [input, distance(one, answer(before, after, [input])) + distance(other, answer(after, before, [input]))]));
  const moving = wholly(inputs.filter((input) => (moves.get(input) ?? 0) > 0), inputs);
  const carried = inputs.filter((input) => moving.includes(input) || isWithin(input.roots, moving));
  const enough = one !== other && answer(before, after, carried) === other && answer(after, before, carried) === one;
  return (enough ? moving : inputs).map((input) => ({ roots: input.roots, share: Math.max(moves.get(input) ?? 0, LEAST) }));
}

/** Some inputs and those that would move with them, but not all the way: of which some causes are theirs, and others not. */
function wholly(some: readonly Moved[], all: readonly Moved[]): readonly Moved[] {
  const halfway = all.filter((input) => !some.includes(input) && [...input.roots.keys()].some((key) => some.some(({ roots }) => roots.has(key))) && !isWithin(input.roots, some));
  return halfway.length === 0 ? some : wholly(all.filter((input) => some.includes(input) || halfway.includes(input)), all);
}

const isWithin = (roots: Roots, some: readonly Moved[]): boolean => [...roots.keys()].every((key) => some.some((input) => input.roots.has(key)));

/** The share of an input that moves nothing alone. */
const LEAST = 0.01;

/** How far apart two answers are: a part of the greater one, and 1 for what is no number. */
function distance(one: string | undefined, other: string | undefined): number {
  if (one === other) return 0;
  const [a, b] = [Number(one), Number(other)];
  return Number.isFinite(a) && Number.isFinite(b) ? Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)) : 1;
}

import { InputError, type Problem } from '../model/problem.ts';
import type { Mark } from '../formats/yaml-tree.ts';
import { shownAt, type Place, type Source } from './source.ts';

/** More would only scroll away. */
const MOST = 20;
const ENOUGH = 60;

/** What is wrong with a profile, collected so that all of it is told at once. */
export interface Complaints {
  readonly add: (place: Place, message: string, hint?: string) => void;
  /** Whether something was already said of this very node. */
  readonly has: (at: Mark) => boolean;
  readonly none: () => boolean;
  /** Whether so much is wrong that looking for more is a waste. */
  readonly full: () => boolean;
  /** Throws what was collected, in the order of sources and lines; does nothing when there is nothing. */
  readonly settle: (order: readonly Source[]) => void;
}

export function complaints(): Complaints {
  const told = new Map<Mark, { readonly place: Place; readonly problem: Problem }>();
  return {
    add: (place, message, hint) => {
      if (!told.has(place.at)) told.set(place.at, { place, problem: { at: shownAt(place), message, ...(hint === undefined ? {} : { hint }) } });
    },
    has: (at) => told.has(at),
    none: () => told.size === 0,
    full: () => told.size >= ENOUGH,
    settle: (order) => {
      if (told.size === 0) return;
      const sorted = [...told.values()].sort((a, b) => order.indexOf(a.place.source) - order.indexOf(b.place.source) || a.place.at.line - b.place.at.line || a.place.at.column - b.place.at.column);
      const problems = sorted.map(({ problem }) => problem);
      const rest = problems.length - MOST;
      throw new InputError(rest > 0 ? [...problems.slice(0, MOST), { message: problems.length >= ENOUGH ? 'and many more' : `and ${rest} more` }] : problems);
    },
  };
}

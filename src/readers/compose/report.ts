import type { Entry, Position } from '../../model/entry.ts';
import type { Document } from '../../model/document.ts';
import type { Facts } from '../../model/facts.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unread } from '../../model/stack.ts';

/** More of one kind helps nobody. */
const MOST_PROBLEMS = 200;

/** Collects what is found while the files of a deployment are read, each once. */
export interface Report {
  readonly problem: (problem: Problem) => void;
  readonly entry: (entry: Entry) => void;
  readonly unread: (unread: Unread) => void;
  readonly document: (document: Document) => void;
  readonly opened: (path: string) => void;
  /** Counts work; `false` when files ask for more than any person wrote. */
  readonly spend: (steps: number, at?: Position) => boolean;
  readonly facts: () => Facts;
}

/** Steps of merging that one deployment may take. */
const STEPS = 100_000;

/** A report on which nothing stands. */
export function emptyReport(): Report {
  const problems = new Map<string, Problem>();
  const entries = new Map<string, Entry>();
  const unread = new Map<string, Unread>();
  const documents: Document[] = [];
  const files = new Set<string>();
  let left = STEPS;
  const problem = (one: Problem): void => {
    const key = `${one.at?.file ?? ''}:${one.at?.line ?? 0}:${one.at?.column ?? 0} ${one.message}`;
    if (problems.size < MOST_PROBLEMS && !problems.has(key)) problems.set(key, one);
  };
  return {
    problem,
    entry: (one) => { if (!entries.has(one.id)) entries.set(one.id, one); },
    unread: (one) => {
      const key = `${one.component ?? ''} ${one.id ?? ''} ${one.what} ${one.because}`;
      if (!unread.has(key)) unread.set(key, one);
    },
    document: (one) => { documents.push(one); },
    opened: (path) => { files.add(path); },
    spend: (steps, at) => {
      if (left >= 0 && left < steps) problem({ at, message: 'too much is repeated by extends, include and merging to be a configuration; the rest is left out' });
      left -= steps;
      return left >= 0;
    },
    facts: () => ({ entries: [...entries.values()], connections: [], documents, unread: [...unread.values()], problems: [...problems.values()], files: [...files] }),
  };
}

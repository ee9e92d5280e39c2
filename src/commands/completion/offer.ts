/** One word that could stand at the cursor, with a few words of what it is. */
export interface Candidate {
  readonly word: string;
  readonly about: string;
}

/** What could stand at the cursor. */
export interface Offer {
  readonly candidates: readonly Candidate[];
  /** Which paths could stand there too: the shell knows them best. */
  readonly paths: 'none' | 'files' | 'folders';
  /** What stands before a path in the same word: `--out=`. */
  readonly before: string;
}

/** Nothing that anybody knows of. */
export const NOTHING: Offer = { candidates: [], paths: 'none', before: '' };

/** Words that need no explanation. */
export const bare = (words: Iterable<string>): readonly Candidate[] => [...words].map((word) => ({ word, about: '' }));

/** Those that begin with what was typed. */
export const beginning = (partial: string, candidates: readonly Candidate[]): readonly Candidate[] => candidates.filter(({ word }) => word.startsWith(partial));

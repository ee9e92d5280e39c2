/** One line of a rendered stack: of a file, below the lines `within`, each deeper than the one before. */
export interface Place {
  readonly file: string;
  readonly within?: readonly string[];
  readonly line: string;
}

/** One row of a guide's tables in its own words, and the lines of the rendered stack that say it. */
export interface Row {
  readonly says: string;
  readonly rendered: readonly Place[];
}

/** A contradiction of a guide, and what the program says of it. */
export interface Contradiction {
  readonly says: string;
  readonly check: string;
  readonly message: string;
  /** Where only one of the two shows it: the numbers of the plan, or the text of its files. */
  readonly only?: 'plan' | 'files';
}

/** A profile of examples/guides: what its guide says, what is wrong with it, and what is rendered instead. */
export interface Guide {
  /** Its file, without `.yaml`. */
  readonly profile: string;
  /** The guide, and what it runs. */
  readonly title: string;
  readonly rows: readonly Row[];
  readonly contradictions: readonly Contradiction[];
  /** Checks that fire as well, though the guide's list does not name them. */
  readonly besides: readonly string[];
  /** What the guide forgot or chose otherwise, and the rendered stack has even with the guide's numbers. */
  readonly mended: readonly Row[];
  /** Ids whose sized values stand in docs/guides.md. */
  readonly shown: readonly string[];
  /** What docs/guides.md says of the guide's claim, where arithmetic has something to say. */
  readonly claim: string;
}

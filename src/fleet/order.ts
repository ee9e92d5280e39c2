import type { Edits } from '../output/changes.ts';

/** How profiles are rendered: what the command line said, the same for all of them. Plain data, so that every thread gets it. */
export interface Order {
  /** `write` prepares the files, `compare` only says what would become of them, `show` keeps their texts. */
  readonly purpose: 'write' | 'compare' | 'show';
  readonly sets: readonly string[];
  readonly sized?: true | undefined;
  /** The targets that are rendered; all of them without. */
  readonly targets?: readonly string[] | undefined;
  readonly builtInDirectory: string;
  readonly cwd: string;
  /** The folder that gets one folder for each stack. */
  readonly out: string;
  readonly edits: Edits;
  /** What is known from earlier runs; nothing is looked up or kept without. */
  readonly memory?: Memory | undefined;
}

/** Where the answers of earlier runs lie, and whether they count in this one. */
export interface Memory {
  /** The folder of this output folder's answers. */
  readonly folder: string;
  /** Answers of another build of Plumbline are worth nothing. */
  readonly build: string;
  readonly use: 'recall' | 'only-keep' | 'only-recall';
}

import type { Format } from '../model/document.ts';
import type { Position } from '../model/entry.ts';

/** One line of pgbouncer.ini with its place, or the variable that an image makes such a line of. */
export interface PgbouncerLine {
  readonly section: string;
  readonly name: string;
  readonly value: string;
  readonly text: string;
  readonly at: Position;
  /** An image of another version may not know the variable: then nothing becomes of it. */
  readonly by: 'file' | 'environment';
}

/** Every line that a PgBouncer is told. */
export interface PgbouncerLines {
  readonly version?: string;
  readonly lines: readonly PgbouncerLine[];
}

/** What the files and the variables of one PgBouncer tell it. */
export const pgbouncerLines: Format<PgbouncerLines> = { name: 'pgbouncer lines' };

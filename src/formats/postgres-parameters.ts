import type { Format } from '../model/document.ts';
import type { Position } from '../model/entry.ts';

/** What states a parameter: a file, the server's command line, a variable, a statement in SQL, or initdb's arguments. */
export type StatedBy = 'file' | 'command' | 'environment' | 'sql' | 'initdb';

/** A parameter of PostgreSQL as something states it. */
export interface StatedParameter {
  readonly name: string;
  /** The value without quotes. */
  readonly value: string;
  /** As it is written. */
  readonly text: string;
  readonly at: Position;
  readonly by: StatedBy;
}

/** Every parameter that a PostgreSQL is told, also those that another statement replaces. */
export interface PostgresParameters {
  /** Version of the server, where its image tells. */
  readonly version?: string;
  readonly stated: readonly StatedParameter[];
}

/** What the files, the command and the variables of one PostgreSQL tell it. */
export const postgresParameters: Format<PostgresParameters> = { name: 'postgres parameters' };

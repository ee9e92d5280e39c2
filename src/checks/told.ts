import type { Position } from '../model/entry.ts';

/** Something that a server is told by name, as a file, its command line or a variable states it. */
export interface Told {
  /** Version of the server, where its image tells. */
  readonly version?: string;
  readonly name: string;
  readonly value: string;
  readonly at: Position;
  /** The part of the file, where names differ by it. */
  readonly section?: string;
}

/** What is wrong with it. */
export interface Fault {
  readonly message: string;
  readonly at: Position;
}

import { readdirSync, readFileSync } from 'node:fs';

/** The part of a file system that looking at the host needs; tests bring their own. */
export interface Files {
  /** The text of a file, or `undefined` when it cannot be read. */
  readonly read: (path: string) => string | undefined;
  /** The names in a folder; none when it cannot be read. */
  readonly list: (path: string) => readonly string[];
}

function orElse<T>(fallback: T, work: () => T): T {
  try {
    return work();
  } catch {
    return fallback;
  }
}

/** The files of this host. */
export const hostFiles: Files = {
  read: (path) => orElse(undefined, () => readFileSync(path, 'utf8')),
  list: (path) => orElse([], () => readdirSync(path)),
};

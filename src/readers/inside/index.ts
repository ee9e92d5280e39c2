import type { InsideReader } from './running.ts';

/** Every reader of the inside of a container; the first that recognises it reads it. */
export const insideReaders: readonly InsideReader[] = [];

import { atEnd } from '../../../src/live/at-end.ts';

const clears = new Set<() => void>();

/** Calls `clear` when this process ends before it was taken off again: one listener of the process for all. */
export function atLast(clear: () => void): { readonly off: () => void } {
  if (clears.size === 0) end = atEnd(() => { for (const each of clears) each(); });
  clears.add(clear);
  return {
    off: () => {
      clears.delete(clear);
      if (clears.size === 0) end?.off();
    },
  };
}

let end: { readonly off: () => void } | undefined;

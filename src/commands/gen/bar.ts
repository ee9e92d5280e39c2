import { countBar } from '../../reporters/progress-bar.ts';
import type { Terminal } from '../terminal.ts';

/** Milliseconds between two pictures of the bar. */
const PICTURE = 100;
const CLEAR = '\r\u001b[2K';
/** The columns of a terminal that does not tell how many it has. */
const COLUMNS = 80;

/** Shows how many profiles are done, where somebody watches and there are several; `end` wipes it away. */
export function profilesBar(total: number, { progress, err }: Terminal): { readonly told: (done: number, profile: string) => void; readonly end: () => void } {
  if (progress === undefined || total < 2) return { told: () => undefined, end: () => undefined };
  let drawn = Date.now();
  let there = false;
  return {
    told: (done, doing) => {
      if (Date.now() - drawn < PICTURE) return;
      drawn = Date.now();
      there = true;
      err(`${CLEAR}${countBar({ done, total, doing }, process.stderr.columns || COLUMNS)}`);
    },
    end: () => {
      if (there) err(CLEAR);
    },
  };
}

/** How far something is: seconds that passed, seconds that it takes, and what is being done. */
export interface Progress {
  readonly passed: number;
  readonly total: number;
  readonly doing: string;
}

/** A bar, the time and what is being done, in one line of that many columns. */
export function progressBar({ passed, total, doing }: Progress, columns: number): string {
  return bar(total <= 0 ? 1 : passed / total, `${clock(Math.min(passed, total))} of ${clock(total)}  ${doing}`, columns);
}

/** How many of several things are done, and the one that was done last. */
export interface Count {
  readonly done: number;
  readonly total: number;
  readonly doing: string;
}

/** A bar, the count and the last one, in one line of that many columns. */
export const countBar = ({ done, total, doing }: Count, columns: number): string => bar(done / total, `${done} of ${total}  ${doing}`, columns);

function bar(share: number, text: string, columns: number): string {
  const full = Math.round(WIDTH * Math.min(1, share));
  return `[${'='.repeat(full)}${' '.repeat(WIDTH - full)}] ${text}`.slice(0, Math.max(0, columns - 1));
}

const WIDTH = 30;

/** Seconds as a clock shows them: `1:05`. */
export const clock = (seconds: number): string => `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;

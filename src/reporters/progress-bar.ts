/** How far something is: seconds that passed, seconds that it takes, and what is being done. */
export interface Progress {
  readonly passed: number;
  readonly total: number;
  readonly doing: string;
}

/** A bar, the time and what is being done, in one line of that many columns. */
export function progressBar({ passed, total, doing }: Progress, columns: number): string {
  const share = total <= 0 ? 1 : Math.min(1, passed / total);
  const full = Math.round(WIDTH * share);
  return `[${'='.repeat(full)}${' '.repeat(WIDTH - full)}] ${clock(Math.min(passed, total))} of ${clock(total)}  ${doing}`.slice(0, Math.max(0, columns - 1));
}

const WIDTH = 30;

/** Seconds as a clock shows them: `1:05`. */
export const clock = (seconds: number): string => `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;

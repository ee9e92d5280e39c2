import { lengthOf, type Planned } from '../../bench/phases.ts';
import { progressBar } from '../../reporters/progress-bar.ts';
import type { Terminal } from '../terminal.ts';

/** A bar on the terminal while something is measured; nothing where nobody watches. */
export interface ProgressLine {
  readonly now: (phase: Planned) => void;
  readonly end: () => void;
}

/** Milliseconds between two pictures of the bar. */
const PICTURE = 200;
const CLEAR = '\r\u001b[2K';

/** The columns of a terminal that does not tell how many it has. */
const COLUMNS = 80;

/** Shows how much of `total` seconds has passed. */
export function showProgress(total: number, { progress, err }: Terminal): ProgressLine {
  if (progress === undefined) return { now: () => undefined, end: () => undefined };
  const start = Date.now();
  let doing = '';
  const draw = (): void => err(`${CLEAR}${progressBar({ passed: (Date.now() - start) / 1000, total, doing }, process.stderr.columns || COLUMNS)}`);
  const timer = setInterval(draw, PICTURE);
  return {
    now: (phase) => {
      doing = `${phase.name}${phase.load.kind === 'rate' && phase.purpose !== 'search' ? `: ${phase.load.rate}/s` : ''} for ${lengthOf([phase])} s`;
      draw();
    },
    end: () => {
      clearInterval(timer);
      err(CLEAR);
    },
  };
}

import type { WriteStream } from 'node:tty';
import { clock } from '../../src/reporters/progress-bar.ts';

/** One line on a terminal that says what is being done; elsewhere, one line for each thing. */
export interface ProgressLine { readonly say: (doing: string) => void; readonly end: () => void }

/** Writes progress with the time since the start. */
export function progressLine(out: Pick<WriteStream, 'write' | 'isTTY' | 'columns'>): ProgressLine {
  const begun = Date.now();
  const line = (doing: string): string => `${clock((Date.now() - begun) / 1000)}  ${doing}`;
  return {
    say: (doing) => void out.write(out.isTTY ? `\r\x1b[K${line(doing).slice(0, out.columns - 1)}` : `${line(doing)}\n`),
    end: () => void (out.isTTY && out.write('\r\x1b[K')),
  };
}

import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { completionScript } from '../package.ts';
import { offerFor } from './completion/offers.ts';
import { NOTHING, type Offer } from './completion/offer.ts';
import { placeOf } from './completion/place.ts';
import { lines, type ExitCode, type Terminal } from './terminal.ts';

/** The shells whose TAB can ask the program. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/**
 * `gen completion SHELL`: the script that makes the shell complete; with the words of a line, the last as far as it is typed, what could stand there.
 * The script reads: which paths the shell adds and what stands before them, then a word and what it is on each line.
 */
export async function completionCommand(shell: (typeof SHELLS)[number], words: readonly string[], root: Command, terminal: Terminal): Promise<ExitCode> {
  if (words.length === 0) terminal.out(readFileSync(completionScript(shell), 'utf8'));
  else terminal.out(lines(shown(await offerFor(root, placeOf(root, words), terminal.cwd).catch(() => NOTHING))));
  return 0;
}

const shown = ({ paths, before, candidates }: Offer): readonly string[] => [`${paths}\t${before}`, ...candidates.map(({ word, about }) => `${word}\t${about}`)];

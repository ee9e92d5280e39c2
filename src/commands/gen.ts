import { dirname, resolve } from 'node:path';
import { forgetOldest, memoryFor } from '../fleet/memory.ts';
import type { Order } from '../fleet/order.ts';
import type { Answer, Placed } from '../fleet/placed.ts';
import { answersTo } from '../fleet/threads.ts';
import { discardAll, write } from '../fleet/write.ts';
import { shownPath } from '../output/path.ts';
import { builtInDirectory } from '../package.ts';
import { matters } from '../reporters/findings.ts';
import { showFleet } from '../reporters/fleet.ts';
import { resultJson, showResult, type Result } from '../reporters/result.ts';
import { profilesBar } from './gen/bar.ts';
import { problemsOf, refuse } from './gen/refuse.ts';
import { onInterrupt } from './interrupt.ts';
import { everyProfile, namedProfiles } from './profiles.ts';
import { json, lines, type ExitCode, type Terminal } from './terminal.ts';

/** The flags of `gen`. */
export interface GenOptions {
  readonly profile: readonly string[];
  readonly all?: true;
  readonly out: string;
  readonly target?: readonly string[];
  readonly set: readonly string[];
  readonly sized?: true;
  readonly stdout?: true;
  readonly dryRun?: true;
  readonly format: 'text' | 'json';
  readonly quiet?: true;
  readonly strict?: true;
  readonly force?: true;
  readonly jobs?: number;
  /** False with `--no-cache`. */
  readonly cache: boolean;
}

/** `gen --profile NAME`: renders stacks. Everything is read, sized, rendered and compared before anything is replaced. */
export async function gen(options: GenOptions, terminal: Terminal): Promise<ExitCode> {
  const profiles = options.all ? everyProfile(terminal.cwd) : namedProfiles(options.profile, terminal.cwd);
  const order = orderOf(options, terminal.cwd);
  const interrupt = onInterrupt();
  const bar = profilesBar(profiles.length, terminal);
  /** What would have to be taken back. */
  let placed: Placed[] = [];
  try {
    // Texts are not sent from thread to thread.
    const answers = await answersTo(profiles, order, { threads: order.purpose === 'show' ? 1 : options.jobs, signal: interrupt.signal, told: bar.told });
    bar.end();
    const whole = answers.filter((answer) => answer !== undefined);
    placed = placedOf(whole);
    if (interrupt.signal.aborted) return interrupted(0, profiles.length, terminal);
    refuse(problemsOf(whole, terminal.cwd));
    const found = placed.some(({ summary }) => matters(summary.findings));
    const refused = options.strict === true && found;
    const results = placed.map((each) => resultOf(each, order, refused));
    if (order.purpose === 'write' && !refused) {
      const written = await write(placed.splice(0), interrupt.signal);
      if (written < results.length) return interrupted(written, results.length, terminal);
    }
    if (order.purpose === 'write' && order.memory !== undefined) forgetOldest(dirname(order.memory.folder));
    print(results, options, terminal);
    return found ? 1 : 0;
  } finally {
    discardAll(placed);
    interrupt.off();
  }
}

const placedOf = (answers: readonly Answer[]): Placed[] => answers.flatMap((answer) => ('placed' in answer ? [answer.placed] : []));

const orderOf = (options: GenOptions, cwd: string): Order => {
  const purpose = options.stdout ? 'show' : options.dryRun ? 'compare' : 'write';
  const out = resolve(cwd, options.out);
  return { purpose, sets: options.set, sized: options.sized, targets: options.target, builtInDirectory, cwd, out, edits: options.force ? 'overwritten' : 'respected', memory: options.cache && purpose !== 'show' ? memoryFor(out, purpose === 'compare' ? 'only-recall' : options.force ? 'only-keep' : 'recall') : undefined };
};

const resultOf = ({ profile: _, prepared: _prepared, conflicts: _conflicts, ...placed }: Placed, { purpose, cwd }: Order, refused: boolean): Result => ({
  ...placed,
  folder: shownPath(placed.folder, cwd),
  outcome: purpose === 'show' ? 'shown' : refused ? 'refused' : purpose === 'compare' ? 'compared' : 'written',
});

function interrupted(written: number, of: number, terminal: Terminal): ExitCode {
  terminal.err(written === 0 ? 'interrupted: nothing was written\n' : `interrupted: ${written} of ${of} profiles are written, the others are as they were\n`);
  return 130;
}

/** Of more profiles than this, each gets one line. */
const FEW = 10;

function print(results: readonly Result[], options: GenOptions, terminal: Terminal): void {
  if (options.format === 'json') {
    terminal.out(json({ profiles: results.map((result) => resultJson(result, options.stdout ? 'with-text' : 'without-text')) }));
    return;
  }
  for (const { summary, files } of results) for (const file of files ?? []) terminal.out(`==> ${summary.name}/${file.path} <==\n${file.text}\n`);
  const amount = options.quiet ? 'problems' : 'all';
  if (results.length > FEW) return terminal.err(lines(showFleet(results, amount, terminal.errStyle)));
  const shown = results.map((result) => showResult(result, amount, terminal.errStyle)).filter((text) => text.length > 0);
  terminal.err(lines(shown.flatMap((text, i) => (i === 0 ? text : ['', ...text]))));
}

import { basename, resolve } from 'node:path';
import { adopt } from '../adopt.ts';
import { suggestion } from '../formats/suggest.ts';
import { placed } from '../model/entry.ts';
import { fail, showProblem } from '../model/problem.ts';
import { quoted } from '../model/quote.ts';
import { movesTo } from '../moved.ts';
import { OUT } from '../output/folder.ts';
import type { StackRead } from '../read.ts';
import { readTree } from '../read-tree.ts';
import type { ExitCode, Terminal } from './terminal.ts';
import { machineEntries } from './validate/machine.ts';
import { placesOf, readingOf } from './validate/places.ts';

/** The flags of `gen adopt`. */
export interface AdoptFlags {
  readonly machine?: string;
  readonly stack?: string;
}

/** `gen adopt PATH...`: writes the profile that says what a stack says. Exit code 2 where a file cannot be read: then nothing is written. */
export function adoptCommand(words: readonly string[], flags: AdoptFlags, terminal: Terminal): ExitCode {
  const entries = flags.machine === undefined ? [] : machineEntries(flags.machine);
  const [place, ...more] = placesOf(words, terminal.cwd);
  if (place === undefined || more.length > 0) fail('a profile says one stack', undefined, 'name one folder, such as gen adopt out/medium');
  const { stacks } = readTree(place.tree, readingOf(place, entries));
  const chosen = chosenOf(stacks, flags.stack);
  if (chosen.problems.length > 0) {
    terminal.err(chosen.problems.map((problem) => `${terminal.errStyle.red('error')}  ${showProblem(placed(problem, movesTo(place.shown)))}\n`).join(''));
    return 2;
  }
  terminal.out(adopt(chosen.stack, { from: words.length === 0 ? OUT : words.join(' '), name: basename(resolve(terminal.cwd, words[0] ?? OUT)), shown: place.shown }));
  return 0;
}

/** The one stack in which something runs: manifests of rules and monitors beside it are none to size. */
function chosenOf(all: readonly StackRead[], wanted: string | undefined): StackRead {
  const stacks = all.filter(({ stack, problems }) => stack.components.length > 0 || problems.length > 0);
  const names = stacks.map(({ stack }) => stack.name);
  if (wanted !== undefined) return stacks.find(({ stack }) => stack.name === wanted) ?? fail(`there is no stack ${quoted(wanted)}`, undefined, suggestion(wanted, names));
  const [only, other] = stacks;
  if (only === undefined) fail('there is no stack to adopt', undefined, 'expected a Compose file, Kubernetes manifests, or configuration files');
  if (other !== undefined) fail(`there are ${stacks.length} stacks, and a profile says one`, undefined, `choose with --stack: ${names.join(', ')}`);
  return only;
}

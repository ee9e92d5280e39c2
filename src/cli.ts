import { isMainThread } from 'node:worker_threads';
import { CommanderError } from 'commander';
import { program } from './commands/declared/program.ts';
import type { ExitCode, Terminal } from './commands/terminal.ts';
import { InputError, showProblem } from './model/problem.ts';
import { plainly } from './model/quote.ts';
import { styleFor } from './reporters/style.ts';

/** A reader that closes early (`gen --stdout | head`) is no failure; anything else that swallows the result is. */
const unwritten = (error: NodeJS.ErrnoException | null | undefined): void => {
  if (!error) return;
  if (error.code !== 'EPIPE') process.stderr.write(`error  the result could not be written: ${error.message}\n`);
  process.exit(error.code === 'EPIPE' ? 0 : 2);
};

const started = Date.now();
/** Nobody wants to be told what takes less. */
const SOON = 1500;

const terminal: Terminal = {
  cwd: process.cwd(),
  ...(process.stderr.isTTY ? { progress: (text: string) => void (Date.now() - started > SOON && process.stderr.write(`${plainly(text, 200)} …\n`)) } : {}),
  out: (text) => void process.stdout.write(text, unwritten),
  err: (text) => void process.stderr.write(text),
  outStyle: styleFor(process.stdout, process.env),
  errStyle: styleFor(process.stderr, process.env),
};

/** What went wrong, as exit code; people get words, PLUMBLINE_DEBUG also gets the stack. */
function failure(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof InputError) {
    terminal.err(error.problems.map((problem) => `${terminal.errStyle.red('error')}  ${showProblem(problem)}\n`).join(''));
    return 2;
  }
  const debug = process.env['PLUMBLINE_DEBUG'];
  const told = debug !== undefined && debug !== '' && error instanceof Error ? (error.stack ?? error.message) : error instanceof Error ? error.message : String(error);
  terminal.err(`${terminal.errStyle.red('Plumbline failed')}: ${told}\n${debug ? '' : 'This is a fault of Plumbline; PLUMBLINE_DEBUG=1 shows where.\n'}`);
  return 3;
}

process.stdout.on('error', unwritten);
// Notes that nobody reads any more change no result.
process.stderr.on('error', () => undefined);

/** Ends at once when all is printed: Node would first wait for V8 to finish what it compiles in the background. */
const end = (): void =>
  void process.stdout.write('', (error) => {
    unwritten(error);
    process.stderr.write('', () => process.exit());
  });

/** Does what the command line says. */
const run = (): Promise<unknown> =>
  program(async (work) => void (process.exitCode = await work(terminal)))
    .parseAsync()
    .catch((error: unknown) => void (process.exitCode = failure(error)))
    .finally(end);

/** A thread of a run on many profiles; what goes wrong in it, the run is told. */
const help = async (): Promise<void> => (await import('./fleet/thread.ts')).workInThread();

void (isMainThread ? run() : help());

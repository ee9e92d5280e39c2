import { Command } from 'commander';
import { plainly } from '../../model/quote.ts';
import { adopt } from './adopt.ts';
import { bench } from './bench.ts';
import { calibrate } from './calibrate.ts';
import { checks } from './checks.ts';
import { completion } from './completion.ts';
import { closing, type Declaration, type Run } from './declaration.ts';
import { diff } from './diff.ts';
import { explain } from './explain.ts';
import { gen } from './gen.ts';
import { init } from './init.ts';
import { schema } from './schema.ts';
import { size } from './size.ts';
import { validate } from './validate.ts';

/** Every command, `gen` itself first, as `--help` lists them. */
export const declarations: readonly Declaration[] = [gen, diff, validate, adopt, checks, calibrate, explain, init, size, bench, schema, completion];

/** The program, whose commands do their work by `run`. */
export function program(run: Run): Command {
  const root = new Command('gen');
  for (const declaration of declarations) {
    const command = declaration === gen ? root : root.command(declaration.name);
    declaration.declare(command, run);
    command
      .addHelpText('after', closing(declaration))
      .exitOverride()
      .showHelpAfterError(`(${command === root ? 'gen' : `gen ${command.name()}`} --help shows how it is used)`)
      .configureOutput({ outputError: (text, write) => write(text.split('\n').map((line) => plainly(line, 300)).join('\n')) });
  }
  return root;
}

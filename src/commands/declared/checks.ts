import type { Format } from '../terminal.ts';
import type { Declaration } from './declaration.ts';
import { format } from './options.ts';

/** `gen checks`, which lists them. */
export const checks: Declaration = {
  name: 'checks',
  examples: [
    ['gen checks', 'what gen validate looks for'],
    ['gen checks --format markdown', 'as a table'],
    ['gen explain connections-exceed-max', 'what one of them means, and what to do'],
  ],
  notes: [],
  exits: { 0: 'listed' },
  declare: (command, run) =>
    void command
      .description('List the checks.')
      .addOption(format('text', 'json', 'markdown'))
      .action((options: { readonly format: Format }) => run(async (terminal) => (await import('../checks.ts')).checksCommand(options, terminal))),
};

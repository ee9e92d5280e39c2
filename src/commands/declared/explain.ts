import type { ExplainOptions } from '../explain.ts';
import type { Declaration } from './declaration.ts';
import { format, set, sized } from './options.ts';

/** `gen explain`, which says where a value comes from. */
export const explain: Declaration = {
  name: 'explain',
  examples: [
    ['gen explain db.postgres.work_mem', 'one setting'],
    ['gen explain nginx.worker_connections --profile large', 'in every component that has it'],
    ['gen explain --all --format markdown', 'the whole table'],
    ['gen explain connections-exceed-max', 'a check'],
  ],
  notes: [],
  exits: { 0: 'explained' },
  declare: (command, run) =>
    void command
      .description('Say why a value is what it is, back to the lines of the profile; or what a check is about.')
      .argument('[id]', 'a setting (db.postgres.work_mem, nginx.worker_connections) or a check (keepalive-race)')
      .option('-p, --profile <name|path>', 'small, medium, large, xlarge, or a profile file', 'medium')
      .addOption(set())
      .addOption(sized())
      .option('--all', 'every setting of the profile')
      .addOption(format('text', 'json', 'markdown'))
      .action((id: string | undefined, options: ExplainOptions) => run(async (terminal) => (await import('../explain.ts')).explainCommand(id, options, terminal))),
};

import type { CalibrateOptions } from '../calibrate.ts';
import type { Declaration } from './declaration.ts';
import { format } from './options.ts';

/** `gen calibrate`, which fits what a request costs. */
export const calibrate: Declaration = {
  name: 'calibrate',
  examples: [
    ['gen bench --profile small --start --at api --saturate -o r.json', 'measure'],
    ['gen calibrate r.json --profile small', 'small.yaml, which extends small'],
    ['gen calibrate r.json --profile ./small.yaml --dry-run', 'what another report would change'],
  ],
  notes: [],
  exits: { 0: 'something was fitted', 1: 'the report tells neither time' },
  declare: (command, run) =>
    void command
      .description('Fit what a request costs to what gen bench measured, state it in the profile, and show the plan that follows.')
      .argument('<report>', 'the JSON file that gen bench --output wrote')
      .requiredOption('-p, --profile <name|path>', 'the profile that was measured: a file is edited in its place, for a built-in name <name>.yaml is written, which extends it')
      .option('--dry-run', 'say what would be written, and write nothing')
      .option('--force', 'overwrite <name>.yaml')
      .addOption(format('text', 'json'))
      .action((report: string, options: CalibrateOptions) => run(async (terminal) => (await import('../calibrate.ts')).calibrateCommand(report, options, terminal))),
};

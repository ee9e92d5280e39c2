import type { AdoptFlags } from '../adopt.ts';
import type { Declaration } from './declaration.ts';

/** `gen adopt`, which writes a stack's profile. */
export const adopt: Declaration = {
  name: 'adopt',
  examples: [
    ['gen adopt docker-compose.yml --machine 4cpu/8GiB > shop.yaml', 'the stack of a Compose file, with what it mounts'],
    ['gen adopt . --stack k8s > shop.yaml', 'one of several, by the name that is told'],
    ['gen --profile shop.yaml', 'render it'],
  ],
  notes: [],
  exits: { 0: 'written' },
  declare: (command, run) =>
    void command
      .description('Write the profile that says what a stack says, each value with its place, to standard output.')
      .argument('[paths...]', 'files and folders (default: out)')
      .option('--machine <size>', 'the machine it runs on, such as 4cpu/8GiB')
      .option('--stack <name>', 'which stack, where there are several')
      .action((paths: readonly string[], options: AdoptFlags) => run(async (terminal) => (await import('../adopt.ts')).adoptCommand(paths, options, terminal))),
};

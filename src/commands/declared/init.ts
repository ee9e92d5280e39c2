import { Option } from 'commander';
import type { InitOptions } from '../init.ts';
import type { Declaration } from './declaration.ts';
import { runtime } from './options.ts';

/** `gen init`, which writes a profile for this host. */
export const init: Declaration = {
  name: 'init',
  examples: [
    ['gen init', 'ask on a terminal'],
    ['gen init --yes --rps 800 --p95 120ms --output shop.yaml', 'ask nothing'],
    ['gen init --topology cluster --platform eks --rps 12000 -o eks.yaml', 'for a cluster'],
  ],
  notes: [],
  exits: { 0: 'written' },
  declare: (command, run) =>
    void command
      .description('Look at this host, ask what it must carry, and write a profile.')
      .option('--name <name>', 'name of the stack')
      .addOption(new Option('--topology <kind>', 'one machine, this host, or the nodes of a Kubernetes cluster').choices(['machine', 'cluster']))
      .option('--platform <name>', 'platform of the machine or nodes: docker, vm, kubernetes, gke, eks, aks')
      .option('--cpu <cores>', 'CPU cores, such as 4 or 500m')
      .option('--memory <size>', 'memory, such as 8GiB')
      .option('--disk-kind <kind>', 'hdd, san, ssd or nvme')
      .option('--disk-size <size>', 'size of the disk, such as 100GiB')
      .option('--rps <number>', 'requests per second to be answered')
      .option('--p95 <time>', '95th percentile of the response time to be kept')
      .option('--domain <name>', 'public host name')
      .addOption(runtime())
      .option('-o, --output <file>', 'file to write, - for stdout (default: <name>.yaml)')
      .option('-y, --yes', 'ask nothing')
      .option('--force', 'overwrite the file')
      .action((options: InitOptions) => run(async (terminal) => (await import('../init.ts')).initCommand(options, terminal))),
};

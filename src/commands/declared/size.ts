import { Option } from 'commander';
import type { SizeOptions } from '../size.ts';
import type { Declaration } from './declaration.ts';
import { format, runtime } from './options.ts';

/** `gen size`, which says what carries a load. */
export const size: Declaration = {
  name: 'size',
  examples: [
    ['gen size --rps 1500 --p95 100ms --cpu-time 2ms --wait 8ms', ''],
    ['gen size --rps 300 --runtime gunicorn', 'a Flask or Django application'],
    ['gen size --rps 20000 --topology cluster --platform gke', 'nodes, replicas, and what is short next'],
  ],
  notes: [],
  exits: { 0: 'found', 1: 'none that is known carries it' },
  declare: (command, run) =>
    void command
      .description('Say which machine or cluster carries a load, with the arithmetic.')
      .requiredOption('--rps <number>', 'requests per second')
      .option('--p95 <time>', '95th percentile of the response time to be kept')
      .addOption(runtime())
      .option('--cpu-time <time>', 'CPU time of one request')
      .option('--wait <time>', 'time one request waits for databases and services')
      .option('--queries <number>', 'database queries of one request')
      .option('--query-time <time>', 'time one query holds its connection')
      .addOption(new Option('--topology <kind>', 'one machine, or the nodes of a cluster; without it a cluster where no machine does').choices(['machine', 'cluster']))
      .option('--platform <name>', 'platform of the machine or nodes: docker, vm, kubernetes, gke, eks, aks')
      .option('--node-cpu <cores>', 'cores of a node of the cluster, instead of 4 to 64')
      .option('--node-memory <size>', 'memory of a node, instead of 4GiB for each core')
      .addOption(format('text', 'json'))
      .action((options: SizeOptions) => run(async (terminal) => (await import('../size.ts')).sizeCommand(options, terminal))),
};

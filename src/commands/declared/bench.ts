import { Option } from 'commander';
import type { BenchOptions } from '../bench/flags.ts';
import type { Declaration } from './declaration.ts';
import { folderName, format, set, sized } from './options.ts';

/** `gen bench`, which measures. */
export const bench: Declaration = {
  name: 'bench',
  examples: [
    ['gen bench --profile small --url http://127.0.0.1:8080', 'about a minute: the target, and rates around it'],
    ['gen bench --profile small --start --html bench.html', 'run the rendered stack here'],
    ['gen bench --profile small --start --search', 'how much it carries'],
    ['gen bench --profile small --start --at api --saturate', 'how much its application does, for gen calibrate'],
    ["gen bench --profile shop.yaml --start --app 'node server.js'", 'your own application'],
    ['gen bench --profile small --url http://localhost:8080 --quick', 'a first impression'],
  ],
  notes: [
    'Requests are sent by the clock, however slow the answers: latencies count from when a request should have been sent.',
    'A run whose generator lagged is invalid.',
  ],
  exits: { 0: 'targets met', 1: 'missed or invalid', 130: 'interrupted' },
  declare: (command, run) =>
    void command
      .description('Put load on a stack, measure it honestly, and judge it by the targets of its profile.')
      .requiredOption('-p, --profile <name|path>', 'small, medium, large, xlarge, or a profile file: its targets, its scenario')
      .addOption(set())
      .addOption(sized())
      .option('--url <url>', 'where the stack runs, such as http://127.0.0.1:8080')
      .option('--allow-host <host>', 'the host of --url again, where it is not this machine and you may load it')
      .option('--start', 'run the rendered stack on this machine, as ordinary processes')
      .option('--at <component>', 'with --start: load it at its own address, such as the application past the limits of the proxy (default: the proxy)')
      .option('--app <command>', "with --start: the application's command (default: that of its Dockerfile)")
      .option('--app-dir <dir>', 'with --start: the folder that it is run in', folderName)
      .addOption(new Option('--limits <how>', 'with --start: what holds components to the limits of the plan').choices(['cgroup', 'none']).default('cgroup'))
      .option('--rate <rate>', 'requests a second that are judged (default: the target of the profile)')
      .option('--duration <time>', 'how long they are measured (default: 20s)')
      .option('--warm-up <time>', 'how long they are sent before (default: 5s)')
      .addOption(new Option('--arrivals <how>', 'even, or as independent clients come').choices(['even', 'poisson']).default('even'))
      .option('--scenario <file>', 'what clients ask, as under scenario in a profile')
      .option('--clients <number>', 'clients that X-Forwarded-For names, more above the rate (default: the users of the profile)')
      .option('--connections <number>', 'requests in flight at most, each on its own (default: six for each client)')
      .option('--timeout <time>', 'when a request has failed (default: 10s)')
      .option('--seed <number>', 'another seed makes other requests (default: 1)')
      .option('--search', 'also look for the greatest rate that keeps the targets, to 5 %')
      .option('--saturate', 'also ask as fast as 1, 2, 4, ... 64 connections can')
      .option('--quick', 'shorter, and less sure')
      .option('--ratings <name|file>', 'what is good: targets, versant, or a file', 'targets')
      .option('-o, --output <file>', 'write the report as JSON, for gen calibrate')
      .option('--html <file>', 'write the report as a page with plots')
      .addOption(format('text', 'json'))
      .action((options: BenchOptions) => run(async (terminal) => (await import('../bench.ts')).benchCommand(process.argv.slice(2), options, terminal))),
};

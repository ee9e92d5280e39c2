import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { AdoptFlags } from './commands/adopt.ts';
import type { BenchOptions } from './commands/bench/flags.ts';
import type { CalibrateOptions } from './commands/calibrate.ts';
import type { ExplainOptions } from './commands/explain.ts';
import type { GenOptions } from './commands/gen.ts';
import type { InitOptions } from './commands/init.ts';
import type { SizeOptions } from './commands/size.ts';
import type { ExitCode, Terminal } from './commands/terminal.ts';
import type { ValidateFlags } from './commands/validate.ts';
import { InputError, showProblem } from './model/problem.ts';
import { plainly } from './model/quote.ts';
import { nearest } from './formats/suggest.ts';
import { version } from './package.ts';
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

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
const collectNames = (value: string, before: readonly string[] = []): readonly string[] => {
  const names = value.split(',').map((name) => name.trim()).filter((name) => name !== '');
  if (names.length === 0) throw new InvalidArgumentError('expected names, separated by commas.');
  return [...before, ...names];
};
const folderName = (value: string): string => {
  if (value === '') throw new InvalidArgumentError('expected the path of a folder.');
  return value;
};
const set = (): Option => new Option('--set <key=value>', 'state a setting or a field of the profile; repeatable').argParser(collect).default([], 'none');
const sized = (): Option => new Option('--sized', 'leave out what the profile states under settings, and that it wants no pooler: all of it is sized');
const format = (...choices: readonly string[]): Option => new Option('--format <format>', 'how to print the result').choices(choices).default('text');

const examples = (...all: readonly (readonly [string, string])[]): string => `\nExamples:\n${all.map(([line, what]) => `  $ ${line.padEnd(62)} ${what}`.trimEnd()).join('\n')}\n`;

/** The program; `finish` is told the exit code of the command that ran. */
function program(finish: (code: ExitCode) => void): Command {
  const gen = new Command('gen')
    .description('Renders a whole web stack from one profile: nginx, Node, PostgreSQL, Redis, PgBouncer, Compose and Kubernetes, all layers agreeing.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addOption(new Option('-p, --profile <name|path>', 'small, medium, large, xlarge, or a profile file; repeatable').argParser(collect).default([], 'none'))
    .option('--all', 'every profile in ./profiles, or the built-in ones where there is no such folder')
    .option('-o, --out <dir>', 'folder that gets one folder per profile', folderName, 'out')
    .addOption(new Option('-t, --target <names>', 'only these formats, separated by commas; repeatable').argParser(collectNames))
    .addOption(set())
    .addOption(sized())
    .option('--stdout', 'print the files instead of writing them')
    .option('--dry-run', 'say what would be written, and write nothing')
    .addOption(format('text', 'json'))
    .option('-q, --quiet', 'no summary, only findings')
    .option('--strict', 'write nothing when there are findings')
    .option('--force', 'overwrite generated files that were edited by hand')
    .allowExcessArguments()
    .enablePositionalOptions()
    .hook('preSubcommand', refuseMisplaced)
    .addHelpText('after', examples(
      ['gen --profile medium', 'render out/medium/'],
      ['gen --profile ./shop.yaml --set db.postgres.max_connections=200', ''],
      ['gen --all --dry-run', 'what would change, for every profile'],
      ['gen --profile small --target nginx --stdout', 'print one format'],
      ['gen explain db.postgres.work_mem', 'why a value is what it is'],
    ) + '\nExit codes: 0 clean, 1 findings, 2 wrong use or unreadable input, 3 a failure of Plumbline.')
    .action(async (options: GenOptions, command: Command) => {
      const word = command.args[0];
      if (word !== undefined) command.error(`error: unknown command '${word}'${hintFor(word, command)}`);
      if (options.profile.length === 0 && !options.all) return command.help({ error: true });
      if (options.profile.length > 0 && options.all) command.error('error: --all and --profile exclude each other');
      finish(await (await import('./commands/gen.ts')).gen(options, terminal));
    });

  gen
    .command('validate')
    .description('Read any stack, ours or not, and tell where its layers contradict each other.')
    .argument('[paths...]', 'files and folders: Compose, Kubernetes, nginx, PostgreSQL, Redis, PgBouncer, gunicorn, Node (default: out)')
    .addOption(format('text', 'json', 'sarif', 'junit', 'github', 'markdown'))
    .addOption(new Option('--only <ids>', 'only these checks, separated by commas; repeatable').argParser(collectNames))
    .addOption(new Option('--ignore <ids>', 'all but these checks; repeatable').argParser(collectNames))
    .addOption(new Option('--severity <least>', 'the least severity that is told and counts').choices(['error', 'warning', 'note']).default('note'))
    .option('--machine <machine>', 'the machine to judge for, such as 4cpu/8GiB or 4cpu/8GiB/100GiB')
    .option('-p, --profile <name|path>', 'judge for the machine and the targets of a profile')
    .addOption(sized())
    .addOption(new Option('--tools <mode>', 'also ask the servers found here, on copies').choices(['auto', 'require', 'off']).default('off'))
    .addOption(new Option('--compose-profiles <names>', 'active profiles of Compose, * for all; repeatable').argParser(collectNames))
    .option('--env-file <file>', 'variables for Compose files, beside those of .env')
    .addHelpText('after', examples(
      ['gen validate', 'what gen rendered to out/'],
      ['gen validate .', 'all stacks of a repository'],
      ['gen validate docker-compose.yml nginx.conf k8s/ --machine 4/8GiB', ''],
      ['gen validate . --format sarif > plumbline.sarif', 'for code scanning'],
    ) + '\nA comment silences a finding: # plumbline-ignore <check>: <reason>\nExit codes: 0 clean or only notes, 1 findings, 2 wrong use or unreadable input, 3 a failure of Plumbline.')
    .action(async (paths: readonly string[], options: ValidateFlags) => finish(await (await import('./commands/validate.ts')).validateCommand(paths, options, terminal)));

  gen
    .command('adopt')
    .description('Write the profile that says what a stack says, each value with its place, to standard output.')
    .argument('[paths...]', 'files and folders (default: out)')
    .option('--machine <size>', 'the machine it runs on, such as 4cpu/8GiB')
    .option('--stack <name>', 'which stack, where there are several')
    .addHelpText('after', examples(
      ['gen adopt . --machine 4cpu/8GiB > shop.yaml', 'the stack of a repository'],
      ['gen adopt . --stack k8s > shop.yaml', 'one of several'],
      ['gen --profile shop.yaml', 'render it'],
    ))
    .action(async (paths: readonly string[], options: AdoptFlags) => finish((await import('./commands/adopt.ts')).adoptCommand(paths, options, terminal)));

  gen
    .command('checks')
    .description('List the checks.')
    .addOption(format('text', 'json', 'markdown'))
    .addHelpText('after', examples(['gen checks', ''], ['gen checks --format markdown', 'as a table']))
    .action(async (options: { readonly format: 'text' | 'json' | 'markdown' }) => finish((await import('./commands/checks.ts')).checksCommand(options, terminal)));

  gen
    .command('calibrate')
    .description('Fit what a request costs to what gen bench measured, state it in the profile, and show the plan that follows.')
    .argument('<report>', 'the JSON file that gen bench --output wrote')
    .requiredOption('-p, --profile <name|path>', 'the profile that was measured: a file is edited in its place, for a built-in name <name>.yaml is written, which extends it')
    .option('--dry-run', 'say what would be written, and write nothing')
    .option('--force', 'overwrite <name>.yaml')
    .addOption(format('text', 'json'))
    .addHelpText('after', examples(
      ['gen bench --profile small --start --at api --saturate -o r.json', 'measure'],
      ['gen calibrate r.json --profile small', 'small.yaml, which extends small'],
      ['gen calibrate r.json --profile ./shop.yaml --dry-run', 'what would change'],
    ) + '\nExit codes: 0 something was fitted, 1 the report tells neither time, 2 wrong use or unreadable input, 3 a failure of Plumbline.')
    .action(async (report: string, options: CalibrateOptions) => finish((await import('./commands/calibrate.ts')).calibrateCommand(report, options, terminal)));

  gen
    .command('explain')
    .description('Say why a value is what it is, back to the lines of the profile; or what a check is about.')
    .argument('[id]', 'a setting (db.postgres.work_mem, nginx.worker_connections) or a check (keepalive-race)')
    .option('-p, --profile <name|path>', 'small, medium, large, xlarge, or a profile file', 'medium')
    .addOption(set())
    .addOption(sized())
    .option('--all', 'every setting of the profile')
    .addOption(format('text', 'json', 'markdown'))
    .addHelpText('after', examples(
      ['gen explain db.postgres.work_mem', 'one setting'],
      ['gen explain nginx.worker_connections --profile large', 'in every component that has it'],
      ['gen explain --all --format markdown', 'the whole table'],
      ['gen explain connections-exceed-max', 'a check'],
    ))
    .action(async (id: string | undefined, options: ExplainOptions) => finish((await import('./commands/explain.ts')).explainCommand(id, options, terminal)));

  gen
    .command('init')
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
    .addOption(new Option('--runtime <kind>', 'what serves the application (default: node)').choices(['node', 'gunicorn', 'uvicorn']))
    .option('-o, --output <file>', 'file to write, - for stdout (default: <name>.yaml)')
    .option('-y, --yes', 'ask nothing')
    .option('--force', 'overwrite the file')
    .addHelpText('after', examples(
      ['gen init', 'ask on a terminal'],
      ['gen init --yes --rps 800 --p95 120ms --output shop.yaml', 'ask nothing'],
      ['gen init --topology cluster --platform eks --rps 12000', 'for a cluster'],
    ))
    .action(async (options: InitOptions) => finish(await (await import('./commands/init.ts')).initCommand(options, terminal)));

  gen
    .command('size')
    .description('Say which machine or cluster carries a load, with the arithmetic.')
    .requiredOption('--rps <number>', 'requests per second')
    .option('--p95 <time>', '95th percentile of the response time to be kept')
    .addOption(new Option('--runtime <kind>', 'what serves the application (default: node)').choices(['node', 'gunicorn', 'uvicorn']))
    .option('--cpu-time <time>', 'CPU time of one request')
    .option('--wait <time>', 'time one request waits for databases and services')
    .option('--queries <number>', 'database queries of one request')
    .option('--query-time <time>', 'time one query holds its connection')
    .addOption(new Option('--topology <kind>', 'one machine, or the nodes of a cluster; without it a cluster where no machine does').choices(['machine', 'cluster']))
    .option('--platform <name>', 'platform of the machine or nodes: docker, vm, kubernetes, gke, eks, aks')
    .option('--node-cpu <cores>', 'cores of a node of the cluster, instead of 4 to 64')
    .option('--node-memory <size>', 'memory of a node, instead of 4GiB for each core')
    .addOption(format('text', 'json'))
    .addHelpText('after', examples(
      ['gen size --rps 1500 --p95 100ms --cpu-time 2ms --wait 8ms', ''],
      ['gen size --rps 300 --runtime gunicorn', 'a Flask or Django application'],
      ['gen size --rps 20000 --topology cluster --platform gke', 'nodes, replicas, and what is short next'],
    ))
    .action(async (options: SizeOptions) => finish((await import('./commands/size.ts')).sizeCommand(options, terminal)));

  gen
    .command('bench')
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
    .addHelpText('after', examples(
      ['gen bench --profile small --url http://127.0.0.1:8080', 'about a minute: the target, and rates around it'],
      ['gen bench --profile small --start --html bench.html', 'run the rendered stack here'],
      ['gen bench --profile small --start --search', 'how much it carries'],
      ['gen bench --profile small --start --at api --saturate', 'how much its application does, for gen calibrate'],
      ["gen bench --profile shop.yaml --start --app 'node server.js'", 'your own application'],
      ['gen bench --profile small --url http://localhost:8080 --quick', 'a first impression'],
    ) + '\nRequests are sent by the clock, however slow the answers: latencies count from when a request should have been sent.\nA run whose generator lagged is invalid. Exit codes: 0 targets met, 1 missed or invalid, 2 wrong use, 3 a failure of Plumbline.')
    .action(async (options: BenchOptions) => finish(await (await import('./commands/bench.ts')).benchCommand(process.argv.slice(2), options, terminal)));

  gen
    .command('schema')
    .description('Print the JSON Schema of profiles.')
    .addHelpText('after', examples(['gen schema > profile.schema.json', '']))
    .action(async () => finish((await import('./commands/schema.ts')).schemaCommand(terminal)));

  for (const command of [gen, ...gen.commands]) {
    command
      .exitOverride()
      .showHelpAfterError(`(${command === gen ? 'gen' : `gen ${command.name()}`} --help shows how it is used)`)
      .configureOutput({ outputError: (text, write) => write(text.split('\n').map((line) => plainly(line, 300)).join('\n')) });
  }
  return gen;
}

/** Flags before the name of a command would be lost: the command has its own. */
function refuseMisplaced(gen: Command, command: Command): void {
  const lost = gen.options.find((option) => gen.getOptionValueSource(option.attributeName()) === 'cli');
  if (lost !== undefined) gen.error(`error: ${lost.long ?? lost.flags} stands before '${command.name()}'\n(write: gen ${command.name()} ... ${lost.long ?? lost.flags} ...)`);
}

function hintFor(word: string, gen: Command): string {
  const near = nearest(word, gen.commands.map((command) => command.name()));
  return near === undefined ? `\n(to render a profile: gen --profile ${word})` : `\n(Did you mean ${near}?)`;
}

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

program((code) => void (process.exitCode = code))
  .parseAsync()
  .catch((error: unknown) => void (process.exitCode = failure(error)))
  .finally(end);

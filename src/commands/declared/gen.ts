import { InvalidArgumentError, Option, type Command } from 'commander';
import { nearest } from '../../formats/suggest.ts';
import { OUT } from '../../output/folder.ts';
import { version } from '../../package.ts';
import type { GenOptions } from '../gen.ts';
import type { Declaration } from './declaration.ts';
import { collect, collectNames, folderName, format, set, sized } from './options.ts';

/** `gen` itself, which renders. */
export const gen: Declaration = {
  name: '',
  examples: [
    ['gen --profile medium', 'render out/medium/'],
    ['gen --profile ./shop.yaml --set db.postgres.max_connections=200', ''],
    ['gen --all --dry-run', 'what would change, for every profile'],
    ['gen --profile small --target nginx --stdout', 'print one format'],
    ['gen --profile large --strict --quiet', 'in CI: write nothing and exit with 1 where checks find something'],
    ['gen explain db.postgres.work_mem', 'why a value is what it is'],
  ],
  notes: ['A folder means every profile in it and in the folders in it; what begins with _ is a base of others.', 'What did not change since the last run is not rendered again: $XDG_CACHE_HOME/plumbline (or ~/.cache) remembers it.', ''],
  exits: { 0: 'clean', 1: 'findings' },
  declare: (command, run) =>
    void command
      .description('Renders a whole web stack from one profile: nginx, Node, Python, PostgreSQL, Redis, PgBouncer, Kafka, Compose, Kubernetes and monitoring, all layers agreeing.')
      .version(version, '--version', 'print the version')
      .helpOption('-h, --help', 'print this help')
      .helpCommand(false)
      .addOption(new Option('-p, --profile <name|path>', 'small, medium, large, xlarge, a profile file, or a folder of them; repeatable').argParser(collect).default([], 'none'))
      .option('--all', 'every profile in ./profiles, or the built-in ones where there is no such folder')
      .option('-o, --out <dir>', 'folder that gets one folder per profile', folderName, OUT)
      .addOption(new Option('-t, --target <names>', 'only these formats, separated by commas; repeatable').argParser(collectNames))
      .addOption(set())
      .addOption(sized())
      .option('--stdout', 'print the files instead of writing them')
      .option('--dry-run', 'say what would be written, and write nothing')
      .addOption(format('text', 'json'))
      .option('-q, --quiet', 'no summary, only findings')
      .option('--strict', 'write nothing when there are findings')
      .option('--force', 'overwrite generated files that were edited by hand, and render everything anew')
      .addOption(new Option('-j, --jobs <number>', 'threads at most (default: as many as there are cores, where that pays)').argParser(threads))
      .option('--no-cache', 'neither use nor keep what runs remember of profiles that did not change')
      .allowExcessArguments()
      .enablePositionalOptions()
      .hook('preSubcommand', refuseMisplaced)
      .action((options: GenOptions) => {
        const word = command.args[0];
        if (word !== undefined) command.error(`error: unknown command '${word}'${hintFor(word, command)}`);
        if (options.profile.length === 0 && !options.all) return command.help({ error: true });
        if (options.profile.length > 0 && options.all) command.error('error: --all and --profile exclude each other');
        return run(async (terminal) => (await import('../gen.ts')).gen(options, terminal));
      }),
};

/** A number of threads. */
function threads(value: string): number {
  if (!/^[1-9][0-9]{0,2}$/.test(value)) throw new InvalidArgumentError('expected a whole number from 1 on.');
  return Number(value);
}

/** Flags before the name of a command would be lost: the command has its own. */
function refuseMisplaced(command: Command, named: Command): void {
  const lost = command.options.find((option) => command.getOptionValueSource(option.attributeName()) === 'cli');
  if (lost !== undefined) command.error(`error: ${lost.long ?? lost.flags} stands before '${named.name()}'\n(write: gen ${named.name()} ... ${lost.long ?? lost.flags} ...)`);
}

function hintFor(word: string, command: Command): string {
  const names = command.commands.map((each) => each.name());
  const near = names.find((name) => name.startsWith(word)) ?? nearest(word, names);
  if (word === 'help') return `\n(write: ${command.name()} --help, or ${command.name()} <command> --help)`;
  return near === undefined ? `\n(to render a profile: gen --profile ${word})` : `\n(Did you mean ${near}?)`;
}

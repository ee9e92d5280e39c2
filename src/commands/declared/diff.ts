import { InvalidArgumentError, Option } from 'commander';
import { OUT } from '../../output/folder.ts';
import { SECTIONS } from '../../reporters/diff/view.ts';
import type { DiffFlags } from '../diff.ts';
import type { Declaration } from './declaration.ts';
import { collect, collectNames, folderName, format, set, sized } from './options.ts';

/** `gen diff`, which says what a change does before it ships. */
export const diff: Declaration = {
  name: 'diff',
  examples: [
    ['gen diff', 'out/ against what is rendered now: stale, edited by hand?'],
    ['gen diff --base origin/main', 'what this branch changes'],
    ['gen diff before.yaml after.yaml', 'two profiles'],
    ['gen diff --profile medium docker-compose.yml nginx.conf', 'a stack of somebody else against a plan'],
    ['gen diff --base origin/main --format markdown --output comment.md', 'for a pull request'],
  ],
  notes: [
    `--only takes: ${SECTIONS.join(', ')}.`,
    'Git is only read: neither the work tree nor the index is touched.',
  ],
  exits: { 0: 'compared, or with --exit-code: no differences', 1: 'with --exit-code: differences' },
  declare: (command, run) =>
    void command
      .description('Say what a change does: which values move and why, what must restart, what the checks find, what is left of each budget, and the files.')
      .argument('[paths...]', 'two profiles; or, with --profile, files and folders of a stack')
      .addOption(new Option('-p, --profile <name|path>', 'only this profile; repeatable').argParser(collect).default([], 'none'))
      .option('--base <revision>', 'compare with this git revision, from where the branches parted')
      .option('--head <revision>', 'the revision to compare, . for the files as they are (default: HEAD)')
      .option('-o, --out <dir>', `folder that holds what was rendered (default: ${OUT})`, folderName)
      .addOption(set())
      .addOption(sized())
      .addOption(format('text', 'markdown', 'json', 'html'))
      .option('--output <file>', 'write the result to a file, - for standard output')
      .addOption(new Option('--only <sections>', 'only these sections, separated by commas; repeatable').argParser(collectNames))
      .addOption(new Option('--max-length <characters>', 'cut what is longer, and say so (default: 65536 for markdown)').argParser(maxLength))
      .option('--exit-code', 'exit with 1 where something differs')
      .action((paths: readonly string[], flags: DiffFlags) => run(async (terminal) => (await import('../diff.ts')).diffCommand(paths, flags, terminal))),
};

/** A shorter report could not even say what was cut. */
const SHORTEST = 600;

function maxLength(value: string): number {
  const characters = Number(value);
  if (!/^\d+$/.test(value) || characters < SHORTEST) throw new InvalidArgumentError(`expected a number of characters, ${SHORTEST} or more.`);
  return characters;
}

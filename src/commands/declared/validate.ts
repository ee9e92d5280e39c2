import { Option } from 'commander';
import type { ValidateFlags } from '../validate.ts';
import type { Declaration } from './declaration.ts';
import { collectNames, format, sized } from './options.ts';

/** `gen validate`, which judges any stack. */
export const validate: Declaration = {
  name: 'validate',
  examples: [
    ['gen validate', 'what gen rendered to out/'],
    ['gen validate .', 'all stacks of a repository'],
    ['gen validate docker-compose.yml nginx.conf k8s/ --machine 4/8GiB', ''],
    ['gen validate . --only keepalive-race,connections-exceed-max', 'two checks'],
    ['gen validate out/medium --profile medium --tools auto', 'also by the servers that are installed'],
    ['gen validate . --format sarif > plumbline.sarif', 'for code scanning'],
  ],
  notes: [
    'A comment silences a finding: # plumbline-ignore <check>: <reason>',
  ],
  exits: { 0: 'clean or only notes', 1: 'findings' },
  declare: (command, run) =>
    void command
      .description('Read any stack, ours or not, and tell where its layers contradict each other.')
      .argument('[paths...]', 'files and folders: Compose, Kubernetes, nginx, Node, Python, PostgreSQL, Redis, PgBouncer, Kafka (default: out)')
      .addOption(format('text', 'json', 'sarif', 'junit', 'github', 'gitlab', 'markdown'))
      .addOption(new Option('--only <ids>', 'only these checks, separated by commas; repeatable').argParser(collectNames))
      .addOption(new Option('--ignore <ids>', 'all but these checks; repeatable').argParser(collectNames))
      .addOption(new Option('--severity <least>', 'the least severity that is told and counts').choices(['error', 'warning', 'note']).default('note'))
      .option('--machine <machine>', 'the machine to judge for, such as 4cpu/8GiB or 4cpu/8GiB/100GiB')
      .option('-p, --profile <name|path>', 'judge for the machine and the targets of a profile')
      .addOption(sized())
      .addOption(new Option('--tools <mode>', 'also ask the servers found here, on copies').choices(['auto', 'require', 'off']).default('off'))
      .addOption(new Option('--compose-profiles <names>', 'active profiles of Compose, * for all; repeatable').argParser(collectNames))
      .option('--env-file <file>', 'variables for Compose files, beside those of .env')
      .action((paths: readonly string[], options: ValidateFlags) => run(async (terminal) => (await import('../validate.ts')).validateCommand(paths, options, terminal))),
};

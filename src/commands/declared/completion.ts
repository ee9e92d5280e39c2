import { Argument } from 'commander';
import type { SHELLS } from '../completion.ts';
import type { Declaration } from './declaration.ts';

/** `gen completion`, which makes TAB work. */
export const completion: Declaration = {
  name: 'completion',
  examples: [
    ['source <(gen completion bash)', 'in ~/.bashrc'],
    ['gen completion zsh > ~/.zfunc/_gen', 'where ~/.zfunc is in $fpath'],
    ['gen completion fish > ~/.config/fish/conf.d/gen.fish', ''],
  ],
  notes: ['The script asks the program itself: flags, choices, profiles, checks, settings. It serves gen and plumbline alike.'],
  exits: { 0: 'printed' },
  declare: (command, run) =>
    void command
      .description('Print a script that lets TAB complete commands, flags and their values.')
      .addArgument(new Argument('<shell>', 'the shell that reads it').choices(['bash', 'zsh', 'fish'] satisfies readonly (typeof SHELLS)[number][]))
      .argument('[words...]', 'after --: the words of a line, to print what could follow')
      .action((shell: (typeof SHELLS)[number], words: readonly string[]) => run(async (terminal) => (await import('../completion.ts')).completionCommand(shell, words, command.parent ?? command, terminal))),
};

import type { Declaration } from './declaration.ts';

/** `gen schema`, which prints what editors read. */
export const schema: Declaration = {
  name: 'schema',
  examples: [
    ['gen schema > profile.schema.json', 'for editors: # yaml-language-server: $schema=./profile.schema.json'],
  ],
  notes: [],
  exits: { 0: 'printed' },
  declare: (command, run) =>
    void command
      .description('Print the JSON Schema of profiles.')
      .action(() => run(async (terminal) => (await import('../schema.ts')).schemaCommand(terminal))),
};

import type { Argument, Command, Option } from 'commander';
import { exitsOf, type Declaration } from '../../src/commands/declared/declaration.ts';
import { declarations, program } from '../../src/commands/declared/program.ts';
import { code, markdownTable, prose } from '../../src/formats/markdown.ts';

/** A page of the reference of commands: its path below docs/, and its text. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** The reference of all commands: a page for each, and their index. */
export function commandPages(): readonly Page[] {
  const root = program(async () => {});
  const all = declarations.map((declaration) => ({ declaration, command: declaration.name === '' ? root : named(root, declaration.name) }));
  return [
    { path: 'commands.md', text: index(all.map(({ command }) => command)) },
    ...all.map(({ declaration, command }) => ({ path: `commands/${command.name()}.md`, text: page(declaration, command) })),
  ];
}

const WRITTEN = 'This page is written by a test from the program itself (`UPDATE_DOCS=1 npx vitest run test/docs`).';

const index = (commands: readonly Command[]): string => [
  '# Commands',
  '',
  'The program is `gen`; `plumbline` is the same under another name. Results go to standard output, progress, notes and problems to standard error. Colours are for terminals, and `NO_COLOR` turns them off.',
  '',
  markdownTable(['command', 'does'], [], commands.map((command) => [`[${code(titleOf(command))}](commands/${command.name()}.md)`, prose(command.description())])),
  '',
  WRITTEN,
  '',
].join('\n');

function page(declaration: Declaration, command: Command): string {
  const help = command.createHelp();
  const width = Math.max(...declaration.examples.map(([line, what]) => (what === '' ? 0 : line.length)));
  return [
    `# ${titleOf(command)}`,
    '',
    prose(command.description()),
    '',
    `    ${help.commandUsage(command)}`,
    '',
    ...table('Arguments', ['argument', 'is'], help.visibleArguments(command).map((argument) => [code(argument.name()), described(argument)])),
    ...table('Flags', ['flag', 'does'], help.visibleOptions(command).map((option) => [code(option.flags), described(option)])),
    '## Examples',
    '',
    ...declaration.examples.map(([line, what]) => `    ${what === '' ? line : `${line.padEnd(width)}  # ${what}`}`),
    '',
    ...declaration.notes.flatMap((note) => [prose(note), '']),
    ...table('Exit codes', ['code', 'means'], Object.entries(exitsOf(declaration)).map(([exit, meaning]) => [exit, prose(meaning)])),
    `[All commands](../commands.md). ${WRITTEN}`,
    '',
  ].join('\n');
}

const table = (title: string, heading: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => (rows.length === 0 ? [] : [`## ${title}`, '', markdownTable(heading, [], rows), '']);

/** What a flag or argument is for, with its choices and what it is where nothing is said. */
function described(one: Option | Argument): string {
  const { argChoices, defaultValue, defaultValueDescription } = one;
  const silent = defaultValueDescription ?? (typeof defaultValue === 'string' ? defaultValue : undefined);
  return [
    prose(one.description),
    ...('mandatory' in one && one.mandatory ? ['Must be given.'] : []),
    ...(argChoices === undefined ? [] : [`One of ${argChoices.map(code).join(', ')}.`]),
    ...(silent === undefined ? [] : [`Default: ${code(silent)}.`]),
  ].map((sentence) => (/[.)]$/.test(sentence) ? sentence : `${sentence}.`)).join(' ');
}

const titleOf = (command: Command): string => (command.parent === null ? command.name() : `${command.parent.name()} ${command.name()}`);

function named(root: Command, name: string): Command {
  const command = root.commands.find((each) => each.name() === name);
  if (command === undefined) throw new Error(`the program has no command ${name}`);
  return command;
}

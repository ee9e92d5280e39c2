import type { Argument, Command, Option } from 'commander';

/** What the word at the cursor is. */
export type Place =
  | { readonly is: 'command'; readonly partial: string }
  | { readonly is: 'flag'; readonly command: Command; readonly used: readonly Option[]; readonly partial: string }
  | { readonly is: 'value'; readonly option: Option; readonly partial: string; /** What stands before it in the same word: `--out=`. */ readonly before: string; readonly profile: string | undefined }
  | { readonly is: 'argument'; readonly argument: Argument | undefined; readonly partial: string; readonly profile: string | undefined };

/** What the words before the cursor say. */
interface Said {
  readonly command: Command;
  readonly used: readonly Option[];
  /** The flag whose value comes next. */
  readonly open: Option | undefined;
  readonly arguments: number;
  /** After `--` nothing is a flag. */
  readonly flags: 'known' | 'ended';
  readonly profile: string | undefined;
}

/** What the last of the words after the program's name is, and to which command and flag it belongs. */
export function placeOf(root: Command, words: readonly string[]): Place {
  const partial = words.at(-1) ?? '';
  const said = words.slice(0, -1).reduce(next, { command: root, used: [], open: undefined, arguments: 0, flags: 'known', profile: undefined });
  if (said.open !== undefined) return { is: 'value', option: said.open, partial, before: '', profile: said.profile };
  if (said.flags === 'known' && partial.startsWith('-')) return ofFlag(said, partial);
  if (said.command === root && said.arguments === 0) return { is: 'command', partial };
  const { registeredArguments: all } = said.command;
  const last = all.at(-1);
  return { is: 'argument', argument: all[said.arguments] ?? (last?.variadic === true ? last : undefined), partial, profile: said.profile };
}

function ofFlag({ command, used, profile }: Said, partial: string): Place {
  const [, before = '', value = ''] = /^(--[^=]+=)(.*)$/s.exec(partial) ?? [];
  const option = before === '' ? undefined : named(command, before.slice(0, -1));
  return option === undefined || !takesValue(option) ? { is: 'flag', command, used, partial } : { is: 'value', option, partial: value, before, profile };
}

function next(said: Said, word: string): Said {
  if (said.open !== undefined) return { ...said, open: undefined, profile: said.open.attributeName() === 'profile' ? word : said.profile };
  if (said.flags === 'ended' || !word.startsWith('-') || word === '-') return operand(said, word);
  if (word === '--') return { ...said, flags: 'ended' };
  const [name = '', value] = word.split(/=(.*)/s);
  const option = named(said.command, name);
  if (option === undefined) return said;
  const used = [...said.used, option];
  if (!takesValue(option)) return { ...said, used };
  const open = { ...said, used, open: option };
  return value === undefined ? open : next(open, value);
}

function operand(said: Said, word: string): Said {
  const command = said.command.commands.find((each) => each.name() === word);
  return command === undefined || said.arguments > 0 ? { ...said, arguments: said.arguments + 1 } : { ...said, command, used: [], profile: undefined };
}

const named = (command: Command, flag: string): Option | undefined => command.options.find(({ long, short }) => long === flag || short === flag);
const takesValue = (option: Option): boolean => option.required || option.optional;

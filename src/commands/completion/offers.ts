import type { Argument, Command, Option } from 'commander';
import { collect, collectNames } from '../declared/options.ts';
import { checkIds, componentNames, diskKinds, explainedIds, platforms, profileNames, ratingNames, revisions, sections, statements, targetNames, type Names } from './names.ts';
import { bare, beginning, NOTHING, type Candidate, type Offer } from './offer.ts';
import type { Place } from './place.ts';

/** What can stand in a place that help calls by a word: names, paths, or both. */
interface Source {
  readonly names?: Names;
  readonly paths?: 'files' | 'folders';
}

/** By the word between `<` and `>` in help, or by the flag where the word alone does not tell. */
const SOURCES: Readonly<Record<string, Source>> = {
  'name|path': { names: profileNames, paths: 'files' },
  'name|file': { names: ratingNames, paths: 'files' },
  'key=value': { names: statements },
  component: { names: componentNames },
  dir: { paths: 'folders' },
  file: { paths: 'files' },
  paths: { paths: 'files' },
  report: { paths: 'files' },
  id: { names: explainedIds },
  ids: { names: checkIds },
  revision: { names: revisions },
  sections: { names: sections },
  '--target': { names: targetNames },
  '--platform': { names: platforms },
  '--disk-kind': { names: diskKinds },
};

/** What could stand in a place. */
export async function offerFor(root: Command, place: Place, cwd: string): Promise<Offer> {
  switch (place.is) {
    case 'command': return { ...NOTHING, candidates: beginning(place.partial, root.createHelp().visibleCommands(root).map((command) => ({ word: command.name(), about: command.description() }))) };
    case 'flag': return { ...NOTHING, candidates: beginning(place.partial, flagsOf(place.command, place.used)) };
    case 'argument': return place.argument === undefined ? NOTHING : named({ ...place, before: '' }, place.argument.argChoices, sourceOfArgument(place.argument), cwd);
    case 'value': return named(place, place.option.argChoices, sourceOfOption(place.option), cwd, place.option.parseArg === collectNames ? 'list' : 'one');
  }
}

/** What stands in an argument. */
export const sourceOfArgument = (argument: Argument): Source | undefined => SOURCES[argument.name()];

/** What stands in the value of a flag. */
export const sourceOfOption = (option: Option): Source | undefined => SOURCES[option.long ?? ''] ?? SOURCES[/<(.+)>/.exec(option.flags)?.[1] ?? ''];

interface Typed {
  readonly partial: string;
  readonly before: string;
  readonly profile: string | undefined;
}

async function named({ partial, before, profile }: Typed, choices: readonly string[] | undefined, source: Source | undefined, cwd: string, many: 'one' | 'list' = 'one'): Promise<Offer> {
  const [, list = '', last = ''] = many === 'one' ? ['', '', partial] : /^(.*,)?(.*)$/s.exec(partial) ?? [];
  const names = choices === undefined ? await source?.names?.({ partial: last, profile, cwd }) : bare(choices);
  const taken = list.split(',');
  const candidates = beginning(last, names ?? []).filter(({ word }) => !taken.includes(word)).map(({ word, about }) => ({ word: `${before}${list}${word}`, about }));
  // What is found by name is not asked of the shell again.
  return { candidates, paths: candidates.length === 0 ? (source?.paths ?? 'none') : 'none', before };
}

/** The flags of a command that can still be typed: `--long`, else `-s`. */
function flagsOf(command: Command, used: readonly Option[]): readonly Candidate[] {
  const repeatable = (option: Option): boolean => option.parseArg === collect || option.parseArg === collectNames;
  return command.createHelp().visibleOptions(command).filter((option) => repeatable(option) || !used.includes(option))
    .flatMap(({ long, short, description }) => [long, short].flatMap((word) => (word === undefined ? [] : { word, about: description })));
}

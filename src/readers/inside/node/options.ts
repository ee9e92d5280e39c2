import { flagsIn, type FlagSpellings } from '../../../formats/flags.ts';
import { shellWords } from '../../../formats/shell-words.ts';
import { together, type Facts } from '../../../model/facts.ts';
import type { Setting } from '../../../model/setting.ts';
import type { Word } from '../../../model/source.ts';
import * as flags from '../../../settings/node-flags.ts';
import * as node from '../../../settings/node.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { givenByFlag } from '../application/given.ts';
import { placer } from '../application/place.ts';
import { outsideOf } from '../application/variables.ts';

const KNOWN: Readonly<Record<string, Setting>> = {
  'max-old-space-size': node.max_old_space_size,
  'max-semi-space-size': node.max_semi_space_size,
  'max-old-space-size-percentage': flags.max_old_space_size_percentage,
  'max-http-header-size': { ...node.max_header_size, bare: 1 },
};

/** V8 takes dashes and underscores alike. */
const SPELLINGS: FlagSpellings = { valued: Object.fromEntries(Object.keys(KNOWN).flatMap((name) => [[`--${name}`, name], [`--${name.replaceAll('-', '_')}`, name]])) };

/** What flags of Node state: heap, young generation, greatest header. */
export function optionsIn(words: readonly Word[], container: RunningContainer, around: Surroundings): Facts {
  const given = new Map(flagsIn(words, SPELLINGS).map((flag) => [flag.name, flag]));
  return together([...given].flatMap(([name, flag]) => {
    const setting = KNOWN[name];
    return setting === undefined ? [] : [givenByFlag(container.component, setting, flag, outsideOf(container, around))];
  }));
}

/** The words of NODE_OPTIONS, each in its place. */
export function nodeOptions({ environment }: RunningContainer, around: Surroundings): readonly Word[] {
  const word = environment.get('NODE_OPTIONS');
  const place = placer(around.tree);
  return word === undefined ? [] : shellWords(word.text).words.map(({ text, offset }) => ({ text, at: place(word, offset) }));
}

import { fail } from '../../model/problem.ts';
import { quoted } from '../../model/quote.ts';
import { profilesBelow } from '../profiles.ts';
import type { ProfileRead } from './pairs.ts';
import type { Place } from './revision.ts';
import { isThere, sourcesOf, tried, type Reading } from './side.ts';

/** Every profile at one revision; with words, what of them is there. */
export const profilesAt = (place: Place, words: readonly string[], reading: Reading): readonly string[] =>
  words.length === 0 ? profilesBelow('profiles', place.list) : words.flatMap((word) => namedAt(word, place, { ...reading, files: place.files }));

/** Refuses to compare nothing with nothing. */
export function refuseNothing(words: readonly string[], before: Place, after: Place): never {
  const nowhere = `neither in ${before.words} nor in ${after.words}`;
  return words.length > 0 ? fail(`there is no profile ${words.map(quoted).join(', ')}, ${nowhere}`) : fail(`there is no profile in the folder profiles, ${nowhere}`, undefined, 'name one: --profile path/to/profile.yaml');
}

/** Reads profiles at one revision; what is wrong with one is told of it alone. */
export function readAt(place: Place, profiles: readonly string[], reading: Reading): Promise<readonly ProfileRead[]> {
  place.prepare(profiles);
  return Promise.all(profiles.map(async (profile) => ({ profile, sources: await tried(() => sourcesOf(profile, { ...reading, files: place.files })) })));
}

/** What a word names at one revision: a profile, a folder of profiles, or nothing that is there. */
function namedAt(word: string, place: Place, reading: Reading): readonly string[] {
  if (isThere(word, reading)) return /[/\\]/.test(word) && place.list(word).length > 0 ? profilesBelow(word.replace(/(?<=.)\/+$/, ''), place.list) : [word];
  return /[/\\]/.test(word) ? [] : profilesBelow(word, place.list);
}

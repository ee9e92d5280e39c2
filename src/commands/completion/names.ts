import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Stack } from '../../model/stack.ts';
import { builtInDirectory } from '../../package.ts';
import { bare, type Candidate } from './offer.ts';

/** What names are asked for: what was typed of one, and the profile and the folder that it is meant for. */
export interface Asked {
  readonly partial: string;
  readonly profile: string | undefined;
  readonly cwd: string;
}

/** Names that could stand somewhere, whatever was typed of them. */
export type Names = (asked: Asked) => Promise<readonly Candidate[]>;

/** The checks. */
export const checkIds: Names = async () => (await import('../../checks/index.ts')).checks.map(({ id, why }) => ({ word: id, about: firstSentence(why) }));

/** The formats that are rendered. */
export const targetNames: Names = async () => (await import('../../targets/index.ts')).targets.map(({ name, about }) => ({ word: name, about }));

/** The built-in profiles, those in ./profiles, and the YAML files and folders of the folder that is typed. */
export const profileNames: Names = async ({ partial, cwd }) => {
  const { builtInProfiles } = await import('../../load.ts');
  const typed = partial.slice(0, partial.lastIndexOf('/') + 1);
  const own = entriesOf(join(cwd, 'profiles')).flatMap(({ name }) => (name.endsWith('.yaml') ? name.slice(0, -'.yaml'.length) : []));
  const here = entriesOf(resolve(cwd, typed)).flatMap(({ name, folder }) => (folder ? (partial === '' ? [] : `${typed}${name}/`) : /\.ya?ml$/.test(name) ? `${typed}${name}` : []));
  const builtIn = builtInProfiles(builtInDirectory);
  return [...builtIn.map((word) => ({ word, about: 'built in' })), ...own.filter((name) => !builtIn.includes(name)).map((word) => ({ word, about: 'in ./profiles' })), ...bare(here)];
};

/** The rating tables. */
export const ratingNames: Names = async () => bare(Object.keys((await import('../../bench/ratings.ts')).ratingTables));

/** The components of the profile. */
export const componentNames: Names = async (asked) => (await planOf(asked)).components.map(({ name, kind }) => ({ word: name, about: kind }));

/** Every setting of the profile by its id; where none begins so, by its shorter names. */
const settingIds: Names = async (asked) => {
  const entries = [...(await planOf(asked)).entries.values()].map(({ id, setting }) => ({ id: id.replace(/\[.*/s, ''), setting }));
  const whole = entries.map(({ id, setting }) => ({ word: id, about: setting.about ?? '' }));
  const shorter = entries.flatMap(({ setting }) => [`${setting.kind}.${setting.name}`, setting.name].map((word) => ({ word, about: setting.about ?? '' })));
  return byParts(asked.partial, whole.some(({ word }) => word.startsWith(asked.partial)) ? whole : shorter);
};

/** What may be explained. */
export const explainedIds: Names = async (asked) => [...(await settingIds(asked).catch(() => [])), ...(await checkIds(asked))];

/** What `--set` may state: a setting, and after it the values that it may have. */
export const statements: Names = async (asked) => {
  const [id = '', value] = asked.partial.split(/=(.*)/s);
  if (value === undefined) return (await settingIds(asked)).map(({ word, about }) => ({ word: word.endsWith('.') ? word : `${word}=`, about }));
  const setting = (await planOf(asked)).entries.get(id)?.setting;
  return bare([...(setting?.oneOf ?? []), ...(setting?.unit === 'flag' ? ['true', 'false'] : [])].map((each) => `${id}=${each}`));
};

/** The branches and tags of the repository, where there is one. */
export const revisions: Names = async ({ cwd }) => {
  const [{ gitIn }, { revisionNames }] = await Promise.all([import('../../host/git.ts'), import('../../host/git-revision.ts')]);
  return bare(revisionNames(gitIn(cwd)));
};

/** The sections of what `gen diff` says. */
export const sections: Names = async () => bare((await import('../../reporters/diff/view.ts')).SECTIONS);

/** The platforms of a machine. */
export const platforms: Names = async () => bare((await import('../../settings/profile.ts')).platform.oneOf ?? []);

/** The kinds of disks. */
export const diskKinds: Names = async () => bare((await import('../../settings/profile.ts')).disk_kind.oneOf ?? []);

/** The plan of the profile on the line, else of the one that most commands take. */
async function planOf({ profile, cwd }: Asked): Promise<Stack> {
  const [{ loadProfile }, { size }] = await Promise.all([import('../../load.ts'), import('../../size.ts')]);
  return size(loadProfile({ profile: profile ?? 'medium', sets: [], builtInDirectory, cwd }));
}

/** Long ids by their next part, as paths are: `db.` before `db.postgres.work_mem`. */
function byParts(partial: string, candidates: readonly Candidate[]): readonly Candidate[] {
  const parts = new Map<string, Candidate>();
  for (const candidate of candidates) {
    if (!candidate.word.startsWith(partial)) continue;
    const end = candidate.word.indexOf('.', partial.length) + 1;
    const word = end === 0 ? candidate.word : candidate.word.slice(0, end);
    parts.set(word, word === candidate.word ? candidate : { word, about: '' });
  }
  return [...parts.values()];
}

function entriesOf(folder: string): readonly { readonly name: string; readonly folder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.') && name !== 'node_modules').map((entry) => ({ name: entry.name, folder: entry.isDirectory() }));
  } catch {
    return [];
  }
}

const firstSentence = (text: string): string => /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;

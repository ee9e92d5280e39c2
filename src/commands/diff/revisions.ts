import { compare } from '../../diff/comparison.ts';
import { kept } from '../../diff/kept.ts';
import type { Side } from '../../diff/side.ts';
import { gitObjects } from '../../host/git-objects.ts';
import { gitIn, type Git } from '../../host/git.ts';
import { showProblem, type Problem } from '../../model/problem.ts';
import { profilesBar } from '../gen/bar.ts';
import type { Terminal } from '../terminal.ts';
import { gathered, type Compared, type Outcome } from './outcome.ts';
import { paired, readsTheSame, stackName, type Pair, type ProfileRead } from './pairs.ts';
import { profilesAt, readAt, refuseNothing } from './profiles-at.ts';
import { placesNamed, type Place, type RevisionFlags } from './revision.ts';
import { sideOf, tried, type Reading, type Tried } from './side.ts';
import { unchangedAmong } from './unchanged.ts';
import { filesBehind, profilesHere, uncommitted } from './uncommitted.ts';

/** `gen diff --base REV`: the profiles of both revisions, rendered from the objects of the repository. */
export async function diffRevisions(profiles: readonly string[], flags: RevisionFlags, reading: Reading, terminal: Terminal): Promise<Outcome> {
  const git = gitIn(reading.cwd);
  const { before, after, notes } = placesNamed(flags, git, gitObjects(git), reading.cwd);
  const [earlier, later] = [profilesAt(before, profiles, reading), profilesAt(after, profiles, reading)];
  if (earlier.length + later.length === 0) refuseNothing(profiles, before, after);
  after.prepare(later);
  const there = new Set(earlier);
  const unchanged = unchangedAmong(later.filter((profile) => there.has(profile)), before, after, reading.cwd);
  const rest = (all: readonly string[]): readonly string[] => all.filter((profile) => !unchanged.has(profile));
  const pairs = paired(await readAt(before, rest(earlier), reading), await readAt(after, rest(later), reading), () => renamesBetween(git, before, after));
  const different = pairs.filter((pair) => !readsTheSame(pair));
  const asked = new Set(different.map(({ after: read }) => read?.profile));
  const bar = profilesBar(different.length, terminal);
  const results: Compared[] = [];
  for (const [i, pair] of different.entries()) {
    results.push(await compared(pair, before, after, reading));
    bar.told(i + 1, pair.after?.profile ?? pair.before?.profile ?? '');
  }
  bar.end();
  const lying = [...filesBehind(pairs, reading.cwd), ...[...unchanged.values()].flat(), ...(profiles.length === 0 ? profilesHere(reading.cwd) : [])];
  const here = flags.head === undefined ? uncommitted(lying, after.files, reading.cwd) : [];
  const { problems, notes: own, ...all } = gathered(results);
  const same = later.filter((profile) => !asked.has(profile));
  return { diffed: { of: 'revisions', before: before.words, after: after.words, ...all, same, notes: [...notes, ...here, ...own] }, problems };
}

async function compared(pair: Pair, before: Place, after: Place, reading: Reading): Promise<Compared> {
  const [was, is] = [await sideAt(pair.before, before, reading), await sideAt(pair.after, after, reading)];
  if (is?.is === 'refused') return { refused: pair.after?.profile ?? '', notes: is.problems.map((problem) => noted(problem, after, 'is not compared')), problems: is.problems.map((problem) => placedAt(problem, after)) };
  const notes = was?.is === 'refused' ? was.problems.map((problem) => noted(problem, before, is === undefined ? 'is gone' : 'is told as new')) : moved(pair);
  return { comparison: kept(compare(was?.is === 'done' ? was.value : undefined, is?.value)), notes, problems: [] };
}

async function sideAt(read: ProfileRead | undefined, { suffix, files }: Place, reading: Reading): Promise<Tried<Side> | undefined> {
  if (read === undefined) return undefined;
  const { profile, sources } = read;
  return sources.is === 'refused' ? sources : tried(() => sideOf(`${profile}${suffix}`, sources.value, { ...reading, files }));
}

/** A file or a stack under another name. */
function moved({ before, after }: Pair): readonly string[] {
  if (before === undefined || after === undefined) return [];
  const [was, is] = [stackName(before) ?? '', stackName(after) ?? ''];
  const stays = `what was rendered as ${was} stays where it is`;
  if (before.profile === after.profile) return was === is ? [] : [`${after.profile} names its stack ${is} instead of ${was}: ${stays}`];
  return [`${before.profile} is now ${after.profile}${was === is ? '' : `, and its stack ${is} instead of ${was}: ${stays}`}`];
}

const placedAt = (problem: Problem, { suffix }: Place): Problem => ({ ...problem, message: `${problem.message}${suffix === '' ? '' : ` (${suffix.trim()})`}` });
const noted = (problem: Problem, place: Place, so: string): string => `${showProblem({ ...placedAt(problem, place), hint: undefined })}: ${so}`;

/** What git takes for the same file under another name: the older path by the newer, seen from the working directory. */
function renamesBetween(git: Git, before: Place, after: Place): ReadonlyMap<string, string> {
  if (before.commit === undefined || after.commit === undefined) return new Map();
  const { text } = git(['diff-tree', '-r', '-z', '-M', '--diff-filter=R', '--name-status', '--relative', '--no-ext-diff', '--no-textconv', before.commit, after.commit]);
  const words = text.split('\0');
  return new Map(Array.from({ length: Math.floor(words.length / 3) }, (_, i) => [words[i * 3 + 2] ?? '', words[i * 3 + 1] ?? '']));
}

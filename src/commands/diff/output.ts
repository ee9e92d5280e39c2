import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { check } from '../../check.ts';
import { compare, type Comparison } from '../../diff/comparison.ts';
import type { FileChange } from '../../diff/files.ts';
import { kept } from '../../diff/kept.ts';
import type { Side } from '../../diff/side.ts';
import { builtInProfiles, loadFiles } from '../../load.ts';
import { fail } from '../../model/problem.ts';
import { stackFolder } from '../../output/folder.ts';
import { MANIFEST } from '../../output/manifest.ts';
import { onDisk, shownPath } from '../../output/path.ts';
import { builtInDirectory, version } from '../../package.ts';
import { render } from '../../render.ts';
import { size } from '../../size.ts';
import { profilesBar } from '../gen/bar.ts';
import { everyProfile, namedProfiles } from '../profiles.ts';
import type { Terminal } from '../terminal.ts';
import { editsIn } from './edits.ts';
import { freshAmong } from './fresh.ts';
import { gathered, type Compared, type Outcome } from './outcome.ts';
import { shownFrom, sourcesOf, tried, type Reading } from './side.ts';
import { asRead, targetsIn, writtenIn, type Written } from './written.ts';

/** What came of one profile, or of one folder, with the name of the stack; none where the profile could not be sized. */
interface ComparedStack extends Compared {
  readonly name?: string;
}

/** `gen diff`: what lies in the output folder against what is rendered now. */
export async function diffOutput(words: readonly string[], out: string, reading: Reading, terminal: Terminal): Promise<Outcome> {
  const root = resolve(reading.cwd, out);
  const shown = shownPath(root, reading.cwd);
  const folders = foldersIn(root, shown);
  const builtIn = builtInProfiles(builtInDirectory);
  const profiles = words.length > 0 ? namedProfiles(words, reading.cwd) : profilesFor(folders, builtIn, reading.cwd);
  const bar = profilesBar(profiles.length, terminal);
  const fresh = await freshAmong(profiles, root, reading, bar.told);
  const results: ComparedStack[] = [];
  for (const [i, profile] of profiles.entries()) {
    const known = fresh.get(profile);
    results.push(known === undefined ? await outputOf(profile, root, reading) : { name: known, notes: [], problems: [] });
    bar.told(i + 1, profile);
  }
  bar.end();
  if (words.length === 0) {
    const names = new Set(results.flatMap(({ name }) => name ?? []));
    for (const name of folders.filter((folder) => !names.has(folder))) {
      if (builtIn.includes(name)) results.push(await outputOf(name, root, reading));
      // The folder of a profile that could not be sized may be any of them.
      else if (results.every((result) => result.name !== undefined)) results.push(await answered(shownPath(join(root, name), reading.cwd), () => leftIn(name, root, reading.cwd)));
    }
  }
  const { problems, ...all } = gathered(results);
  const same = results.flatMap(({ name, comparison }) => (name === undefined || comparison !== undefined ? [] : name));
  return { diffed: { of: 'output', before: shown, after: 'what is rendered now', ...all, same }, problems };
}

/** The folders of the output folder, in order. */
function foldersIn(root: string, shown: string): readonly string[] {
  if (!existsSync(root)) fail(`there is no folder ${shown}: nothing was rendered here`, undefined, 'render first: gen --all; or compare revisions: gen diff --base origin/main');
  return onDisk(`${shown} cannot be read`, () => readdirSync(root, { withFileTypes: true }))
    .flatMap((entry) => (entry.isDirectory() && !entry.name.startsWith('.') ? entry.name : []))
    .sort();
}

/** Every profile; of the built-in ones, those that were rendered. */
function profilesFor(folders: readonly string[], builtIn: readonly string[], cwd: string): readonly string[] {
  const every = everyProfile(cwd).filter((profile) => !builtIn.includes(profile) || folders.includes(profile));
  return every.length > 0 ? every : fail(`no profile is known here that ${folders.length === 0 ? 'anything' : folders.join(', ')} was rendered from`, undefined, 'name it: gen diff --profile ./shop.yaml');
}

const outputOf = (profile: string, root: string, reading: Reading): Promise<ComparedStack> => answered(profile, () => comparedOf(profile, root, reading));

/** What came of a profile or a folder; what is wrong with it keeps the others from nothing. */
async function answered(what: string, work: () => ComparedStack | Promise<ComparedStack>): Promise<ComparedStack> {
  const made = await tried(work);
  return made.is === 'done' ? made.value : { refused: what, notes: [`${what} is not compared: it cannot be read`], problems: made.problems };
}

async function comparedOf(profile: string, root: string, reading: Reading): Promise<ComparedStack> {
  const sources = sourcesOf(profile, reading);
  const stack = size(loadFiles(sources, reading));
  const folder = stackFolder(root, stack.name);
  const { manifest, targets } = targetsIn(folder);
  const files = await render(stack, targets);
  const written = writtenIn(folder, shownPath(folder, reading.cwd), manifest, files.map(({ path }) => path));
  if (isSame(written.files, files)) return { name: stack.name, notes: written.notes, problems: [] };
  const after: Side = { name: profile, stack, report: check(stack), files, shown: shownFrom(sources, reading.cwd) };
  if (written.files.length === 0) return { name: stack.name, comparison: kept(compare(undefined, after)), notes: written.notes, problems: [] };
  const before = sideOfWritten(written, after.shown);
  const sides = before === undefined ? asRead({ ...after, name: written.shown, files: written.files }, after, written.shown) : [before, after] as const;
  const earlier = written.edited.size === 0 || written.plan === undefined ? [] : await render(written.plan.plan, targets);
  return {
    name: stack.name,
    comparison: withEdits(kept(compare(...sides)), written),
    notes: [...written.notes, ...aboutPlan(written), ...editsIn(written, [earlier, files])],
    problems: [],
  };
}

const isSame = (written: Side['files'], rendered: Side['files']): boolean => {
  const texts = new Map(rendered.map(({ path, text }) => [path, text]));
  return written.length === rendered.length && written.every(({ path, text }) => texts.get(path) === text);
};

/** The side that was rendered once, by its plan. */
function sideOfWritten({ shown, files, plan }: Written, place: Side['shown']): Side | undefined {
  return plan === undefined ? undefined : { name: shown, stack: plan.plan, report: check(plan.plan), files, shown: place };
}

const withEdits = (comparison: Comparison, { edited }: Written): Comparison => ({ ...comparison, files: comparison.files.map((file): FileChange => (edited.has(file.path) ? { ...file, edited: true } : file)) });

function aboutPlan({ shown, plan, manifest }: Written): readonly string[] {
  if (plan === undefined) return [`${shown}/plan.json is ${manifest.has('plan.json') ? 'not as it was written' : 'not there'}: compared by what the files say, and what a change follows from is not known`];
  return plan.version === version ? [] : [`${shown} was rendered by Plumbline ${plan.version}, this is ${version}`];
}

/** A folder that no profile of these renders to. */
function leftIn(name: string, root: string, cwd: string): ComparedStack {
  const shown = shownPath(join(root, name), cwd);
  if (!existsSync(join(root, name, MANIFEST))) return { name, notes: [`${shown} holds no ${MANIFEST}: Plumbline did not write it`], problems: [] };
  const { manifest } = targetsIn(join(root, name));
  const written = writtenIn(join(root, name), shown, manifest, []);
  const gone = sideOfWritten(written, (at) => at);
  const notes = [...written.notes, `${shown} was rendered from a profile that is not here: remove the folder, or name the profile: gen diff --profile path/to/${name}.yaml`];
  return { name, ...(gone === undefined ? {} : { comparison: kept(compare(gone, undefined)) }), notes, problems: [] };
}

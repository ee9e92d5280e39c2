import { join, resolve } from 'node:path';
import { check } from '../check.ts';
import { loadProfile, settingsLeftOut } from '../load.ts';
import { fail, InputError } from '../model/problem.ts';
import { apply } from '../output/apply.ts';
import { lookForBuilds } from '../output/builds.ts';
import { compare, type Conflict } from '../output/changes.ts';
import { stackFolder } from '../output/folder.ts';
import { onDisk, shownPath } from '../output/path.ts';
import { lookForSecrets, makeSecrets } from '../output/secrets.ts';
import { builtInDirectory } from '../package.ts';
import { render, secretsFor, targetNames } from '../render.ts';
import { matters } from '../reporters/findings.ts';
import { resultJson, showResult, type Result } from '../reporters/summary.ts';
import { size } from '../size.ts';
import { everyProfile } from './profiles.ts';
import { json, lines, type ExitCode, type Terminal } from './terminal.ts';

/** The flags of `gen`. */
export interface GenOptions {
  readonly profile: readonly string[];
  readonly all?: true;
  readonly out: string;
  readonly target?: readonly string[];
  readonly set: readonly string[];
  readonly sized?: true;
  readonly stdout?: true;
  readonly dryRun?: true;
  readonly format: 'text' | 'json';
  readonly quiet?: true;
  readonly strict?: true;
  readonly force?: true;
}

/** `gen --profile NAME`: renders stacks. Everything is read, sized, rendered and compared before anything is written. */
export async function gen(options: GenOptions, terminal: Terminal): Promise<ExitCode> {
  const profiles = options.all ? everyProfile(terminal.cwd) : options.profile;
  const planned = await Promise.all(profiles.map((profile) => plan(profile, options, terminal.cwd)));
  refuseTwins(planned);
  const refused = options.strict === true && planned.some(({ report }) => matters(report.findings));
  const results = planned.map((each) => place(each, options, terminal.cwd, refused));
  refuseConflicts(results);
  for (const { outcome, changes, secrets } of results) {
    if (outcome !== 'written' || changes === undefined) continue;
    apply(changes);
    makeSecrets(changes.folder, secrets);
  }
  print(results, options, terminal);
  return planned.some(({ report }) => matters(report.findings)) ? 1 : 0;
}

type Planned = Pick<Result, 'plan' | 'leftOut' | 'report' | 'files'>;

async function plan(profile: string, options: GenOptions, cwd: string): Promise<Planned> {
  const request = { profile, sets: options.set, sized: options.sized, builtInDirectory, cwd };
  const sized = size(loadProfile(request));
  return { plan: sized, leftOut: settingsLeftOut(request), report: check(sized), files: await render(sized, options.target) };
}

/** Two profiles of one name would be written to one folder. */
function refuseTwins(planned: readonly Planned[]): void {
  const names = planned.map((each) => each.plan.name);
  const twin = names.find((name, i) => names.indexOf(name) !== i);
  if (twin !== undefined) fail(`two profiles are named ${twin}: both would be written to the same folder`, undefined, 'give one of them another name');
}

function place(planned: Planned, options: GenOptions, cwd: string, refused: boolean): Result {
  const folder = shownPath(join(resolve(cwd, options.out), planned.plan.name), cwd);
  if (options.stdout) return { ...planned, folder, secrets: [], unbuilt: [], outcome: 'shown' };
  const path = stackFolder(resolve(cwd, options.out), planned.plan.name);
  const changes = onDisk(`${folder} cannot be read`, () => compare(path, planned.files, options.target ?? targetNames(), options.force ? 'overwritten' : 'respected'));
  const secrets = lookForSecrets(path, secretsFor(planned.plan, options.target));
  const unbuilt = options.target?.includes('compose') === false ? [] : lookForBuilds(path, planned.plan).map((build) => ({ ...build, dockerfile: shownPath(build.dockerfile, cwd) }));
  return { ...planned, changes, secrets, unbuilt, folder, outcome: refused ? 'refused' : options.dryRun ? 'compared' : 'written' };
}

const REASONS: Readonly<Record<Conflict['reason'], string>> = {
  edited: 'was edited by hand since Plumbline wrote it',
  foreign: 'was not written by Plumbline',
  symlink: 'is a symbolic link; Plumbline does not write through it',
  folder: 'is a folder; a generated file has that path',
  file: 'is a file; a generated folder has that path',
};

function refuseConflicts(results: readonly Result[]): void {
  const problems = results.flatMap(({ folder, changes }) => (changes?.conflicts ?? []).map((conflict) => ({ conflict, path: `${folder}/${conflict.path}` })));
  if (problems.length === 0) return;
  const edited = problems.every(({ conflict }) => conflict.reason === 'edited');
  const hint = edited ? 'nothing was written; --force overwrites these edits' : 'nothing was written; move these files away, or name another folder with --out';
  throw new InputError(problems.map(({ conflict, path }, i) => ({ message: `${path} ${REASONS[conflict.reason]}`, ...(i === problems.length - 1 ? { hint } : {}) })));
}

function print(results: readonly Result[], options: GenOptions, terminal: Terminal): void {
  if (options.format === 'json') {
    terminal.out(json({ profiles: results.map((result) => resultJson(result, options.stdout ? 'with-text' : 'without-text')) }));
    return;
  }
  if (options.stdout) for (const { plan: stack, files } of results) for (const file of files) terminal.out(`==> ${stack.name}/${file.path} <==\n${file.text}\n`);
  const shown = results.map((result) => showResult(result, options.quiet ? 'problems' : 'all', terminal.errStyle)).filter((text) => text.length > 0);
  terminal.err(lines(shown.flatMap((text, i) => (i === 0 ? text : ['', ...text]))));
}

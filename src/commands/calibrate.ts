import { lstatSync, readFileSync, renameSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readReport } from '../bench/read-report.ts';
import { calibrate } from '../calibrate/calibrate.ts';
import { restated } from '../calibrate/state.ts';
import { valuesOf, type Measured } from '../calibrate/values.ts';
import { diff } from '../diff.ts';
import { builtInProfiles, loadProfile } from '../load.ts';
import { fail } from '../model/problem.ts';
import type { Stack } from '../model/stack.ts';
import { onDisk, shownPath } from '../output/path.ts';
import { removeStale, writeTemporary } from '../output/temporary.ts';
import { builtInDirectory } from '../package.ts';
import { labelOf, locateProfile } from '../profile/locate.ts';
import { calibratedProfile, calibrationJson, showCalibration, showHeldBack } from '../reporters/calibration.ts';
import { differenceJson, showCarried, showDifference } from '../reporters/difference.ts';
import { size } from '../size.ts';
import { json, lines, type ExitCode, type Terminal } from './terminal.ts';

/** The flags of `gen calibrate`. */
export interface CalibrateOptions {
  readonly profile: string;
  readonly dryRun?: true;
  readonly force?: true;
  readonly format: 'text' | 'json';
}

/** `gen calibrate REPORT`: fits what a request costs to what was measured, and states it in the profile. Exit code 1 when the report tells neither time. */
export function calibrateCommand(path: string, options: CalibrateOptions, terminal: Terminal): ExitCode {
  const load = (sets: readonly string[]): Stack => loadProfile({ profile: options.profile, sets, builtInDirectory, cwd: terminal.cwd });
  const report = readReport(path, terminal.cwd);
  const profile = load([]);
  const before = size(profile);
  const calibration = calibrate(report, before);
  const own = ownFile(options.profile, terminal.cwd);
  const values = valuesOf(calibration, profile, own?.label);
  const after = size(load(values.map(({ id, text }) => `${id}=${text}`)));
  const edit = editOf(options, own, terminal.cwd, values, { report: shownPath(resolve(terminal.cwd, path), terminal.cwd), started: report.started });
  const difference = diff(before, after);
  if (options.format === 'json') terminal.out(json({ ...calibrationJson(calibration, before), file: edit?.shown ?? null, written: edit !== undefined && !options.dryRun, difference: differenceJson(difference) }));
  else terminal.out(lines([...showCalibration(calibration, before, terminal.outStyle), ...(values.length === 0 ? [] : ['', 'the plan that follows', ...showDifference(difference, terminal.outStyle), '', ...showCarried(before, after), ...showHeldBack(calibration, report, after)])]));
  if (edit !== undefined && !options.dryRun) write(edit);
  terminal.err(lines(outcome(edit, options)));
  return values.length === 0 ? 1 : 0;
}

/** A profile as it will be written. */
interface Edit {
  readonly path: string;
  readonly shown: string;
  readonly text: string;
}

/** What was measured where and when. */
interface Source {
  readonly report: string;
  readonly started: string;
}

/** A profile that may be edited. */
interface Own {
  readonly path: string;
  /** How entries name it. */
  readonly label: string;
}

/** The file of a profile of the user's; none where the profile is built in. */
function ownFile(profile: string, cwd: string): Own | undefined {
  if (builtInProfiles(builtInDirectory).includes(profile)) return undefined;
  const folders = { builtIn: builtInDirectory, cwd };
  const path = locateProfile(profile, folders);
  return { path, label: labelOf(path, path, folders) };
}

/** A profile of the user's is edited in its place; of a built-in one, a profile that extends it is made. */
function editOf(options: CalibrateOptions, own: Own | undefined, cwd: string, values: readonly Measured[], source: Source): Edit | undefined {
  if (values.length === 0) return undefined;
  const path = own?.path ?? resolve(cwd, `${options.profile}.yaml`);
  const shown = shownPath(path, cwd);
  const found = onDisk(`${shown} cannot be written`, () => lstatSync(path, { throwIfNoEntry: false }));
  if (found !== undefined && !found.isFile()) fail(`${shown} is not a plain file; Plumbline does not write through it`);
  if (own === undefined) {
    if (found !== undefined && !options.force && !options.dryRun) fail(`${shown} exists already`, undefined, `edit it with gen calibrate --profile ./${options.profile}.yaml, or overwrite it with --force`);
    return { path, shown, text: calibratedProfile(options.profile, values, source) };
  }
  const before = onDisk(`${shown} cannot be read`, () => readFileSync(path, 'utf8'));
  const text = restated(before, values, shown);
  return text === before ? undefined : { path, shown, text };
}

function write({ path, shown, text }: Edit): void {
  onDisk(`${shown} cannot be written`, () => {
    removeStale(dirname(path));
    renameSync(writeTemporary(path, text), path);
  });
}

function outcome(edit: Edit | undefined, { dryRun, profile }: CalibrateOptions): readonly string[] {
  if (edit === undefined) return ['nothing is written'];
  if (dryRun) return [`${edit.shown} would be written (--dry-run)`];
  return [`${edit.shown} is written`, `next: gen --profile ${edit.shown.includes('/') ? edit.shown : profile === edit.shown ? profile : `./${edit.shown}`}`];
}

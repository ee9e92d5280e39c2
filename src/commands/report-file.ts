import { accessSync, constants, renameSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fail } from '../model/problem.ts';
import { onDisk, shownPath } from '../output/path.ts';
import { writeTemporary } from '../output/temporary.ts';

/** A file that a report will be written to, known to be writable before minutes are spent on what goes into it. */
export interface ReportFile {
  readonly shown: string;
  readonly write: (text: string) => void;
}

/** The file that a flag names; throws an `InputError` where it cannot be written. */
export function reportFile(named: string, cwd: string): ReportFile {
  const path = resolve(cwd, named);
  const shown = shownPath(path, cwd);
  const found = onDisk(`${shown} cannot be written`, () => {
    accessSync(dirname(path), constants.W_OK);
    return statSync(path, { throwIfNoEntry: false });
  });
  if (found !== undefined && !found.isFile()) fail(`${shown} is not a plain file; Plumbline does not write through it`);
  return { shown, write: (text) => onDisk(`${shown} cannot be written`, () => renameSync(writeTemporary(path, text), path)) };
}

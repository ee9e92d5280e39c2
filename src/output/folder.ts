import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../model/problem.ts';
import { onDisk, shownPath } from './path.ts';

/** Where `gen` renders to unless it is told otherwise. */
export const OUT = 'out';

/**
 * The folder of one stack inside the output folder. The output folder itself may be a symbolic
 * link, since its user named it; below it none is followed.
 */
export function stackFolder(out: string, name: string): string {
  const root = onDisk(`${shownPath(out)} cannot be used as output folder`, () => statSync(out, { throwIfNoEntry: false }));
  if (root !== undefined && !root.isDirectory()) fail(`${shownPath(out)} is a file, not a folder`, undefined, 'name another folder with --out');
  const folder = join(out, name);
  const found = onDisk(`${shownPath(folder)} cannot be used as output folder`, () => lstatSync(folder, { throwIfNoEntry: false }));
  if (found?.isSymbolicLink()) fail(`${shownPath(folder)} is a symbolic link; Plumbline does not write through it`, undefined, 'name another folder with --out, or remove the link');
  if (found !== undefined && !found.isDirectory()) fail(`${shownPath(folder)} is a file, not a folder`, undefined, 'name another folder with --out, or move the file away');
  return folder;
}

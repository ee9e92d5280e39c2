import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it, and returns those that were not there, outermost first.
 * Node's own `recursive` never ends where a folder can be seen but nothing can be made in it (/proc).
 */
export function makeFolder(folder: string, mode = 0o777): readonly string[] {
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) {
    // A file or a broken link is told apart here, before something is made below it.
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'EEXIST', syscall: 'mkdir' });
    return [];
  }
  const above = makeFolder(dirname(folder));
  return made(folder, mode) ? [...above, folder] : above;
}

/** Whether it was this thread that made the folder: of two that share an output folder, one is first. */
function made(folder: string, mode: number): boolean {
  try {
    mkdirSync(folder, mode);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
    return false;
  }
}

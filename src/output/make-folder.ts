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
  mkdirSync(folder, mode);
  return [...above, folder];
}

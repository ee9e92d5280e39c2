import { renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asInputError, shownPath } from './path.ts';
import { removeEmpty, type Prepared, type Ready } from './prepare.ts';

/**
 * Puts what was prepared in its place. First the manifest is replaced by one that allows each file
 * its old and its new text, then the files are replaced one by one, then the manifest by the final
 * one. Whenever this stops, each file is old or new as a whole and the manifest knows both, so the
 * next run finishes the work.
 */
export function commit({ folder, files, during, final, removed }: Prepared): void {
  const order = [during, ...files, final];
  let done = 0;
  let at = folder;
  const replace = ({ temporary, path }: Ready): void => {
    at = join(folder, path);
    renameSync(temporary, at);
    done += 1;
  };
  try {
    [during, ...files].forEach(replace);
    for (const path of removed) rmSync((at = join(folder, path)), { force: true });
    replace(final);
  } catch (error) {
    for (const { temporary } of order.slice(done)) rmSync(temporary, { force: true });
    throw asInputError(`${shownPath(at)} cannot be written`, error);
  }
  for (const path of removed) if (dirname(path) !== '.') removeEmpty(join(folder, dirname(path)));
}

import { lstatSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Changes } from './changes.ts';
import { makeFolder } from './make-folder.ts';
import { MANIFEST, showManifest, type Manifest, type Written } from './manifest.ts';
import { asInputError, onDisk, shownPath } from './path.ts';
import { removeStale, writeTemporary } from './temporary.ts';

/**
 * Writes what `compare` found, safe against being killed at any moment.
 *
 * First everything is written to temporary files, so that a full disk changes nothing. Then the
 * manifest is replaced by one that allows each file its old and its new text, then the files are
 * replaced one by one, then the manifest by the final one. Whenever this stops, each file is old
 * or new as a whole and the manifest knows both, so the next run finishes the work.
 */
export function apply({ folder, changes, before, after }: Changes): void {
  const written = changes.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]));
  const removed = changes.filter((change) => change.status === 'removed').map((change) => change.path);
  const ours = changes.filter((change) => change.status !== 'kept').map((change) => dirname(join(folder, change.path)));
  new Set([folder, ...ours]).forEach(removeStale);
  const final = showManifest(after);
  if (written.length === 0 && removed.length === 0 && final === textOf(join(folder, MANIFEST))) return;

  const created: string[] = [];
  const temporaries = new Map<string, string>();
  const prepare = (path: string, text: string, key = path): void => {
    created.push(...makeFolder(dirname(join(folder, path))));
    temporaries.set(key, writeTemporary(join(folder, path), text));
  };
  const replace = (path: string, key = path): void => {
    renameSync(temporaries.get(key) ?? '', join(folder, path));
    temporaries.delete(key);
  };
  let touched = false;
  let at = folder;
  try {
    for (const { path, text } of written) prepare((at = path), text);
    prepare((at = MANIFEST), showManifest(either(before, after)), 'during');
    prepare(MANIFEST, final, 'final');
    touched = true;
    replace(MANIFEST, 'during');
    for (const { path } of written) replace((at = path));
    for (const path of removed) rmSync(join(folder, (at = path)), { force: true });
    replace((at = MANIFEST), 'final');
  } catch (error) {
    for (const temporary of temporaries.values()) rmSync(temporary, { force: true });
    if (!touched) created.reverse().forEach(removeEmpty);
    throw asInputError(`${shownPath(at === folder ? folder : join(folder, at))} cannot be written`, error);
  }
  for (const path of removed) if (dirname(path) !== '.') removeEmpty(join(folder, dirname(path)));
}

/** A manifest under which the old and the new text of every file count as ours. */
function either(before: Manifest, after: Manifest): Manifest {
  const both = new Map<string, Written>(before);
  for (const [path, written] of after) {
    both.set(path, { target: written.target, sha256: [...new Set([...(before.get(path)?.sha256 ?? []), ...written.sha256])] });
  }
  return both;
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something lies in it: then it stays.
  }
}

const textOf = (path: string): string | undefined =>
  lstatSync(path, { throwIfNoEntry: false }) === undefined ? undefined : onDisk(`${shownPath(path)} cannot be read`, () => readFileSync(path, 'utf8'));

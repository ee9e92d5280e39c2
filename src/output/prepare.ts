import { lstatSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Change, Changes } from './changes.ts';
import { makeFolder } from './make-folder.ts';
import { MANIFEST, showManifest, type Manifest, type Written } from './manifest.ts';
import { asInputError, onDisk, shownPath } from './path.ts';
import { removeStale, writeTemporary } from './temporary.ts';

/** A file that lies on the disk under a temporary name, and the path inside the folder that it is to get. */
export interface Ready {
  readonly temporary: string;
  readonly path: string;
}

/** Everything that a folder is to get, on the disk under temporary names. Plain data: whoever prepared it, another thread may commit it. */
export interface Prepared {
  readonly folder: string;
  readonly files: readonly Ready[];
  /** The manifest while files are replaced, and the one after it. */
  readonly during: Ready;
  readonly final: Ready;
  /** Files of ours that go. */
  readonly removed: readonly string[];
  /** Folders that were made for it, outermost first. */
  readonly created: readonly string[];
}

/**
 * Writes what `compare` found to temporary files, so that a full disk changes nothing; nothing at
 * all where nothing is to be changed. `commit` then replaces the files, `discard` takes it back.
 */
export function prepare({ folder, changes, before, after }: Changes): Prepared | undefined {
  const removed = changes.filter((change) => change.status === 'removed').map((change) => change.path);
  tidy(folder, changes);
  const final = showManifest(after);
  if (removed.length === 0 && changes.every(({ text }) => text === undefined) && final === textOf(join(folder, MANIFEST))) return undefined;

  const created: string[] = [];
  const written: Ready[] = [];
  const there = new Set<string>();
  let at = folder;
  const ready = (path: string, text: string): Ready => {
    at = join(folder, path);
    if (!there.has(dirname(at))) created.push(...makeFolder(dirname(at)));
    there.add(dirname(at));
    const one = { path, temporary: writeTemporary(at, text) };
    written.push(one);
    return one;
  };
  try {
    const files = changes.flatMap(({ path, text }) => (text === undefined ? [] : [ready(path, text)]));
    return { folder, files, during: ready(MANIFEST, showManifest(either(before, after))), final: ready(MANIFEST, final), removed, created };
  } catch (error) {
    undo(written, created);
    throw asInputError(`${shownPath(at)} cannot be written`, error);
  }
}

/** Removes what a killed run left in the folder of a stack. */
export function tidy(folder: string, changes: readonly Pick<Change, 'path' | 'status'>[]): void {
  const ours = changes.filter((change) => change.status !== 'kept').map((change) => dirname(join(folder, change.path)));
  new Set([folder, ...ours]).forEach(removeStale);
}

/** Takes back what was prepared and not committed; of several stacks at once, since one's folders may lie in another's. */
export const discard = (all: readonly Prepared[]): void => undo(all.flatMap(({ files, during, final }) => [...files, during, final]), all.flatMap(({ created }) => created));

function undo(written: readonly Ready[], created: readonly string[]): void {
  for (const { temporary } of written) rmSync(temporary, { force: true });
  // A folder comes after those that lie in it.
  [...created].sort((a, b) => b.length - a.length).forEach(removeEmpty);
}

/** Removes a folder unless something lies in it. */
export function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something lies in it: then it stays.
  }
}

/** A manifest under which the old and the new text of every file count as ours. */
function either(before: Manifest, after: Manifest): Manifest {
  const both = new Map<string, Written>(before);
  for (const [path, written] of after) {
    both.set(path, { target: written.target, sha256: [...new Set([...(before.get(path)?.sha256 ?? []), ...written.sha256])] });
  }
  return both;
}

const textOf = (path: string): string | undefined =>
  lstatSync(path, { throwIfNoEntry: false }) === undefined ? undefined : onDisk(`${shownPath(path)} cannot be read`, () => readFileSync(path, 'utf8'));

import type { TargetFile } from '../render.ts';
import { looking, type Found } from './look.ts';
import { fingerprint, MANIFEST, normalised, readManifest, staysInside, type Manifest, type Written } from './manifest.ts';

/** What becomes of one file: `kept` is a file of ours that is no longer rendered but was edited by hand. */
export type Status = 'created' | 'changed' | 'unchanged' | 'removed' | 'kept';

/** One file of an output folder and what becomes of it. */
export interface Change {
  readonly path: string;
  readonly target: string;
  readonly status: Status;
  /** The text to be written, for `created` and `changed`. */
  readonly text?: string;
}

/** A file that stands in the way, and why. `edited` yields to force, the others never. */
export interface Conflict {
  readonly path: string;
  readonly reason: 'edited' | 'foreign' | 'symlink' | 'folder' | 'file';
}

/** What writing would do to an output folder. */
export interface Changes {
  readonly folder: string;
  readonly changes: readonly Change[];
  readonly conflicts: readonly Conflict[];
  /** The files of ours as they are now. */
  readonly before: Manifest;
  /** The files of ours when all is written. */
  readonly after: Manifest;
}

/** How edits by hand are treated. */
export type Edits = 'respected' | 'overwritten';

/**
 * Compares rendered files with an output folder. `targets` are those that were rendered: files of
 * other targets are left alone. Touches nothing.
 */
export function compare(folder: string, files: readonly TargetFile[], targets: readonly string[], edits: Edits): Changes {
  const before = readManifest(folder);
  const look = looking(folder);
  const conflicts: Conflict[] = [];
  const after = new Map<string, Written>(before);
  const changes: Change[] = [];
  for (const file of files) {
    if (!staysInside(file.path) || file.path === MANIFEST) throw new Error(`the target ${file.target} rendered a file named ${file.path}`);
    const status = statusOf(look(file.path), file, before, edits);
    if (typeof status === 'object') {
      conflicts.push(status);
      continue;
    }
    after.set(file.path, { target: file.target, sha256: [fingerprint(file.text)] });
    changes.push({ path: file.path, target: file.target, status, ...(status === 'unchanged' ? {} : { text: file.text }) });
  }
  const rendered = new Set(files.map((file) => file.path));
  for (const [path, written] of before) {
    if (rendered.has(path) || !targets.includes(written.target)) continue;
    const status = leftover(look(path), written);
    if (status !== 'kept') after.delete(path);
    if (status !== 'gone') changes.push({ path, target: written.target, status });
  }
  return { folder, changes, conflicts, before, after };
}

function statusOf(found: Found, file: TargetFile, before: Manifest, edits: Edits): Status | Conflict {
  if (found.is === 'missing') return 'created';
  if (found.is !== 'text') return { path: found.path, reason: found.is };
  if (normalised(found.text) === normalised(file.text)) return 'unchanged';
  const written = before.get(file.path);
  if (written === undefined) return { path: file.path, reason: 'foreign' };
  if (written.sha256.includes(fingerprint(found.text)) || edits === 'overwritten') return 'changed';
  return { path: file.path, reason: 'edited' };
}

function leftover(found: Found, written: Written): 'removed' | 'kept' | 'gone' {
  if (found.is === 'missing') return 'gone';
  return found.is === 'text' && written.sha256.includes(fingerprint(found.text)) ? 'removed' : 'kept';
}

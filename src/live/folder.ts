import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fail } from '../model/problem.ts';

/** A temporary folder that belongs to the servers' account. */
export interface Folder {
  readonly path: string;
  /** Writes a file readable by its owner only, makes its folders, and returns its full path. */
  readonly write: (name: string, text: string) => string;
  /** Makes a folder and returns its full path. */
  readonly makeFolder: (name: string) => string;
  readonly remove: () => void;
}

/** The account that servers run as: PostgreSQL and PgBouncer refuse root, and the images do not use it either. */
export const ACCOUNT: { readonly uid?: number; readonly gid?: number } = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** A new temporary folder; whoever makes it removes it. */
export function makeFolder(name: string): Folder {
  const root = mkdtempSync(join(plain(tmpdir()), `plumbline-${name}-`));
  own(root);
  const inside = (part: string): string => {
    const path = join(root, part);
    const first = mkdirSync(path, { recursive: true });
    // Folders made on the way belong to the servers' account too.
    for (let made = path; first !== undefined && made.length >= first.length; made = dirname(made)) own(made);
    return path;
  };
  return {
    path: root,
    makeFolder: inside,
    write(part, text) {
      const path = join(root, part);
      inside(dirname(part));
      writeFileSync(path, text);
      chmodSync(path, 0o600);
      own(path);
      return path;
    },
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** A path that stands in the files of every server as it is: each of them quotes in another way. */
function plain(path: string): string {
  if (!existsSync(path)) return fail(`expected a folder for temporary files, found no ${path}`, undefined, 'set TMPDIR to one');
  return /^[\w./+-]+$/.test(path) ? path : fail(`expected the path of temporary files to have letters, digits and ./+-_ only, found ${JSON.stringify(path)}`, undefined, 'set TMPDIR to another folder');
}

/** Gives a file or folder to the servers' account. */
function own(path: string): void {
  if (ACCOUNT.uid !== undefined && ACCOUNT.gid !== undefined) chownSync(path, ACCOUNT.uid, ACCOUNT.gid);
}

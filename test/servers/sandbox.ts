import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A temporary folder that belongs to the servers' account. */
export interface Sandbox {
  readonly folder: string;
  /** Writes a file readable by its owner only, makes its folders, and returns its full path. */
  readonly write: (name: string, text: string) => string;
  /** Makes a folder and returns its full path. */
  readonly makeFolder: (name: string) => string;
  readonly remove: () => void;
}

/** The account that servers run as: PostgreSQL and PgBouncer refuse root, and the images do not use it either. */
export const account: { readonly uid?: number; readonly gid?: number } =
  process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

const open = new Set<Sandbox>();
process.once('exit', () => { for (const sandbox of open) sandbox.remove(); });
// Vitest ends its workers with this signal, which would end them without `exit`.
process.once('SIGTERM', () => process.exit(143));

/** A new temporary folder; removed by its `remove`, at the latest when this process ends. */
export function makeSandbox(name: string): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), `plumbline-${name}-`));
  own(folder);
  const makeFolder = (part: string): string => {
    const path = join(folder, part);
    const first = mkdirSync(path, { recursive: true });
    // Folders made on the way belong to the servers' account too.
    for (let made = path; first !== undefined && made.length >= first.length; made = dirname(made)) own(made);
    return path;
  };
  const sandbox: Sandbox = {
    folder,
    makeFolder,
    write(part, text) {
      const path = join(folder, part);
      makeFolder(dirname(part));
      writeFileSync(path, text);
      chmodSync(path, 0o600);
      own(path);
      return path;
    },
    remove() {
      open.delete(sandbox);
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  open.add(sandbox);
  return sandbox;
}

/** Gives a file or folder to the servers' account. */
function own(path: string): void {
  if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid);
}

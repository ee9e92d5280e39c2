import { ACCOUNT, makeFolder, type Folder } from '../../src/live/folder.ts';

/** A temporary folder that belongs to the servers' account. */
export interface Sandbox extends Folder { readonly folder: string }

/** The account that servers run as. */
export const account = ACCOUNT;

const open = new Set<Sandbox>();
process.once('exit', () => { for (const sandbox of open) sandbox.remove(); });
// Vitest ends its workers with this signal, which would end them without `exit`.
process.once('SIGTERM', () => process.exit(143));

/** A new temporary folder; removed by its `remove`, at the latest when this process ends. */
export function makeSandbox(name: string): Sandbox {
  const made = makeFolder(name);
  const sandbox: Sandbox = {
    ...made,
    folder: made.path,
    remove() {
      open.delete(sandbox);
      made.remove();
    },
  };
  open.add(sandbox);
  return sandbox;
}

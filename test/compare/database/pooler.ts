import { pgbouncerCopy } from '../../../src/live/copies/pgbouncer.ts';
import type { Folder } from '../../../src/live/folder.ts';
import type { Group } from '../../../src/live/limits/group.ts';
import { accepts, freePort } from '../../../src/live/ports.ts';
import { endProcess, startProcess, untilReady } from '../../../src/live/process.ts';
import { requireTool } from '../../servers/tools.ts';
import { ROLE } from './server.ts';

/** A running PgBouncer. */
export interface RunningPooler { readonly port: number; readonly stop: () => Promise<void> }

/** Starts PgBouncer with a rendered pgbouncer.ini of which only places are mapped. */
export async function startPooler(folder: Folder, ini: string, serverPort: number, group?: Group): Promise<RunningPooler> {
  const port = await freePort();
  const userlist = folder.write('userlist.txt', `"${ROLE}" "${ROLE}"\n`);
  const { text } = pgbouncerCopy(ini, { folder: folder.path, port, serverPort, userlist });
  const running = await startProcess(folder, 'pgbouncer.log', { program: requireTool('pgbouncer-1.24').path, args: [folder.write('pgbouncer.ini', text)], as: 'server' }, group);
  const failure = await untilReady(running, () => accepts(port), 15_000);
  if (failure !== undefined) {
    await endProcess(running, 'SIGTERM', 5000);
    throw new Error(`pgbouncer ${failure}:\n${running.log()}`);
  }
  return { port, stop: () => endProcess(running, 'SIGTERM', 5000) };
}

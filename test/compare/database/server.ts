import { join } from 'node:path';
import { postgresPlaces } from '../../../src/live/copies/postgres.ts';
import { atLast } from '../machine/leftovers.ts';
import { makeFolder, type Folder } from '../../../src/live/folder.ts';
import { freePort } from '../../../src/live/ports.ts';
import type { Group } from '../../../src/live/limits/group.ts';
import { endProcess, runProcess, startProcess, untilReady } from '../../../src/live/process.ts';
import type { PostgresPrograms } from './programs.ts';

/** The role and database of the load; the role is an ordinary one, as an application's. */
export const ROLE = 'bench';
export const DATABASE = 'database';

/** A running PostgreSQL. */
export interface RunningPostgres {
  readonly port: number;
  readonly folder: Folder;
  readonly sql: (text: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Makes an empty cluster that trusts its loopback; gives its folder. */
export async function initdb(postgres: PostgresPrograms): Promise<Folder> {
  const folder = temporary('compare-template');
  await must(folder, postgres.program('initdb'), ['-D', join(folder.path, 'data'), '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync']);
  return folder;
}

/** A copy of a stopped cluster's folder. */
export async function copyCluster(template: Folder): Promise<Folder> {
  const folder = temporary('compare-postgres');
  await must(folder, 'cp', ['-a', join(template.path, 'data'), folder.path]);
  return folder;
}

/** Starts a server over a cluster with a postgresql.conf of which only places are mapped. */
export async function startPostgres(postgres: PostgresPrograms, folder: Folder, conf: string, group?: Group): Promise<RunningPostgres> {
  const port = await freePort();
  const places = Object.entries(postgresPlaces(conf, { folder: folder.path, port })).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const file = folder.write('postgresql.conf', conf);
  const running = await startProcess(folder, 'postgres.log', { program: postgres.program('postgres'), args: ['-D', join(folder.path, 'data'), '-c', `config_file=${file}`, ...places], as: 'server' }, group);
  const psql = (text: string) => runProcess(folder, 'psql.log', { program: postgres.program('psql'), args: ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-d', 'postgres', '-c', text], as: 'server' });
  const failure = await untilReady(running, async () => (await psql('SELECT 1')).code === 0, 60_000);
  if (failure !== undefined) {
    await endProcess(running, 'SIGINT', 15_000);
    throw new Error(`postgres ${failure}:\n${running.log()}`);
  }
  return {
    port,
    folder,
    async sql(text) {
      const { code, output } = await psql(text);
      if (code !== 0) throw new Error(output);
    },
    stop: () => endProcess(running, 'SIGINT', 60_000),
  };
}

/** A folder that is removed at the latest with this process. */
function temporary(name: string): Folder {
  const folder = makeFolder(name);
  const end = atLast(folder.remove);
  return { ...folder, remove: () => { end.off(); folder.remove(); } };
}

async function must(folder: Folder, program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runProcess(folder, 'output.log', { program, args, as: 'server' }, 300_000);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${output}`);
}

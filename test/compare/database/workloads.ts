import { setTimeout as sleep } from 'node:timers/promises';
import type { Effort } from '../effort.ts';
import type { MeasuredWorkload } from '../measure.ts';
import { openConnections, type Opened } from './connections.ts';
import { runJoins } from './join.ts';
import { pgbench, type Script } from './pgbench.ts';
import type { PostgresPrograms } from './programs.ts';
import type { RunningDatabase } from './running.ts';

/** The workloads of the databases, in the order in which they are measured. */
export function databaseWorkloads(postgres: PostgresPrograms, effort: Effort['database']): readonly MeasuredWorkload<RunningDatabase>[] {
  const scripts: readonly (readonly [Script, string])[] = [['select-only', 'select-only'], ['tpcb-like', 'TPC-B-like']];
  return [
    ...scripts.flatMap(([script, title]) => effort.clients.map((clients) => transactions(postgres, script, title, clients, effort))),
    joins(effort.joiners, effort.seconds),
  ];
}

/** Whether that many clients are let in: asked once, as it takes as long as a short measurement. */
async function tryConnections(port: number, clients: number): Promise<Opened> {
  const opened = await openConnections(port, clients);
  // A backend counts until it has ended, a moment after its client has gone.
  await sleep(200);
  return opened;
}

function transactions(postgres: PostgresPrograms, script: Script, title: string, clients: number, { seconds, warmUp }: Effort['database']): MeasuredWorkload<RunningDatabase> {
  const opened = new Map<RunningDatabase, Opened>();
  return {
    id: `${script}-${clients}`, title: `pgbench ${title}, ${clients} clients`, unit: 'tps',
    async measure(database) {
      const port = database.portFor(clients);
      const { refused, seconds: opening } = opened.get(database) ?? await tryConnections(port, clients);
      opened.set(database, { refused, seconds: opening });
      const result = await pgbench(postgres, database.folder, { script, clients: clients - refused, opening, warmUp, seconds, port });
      return { ...result, refused, shed: 0, ...(port !== database.portFor(1) && { note: 'through PgBouncer' }) };
    },
  };
}

function joins(clients: number, seconds: number): MeasuredWorkload<RunningDatabase> {
  return {
    id: 'hash-join', title: `reports by hash join, ${clients} clients, /dev/shm of 64 MiB`, unit: 'reports/s',
    async measure(database) {
      const { error, ...result } = await runJoins(database.portFor(clients), clients, seconds);
      return { ...result, seconds, refused: 0, shed: 0, ...(error !== undefined && { note: error }) };
    },
  };
}

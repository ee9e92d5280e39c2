import type { Folder } from '../../../src/live/folder.ts';
import type { Budget } from '../machine/budget.ts';
import { runOn, type Cores } from '../machine/cores.ts';
import { makeGroup, type Limits } from '../machine/group.ts';
import type { Measured } from '../measure.ts';
import type { DatabaseVariant } from '../variants/databases.ts';
import { startPooler } from './pooler.ts';
import type { PostgresPrograms } from './programs.ts';
import { copyCluster, startPostgres } from './server.ts';

/** A compared database that runs within its budget, halted unless it is measured. */
export interface RunningDatabase extends Measured {
  readonly variant: DatabaseVariant;
  readonly folder: Folder;
  /** Where that many clients connect to. */
  readonly portFor: (clients: number) => number;
  readonly stop: () => Promise<void>;
}

/** What all compared databases are started with. */
export interface DatabaseSetting {
  readonly postgres: PostgresPrograms;
  readonly template: Folder;
  readonly cores: Cores;
  readonly limits: Limits;
  readonly budget: Budget;
}

/** Starts one of the compared databases on a copy of the data. */
export async function startDatabase(variant: DatabaseVariant, { postgres, template, cores, limits, budget }: DatabaseSetting): Promise<RunningDatabase> {
  const folder = await copyCluster(template);
  const group = makeGroup(limits, variant.id, budget);
  const parts: { readonly stop: () => Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    group.resume();
    for (const part of parts.toReversed()) await part.stop();
    await group.remove();
    folder.remove();
  };
  runOn(cores.servers);
  try {
    const server = await startPostgres(postgres, folder, variant.postgres, group);
    parts.push(server);
    const { pooler } = variant;
    const bouncer = pooler && await startPooler(folder, pooler.ini, server.port, group);
    if (bouncer !== undefined) parts.push(bouncer);
    group.halt();
    return {
      variant, folder, stop, memory: group.memory, begin: group.resume, rest: async () => group.halt(),
      portFor: (clients) => (bouncer !== undefined && clients > (pooler?.beyond ?? 0) ? bouncer.port : server.port),
    };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    runOn(cores.load);
  }
}

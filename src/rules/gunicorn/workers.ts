import { each, one, optional, own, structure, type Values } from '../../model/input.ts';
import { defineRule, type Bound, type Rule } from '../../model/rule.ts';
import { MiB, sum } from '../../model/value.ts';
import { databases, poolersBelow, poolSharers } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import * as w from '../../settings/workload.ts';
import { part } from '../application/inputs.ts';
import { OTHERS } from '../postgres/session.ts';
import { processesFor, style } from './style.ts';

/** Memory of the process that starts the workers, with the application that it may have loaded for them. */
export const MASTER = 56 * MiB;
/** Part of the container that is planned for; the rest is for peaks and files in memory. */
const PLANNED = 0.85;

/** Memory of a container for so many processes and the one that starts them. */
export const memoryFor = (count: number, worker: number): number => (MASTER + count * worker) / PLANNED;

/** What bounds the processes of one replica, whichever server starts them. */
export const workerBounds = {
  cores: own(c.cpu_workers), style, memory: own(container.memory_limit), worker: own(w.worker_memory), replicas: own(c.replicas), surge: own(container.max_surge), share: part,
  all: each(poolSharers, { share: part }), carried: optional(one(databases, c.connections_carried)), pooler: structure((stack, from) => poolersBelow(stack, from).length > 0),
};

/** Processes by CPU, memory and database: the smallest decides. */
export function boundedWorkers(v: Values<typeof workerBounds>): Bound<number> {
  const byCpu = processesFor(v.cores, v.style);
  const byMemory = Math.max(1, Math.floor((PLANNED * v.memory - MASTER) / v.worker));
  const ofDatabase = v.share / sum(v.all.map((application) => application.share));
  const connections = v.style === 'one' ? 1 : 2;
  const byDatabase = v.carried === undefined || v.pooler ? Infinity : Math.max(1, Math.floor(((v.carried - OTHERS) * ofDatabase) / (connections * (v.replicas + v.surge))));
  const value = Math.min(byCpu, byMemory, byDatabase);
  return { value, bound: value === byCpu ? 'cpu' : value === byMemory ? 'memory' : 'database' };
}

/** The bounds of one replica with four cores and a gigabyte, for examples. */
export const fourCores: Values<typeof workerBounds> = { cores: 4, style: 'threads', memory: 1024 * MiB, worker: 110 * MiB, replicas: 1, surge: 1, share: 1, all: [{ of: 'api', share: 1 }], carried: 100, pooler: false };

/** Why the memory of one process is subtracted, and where its figures come from. */
export const MEASURED = 'measured with Flask and FastAPI, SQLAlchemy and redis-py, after 5000 requests: 67 to 80 MiB a worker, 26 to 28 the master, 49 to 53 where it has the application loaded';

/** Worker processes of gunicorn. */
export const workers: Rule = defineRule({
  sizes: gunicorn.workers,
  from: workerBounds,
  value: boundedWorkers,
  because: 'One process per core, since only one of its threads computes at a time; twice the cores and one where each answers one request at a time and waits in between. As many of them as memory carries, and connections of the database, of which a process has two at least.',
  source: `gunicorn design: 2 x cores + 1 for sync workers behind a proxy that buffers; ${MEASURED}`,
  examples: [
    { given: fourCores, gives: 4 },
    { given: { ...fourCores, style: 'one' }, gives: 7 },
    { given: { ...fourCores, style: 'one', memory: 2048 * MiB }, gives: 9 },
    { given: { ...fourCores, memory: 300 * MiB }, gives: 1 },
    { given: { ...fourCores, cores: 16, memory: 4096 * MiB, carried: 50 }, gives: 10 },
    { given: { ...fourCores, cores: 16, memory: 4096 * MiB, carried: 50, pooler: true }, gives: 16 },
    { given: { ...fourCores, cores: 16, memory: 4096 * MiB, carried: undefined }, gives: 16 },
  ],
});

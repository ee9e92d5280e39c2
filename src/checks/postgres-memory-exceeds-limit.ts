import { defineCheck } from '../model/check.ts';
import { entryId } from '../model/entry.ts';
import { each, own, structure, type Input } from '../model/input.ts';
import type { Setting } from '../model/setting.ts';
import { MiB, sum } from '../model/value.ts';
import { poolersAbove } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as pg from '../settings/postgres.ts';
import * as pgbouncer from '../settings/pgbouncer.ts';
import { pools, poolTotal } from './demand.ts';
import { hasMemoryBound, memoryBound } from './memory-bound.ts';
import { poolerUsers } from './pooler-users.ts';
import { inMiB } from './words.ts';

/** A busy backend beside its work memory; idle ones hold about two MiB. */
const BUSY = 6 * MiB;
const IDLE = 2 * MiB;

/** A parameter, or what a server does that is older than it. */
const ifKnown = (setting: Setting<number>, before: number): Input<number> => ({
  read: (scope) => {
    const reading = own(setting).read(scope);
    const unread = scope.stack.unread?.some(({ id }) => id === entryId(scope.component, setting)) === true;
    return reading.found || unread ? reading : { found: true, value: before, entries: [] };
  },
});

/** Everything that PostgreSQL may use at once against the container's limit. */
export const postgresMemoryExceedsLimit = defineCheck({
  id: 'postgres-memory-exceeds-limit',
  severity: 'warning',
  confidence: 'likely',
  on: ['postgres'],
  when: hasMemoryBound,
  reads: {
    limit: memoryBound,
    shared: own(pg.shared_buffers),
    connections: own(pg.max_connections),
    work: own(pg.work_mem),
    hash: ifKnown(pg.hash_mem_multiplier, 1),
    parallel: ifKnown(pg.max_parallel_workers, 0),
    vacuumWorkers: own(pg.autovacuum_max_workers),
    vacuum: own(pg.autovacuum_work_mem),
    maintenance: own(pg.maintenance_work_mem),
    pools,
    poolers: each(poolersAbove, { replicas: own(c.replicas), size: own(pgbouncer.default_pool_size), reserve: own(pgbouncer.reserve_pool_size), users: structure(poolerUsers) }),
  },
  broken: (v) => {
    const direct = poolTotal(v.pools);
    const pooled = sum(v.poolers.map((pooler) => pooler.replicas * pooler.users * (pooler.size + pooler.reserve)));
    const busy = Math.min(v.connections, v.poolers.length > 0 ? pooled : direct);
    const each_ = v.vacuum < 0 ? v.maintenance : v.vacuum;
    const need = 1.0225 * v.shared + busy * (BUSY + v.work * v.hash) + (v.connections - busy) * IDLE + v.parallel * v.work * v.hash + v.vacuumWorkers * each_ + v.maintenance + 40 * MiB;
    if (need <= v.limit) return undefined;
    return `shared buffers ${inMiB(v.shared)} + ${busy} busy sessions x ${inMiB(BUSY + v.work * v.hash)} + ${v.vacuumWorkers} vacuums x ${inMiB(each_)} + the rest = ${inMiB(need)}; the container has ${inMiB(v.limit)}`;
  },
  why: 'When all sessions sort or hash at once the kernel kills one backend, and PostgreSQL restarts all of them.',
  fix: 'lower work_mem, the pools or autovacuum_work_mem, or raise the memory limit.',
  source: 'PostgreSQL manual, kernel resources; docker-library/postgres#809',
  examples: {
    holds: [
      {
        limit: 3735 * MiB, shared: 833 * MiB, connections: 35, work: 24 * MiB, hash: 2, parallel: 1, vacuumWorkers: 2, vacuum: 149 * MiB, maintenance: 186 * MiB,
        pools: [{ of: 'api', replicas: 1, workers: 2, pool: { library: 'node-postgres', size: 3, overflow: 0 } }], poolers: [],
      },
    ],
    breaks: [
      {
        limit: 1024 * MiB, shared: 256 * MiB, connections: 200, work: 16 * MiB, hash: 2, parallel: 2, vacuumWorkers: 3, vacuum: -1, maintenance: 64 * MiB,
        pools: [{ of: 'api', replicas: 1, workers: 8, pool: { library: 'node-postgres', size: 10, overflow: 0 } }], poolers: [],
      },
    ],
  },
});

import { each, given, own, statesOwn } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { clamp, floorTo, GiB, KiB, MiB, sum } from '../../model/value.ts';
import { major } from '../../model/version.ts';
import { poolersAbove } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as pg from '../../settings/postgres.ts';
import * as pgbouncer from '../../settings/pgbouncer.ts';
import { BACKEND, IDLE, LEAST_WORK, OTHERS, workPerSession } from './session.ts';
import { kind as workloadKind } from '../../settings/workload.ts';
import { copies } from '../demand/copies.ts';

const MEASURED = 'measured on PostgreSQL 13 to 18: 288 readings of shared memory, private memory of backends and workers';

const sharedBuffers = defineRule({
  sizes: pg.shared_buffers,
  from: { memory: own(container.memory_limit) },
  value: ({ memory }) => floorTo(Math.max(0.14 * memory, 0.25 * memory - 100 * MiB), MiB),
  because: 'Nearly a quarter of the container, less in small ones: the page cache holds the rest, and is charged to the same limit.',
  source: 'PostgreSQL manual: 25 % from 1 GB on, less below; measured in 2 GB: 512 MB reached 0.73 of the rate, 256 MB 0.77, 128 MB 0.93',
  examples: [{ given: { memory: 4 * GiB }, gives: 924 * MiB }, { given: { memory: 400 * MiB }, gives: 56 * MiB }],
});

const walBuffers = defineRule({
  sizes: pg.wal_buffers,
  from: { shared: own(pg.shared_buffers) },
  value: ({ shared }) => clamp(floorTo(0.03 * shared, 64 * KiB), 512 * KiB, 16 * MiB),
  because: 'Three hundredths of the shared buffers, one segment at the most.',
  source: 'PostgreSQL manual, wal_buffers',
  examples: [{ given: { shared: 924 * MiB }, gives: 16 * MiB }, { given: { shared: 128 * MiB }, gives: 3904 * KiB }],
});

const maintenance = defineRule({
  sizes: pg.maintenance_work_mem,
  from: { memory: own(container.memory_limit) },
  value: ({ memory }) => clamp(floorTo(memory / 20, MiB), 16 * MiB, 2 * GiB),
  because: 'A twentieth of the container for one index build or manual vacuum.',
  source: 'PGTune: a sixteenth; pgconfig: a twentieth; above 2 GiB index builds gain little',
  examples: [{ given: { memory: 4 * GiB }, gives: 204 * MiB }, { given: { memory: 128 * GiB }, gives: 2 * GiB }],
});

const autovacuumWorkers = defineRule({
  sizes: pg.autovacuum_max_workers,
  from: { cpu: own(container.cpu_limit) },
  value: ({ cpu }) => clamp(Math.floor(cpu / 4000), 2, 8),
  because: 'Two at least, one for every four cores: each takes memory and disk from the queries.',
  source: 'PostgreSQL default 3; PGTune raises it from 16 cores on',
  examples: [{ given: { cpu: 1250 }, gives: 2 }, { given: { cpu: 20_000 }, gives: 5 }],
});

const autovacuumMemory = defineRule({
  sizes: pg.autovacuum_work_mem,
  from: { memory: own(container.memory_limit), workers: own(pg.autovacuum_max_workers) },
  value: ({ memory, workers }) => clamp(floorTo((0.08 * memory) / workers, MiB), 4 * MiB, GiB),
  because: 'All autovacuum workers together get less than a tenth of the container; unstated, each would take maintenance_work_mem.',
  source: 'PostgreSQL manual, autovacuum_work_mem; timescaledb-tune lets them take 125 %',
  examples: [{ given: { memory: 4 * GiB, workers: 2 }, gives: 163 * MiB }],
});

const sessionMemory = defineRule({
  sizes: c.session_memory,
  on: ['postgres'],
  from: {
    memory: own(container.memory_limit),
    shared: own(pg.shared_buffers),
    wal: own(pg.wal_buffers),
    vacuumWorkers: own(pg.autovacuum_max_workers),
    vacuum: own(pg.autovacuum_work_mem),
    maintenance: own(pg.maintenance_work_mem),
  },
  value: ({ memory, shared, wal, vacuumWorkers, vacuum, maintenance: manual }) => {
    const main = 1.0235 * shared + wal + 3 * Math.min(shared / 512, 8 * MiB) + 30 * MiB;
    const processes = 30 * MiB + OTHERS * IDLE;
    return Math.max(0, Math.floor(0.9 * memory - main - processes - vacuumWorkers * vacuum - manual));
  },
  because: 'Nine tenths of the container, less shared memory, the server\'s own processes, all vacuums and one index build at once.',
  source: MEASURED,
  examples: [
    { given: { memory: 3735 * MiB, shared: 833 * MiB, wal: 16 * MiB, vacuumWorkers: 2, vacuum: 149 * MiB, maintenance: 186 * MiB }, gives: 2_017_505_984 },
    { given: { memory: 64 * MiB, shared: 16 * MiB, wal: MiB, vacuumWorkers: 2, vacuum: 8 * MiB, maintenance: 16 * MiB }, gives: 0 },
  ],
});

const workMem = defineRule({
  sizes: pg.work_mem,
  from: {
    left: own(c.session_memory),
    poolers: each(poolersAbove, { copies, most: own(pgbouncer.max_db_connections) }),
    sessions: own(c.nominal_connections),
    carried: own(c.connections_carried),
    parallel: own(pg.max_parallel_workers),
    hash: own(pg.hash_mem_multiplier),
    workload: given(workloadKind),
    stated: statesOwn,
  },
  value: ({ left, poolers, sessions, carried, parallel, hash, workload, stated }) => {
    const needed = OTHERS + (poolers.length > 0 ? sum(poolers.map((pooler) => pooler.copies * pooler.most)) : 2);
    if (carried < needed && !stated) return { refuse: `its memory carries ${carried - OTHERS} sessions of the ${needed - OTHERS} that are needed` };
    if (sessions >= carried || carried < needed) return { value: LEAST_WORK, bound: 'memory: the least that is useful' };
    const most = { web: 64 * MiB, oltp: 64 * MiB, mixed: 256 * MiB }[workload] ?? GiB;
    const busy = sessions - OTHERS;
    const value = Math.min(most, floorTo((left - busy * BACKEND) / ((busy + parallel + 2) * workPerSession(workload, hash)), 64 * KiB));
    return { value, bound: value === most ? 'enough for the workload' : 'memory' };
  },
  because: 'What is left for sessions, divided by all of them and the parallel workers that could sort or hash at once.',
  source: MEASURED,
  examples: [
    { given: { left: 1800 * MiB, poolers: [], sessions: 34, carried: 227, parallel: 1, hash: 2, workload: 'web', stated: false }, gives: 32_112_640 },
    { given: { left: 100 * MiB, poolers: [], sessions: 20, carried: 20, parallel: 1, hash: 2, workload: 'web', stated: false }, gives: MiB },
    { given: { left: 10 * MiB, poolers: [], sessions: 30, carried: 10, parallel: 1, hash: 2, workload: 'web', stated: false }, gives: 'refused' },
    { given: { left: 0, poolers: [], sessions: 30, carried: 10, parallel: 1, hash: 2, workload: 'web', stated: true }, gives: MiB },
    { given: { left: 100 * MiB, poolers: [{ of: 'pooler', copies: 1, most: 20 }], sessions: 20, carried: 20, parallel: 1, hash: 2, workload: 'web', stated: false }, gives: 'refused' },
  ],
});

const cacheSize = defineRule({
  sizes: pg.effective_cache_size,
  from: { memory: own(container.memory_limit) },
  value: ({ memory }) => floorTo(0.6 * memory, MiB),
  because: 'Shared buffers and page cache of its own container: the planner must not count on the memory of the host.',
  source: 'PostgreSQL manual, effective_cache_size; the page cache is charged to the container',
  examples: [{ given: { memory: 4 * GiB }, gives: 2457 * MiB }],
});

const shmSize = defineRule({
  sizes: container.shm_size,
  on: ['postgres'],
  from: {
    version: own(c.version),
    memory: own(container.memory_limit),
    parallel: own(pg.max_parallel_workers),
    gather: own(pg.max_parallel_workers_per_gather),
    work: own(pg.work_mem),
    hash: own(pg.hash_mem_multiplier),
    maintenance: own(pg.maintenance_work_mem),
  },
  value: ({ version, memory, parallel, gather, work, hash, maintenance: manual }) => {
    const queries = gather === 0 ? 0 : Math.max(1, Math.floor(parallel / gather));
    const joins = queries * (gather + 1) * (work * hash + 4 * MiB);
    const vacuum = major(version) <= 16 ? Math.min(manual, GiB) : 8 * MiB;
    return Math.min(Math.max(64 * MiB, Math.ceil((joins + vacuum + 16 * MiB) / (64 * MiB)) * 64 * MiB), floorTo(memory / 2, MiB));
  },
  because: 'Parallel hash joins keep their tables in /dev/shm, of which a container gets 64 MiB unless told: one join more and the query fails.',
  source: 'measured: a join takes work_mem x hash_mem_multiplier x (workers + 1) + 4 MB; 20560 kB with 2 workers failed in 64 MB',
  examples: [
    { given: { version: '18', memory: 3584 * MiB, parallel: 2, gather: 1, work: 22 * MiB, hash: 2, maintenance: 179 * MiB }, gives: 256 * MiB },
    { given: { version: '15', memory: 3584 * MiB, parallel: 0, gather: 0, work: 22 * MiB, hash: 2, maintenance: 179 * MiB }, gives: 256 * MiB },
    { given: { version: '18', memory: 400 * MiB, parallel: 0, gather: 0, work: 4 * MiB, hash: 2, maintenance: 20 * MiB }, gives: 64 * MiB },
  ],
});

/** Memory of PostgreSQL: every line is part of one inequality against the container's limit. */
export const memoryRules: readonly Rule[] = [
  sharedBuffers,
  walBuffers,
  maintenance,
  autovacuumWorkers,
  autovacuumMemory,
  sessionMemory,
  workMem,
  cacheSize,
  shmSize,
  decide(pg.hash_mem_multiplier, 2, 'Hashes may take twice what sorts may: stated, because the default differs by version.', 'PostgreSQL: 1 up to 14, 2 from 15 on'),
  decide(pg.huge_pages, 'off', 'Huge pages must be reserved on the host and granted to the container; without that even try can end in a crash.', 'CloudNativePG#428, docker-library/postgres#451'),
];

import { defineCheck } from '../model/check.ts';
import { chosen, own } from '../model/input.ts';
import { MiB } from '../model/value.ts';
import * as container from '../settings/container.ts';
import * as pg from '../settings/postgres.ts';
import { inMiB } from './words.ts';

/** What is allocated beside the hash tables: statistics and the bookkeeping of parallel queries. */
const BESIDE = 16 * MiB;

/** Parallel hash joins against /dev/shm: one, and as many as the parallel workers allow at once. */
export const shmBelowParallelNeed = defineCheck({
  id: 'shm-below-parallel-need',
  severity: 'warning',
  confidence: 'certain',
  on: ['postgres'],
  reads: { shm: own(container.shm_size), work: own(pg.work_mem), hash: own(pg.hash_mem_multiplier), gather: own(pg.max_parallel_workers_per_gather), parallel: own(pg.max_parallel_workers), stated: chosen(own(pg.work_mem)) },
  broken: (v) => {
    const workers = Math.min(v.gather, v.parallel);
    if (workers === 0) return undefined;
    const need = v.work * v.hash * (workers + 1);
    const words = `takes ${inMiB(v.work)} x ${v.hash} x ${workers + 1} processes = ${inMiB(need)}`;
    if (need > v.shm) return `one parallel hash join ${words}; /dev/shm has ${inMiB(v.shm)}`;
    const joins = Math.floor(v.parallel / workers);
    if (!v.stated || joins * need + BESIDE <= v.shm) return undefined;
    return [{ message: `one parallel hash join ${words}, and ${joins} may run at once; /dev/shm has ${inMiB(v.shm)}`, severity: 'note', confidence: 'likely' }];
  },
  why: 'The query fails: "could not resize shared memory segment: No space left on device".',
  fix: 'raise shm_size, lower work_mem, or set max_parallel_workers_per_gather to 0.',
  source: 'measured: with 2 workers and 64 MB, work_mem 10280 kB worked and 20560 kB failed; docker-library/postgres#416; the guide of Bahamm',
  examples: {
    holds: [{ shm: 64 * MiB, work: 4 * MiB, hash: 2, gather: 2, parallel: 2, stated: true }, { shm: 64 * MiB, work: 64 * MiB, hash: 2, gather: 0, parallel: 1, stated: true }],
    breaks: [{ shm: 64 * MiB, work: 20560 * 1024, hash: 2, gather: 2, parallel: 8, stated: true }, { shm: 64 * MiB, work: 2621 * 1024, hash: 2, gather: 2, parallel: 8, stated: true }],
  },
});

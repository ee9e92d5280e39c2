import { defineCheck } from '../model/check.ts';
import { own } from '../model/input.ts';
import { MiB } from '../model/value.ts';
import * as container from '../settings/container.ts';
import * as pg from '../settings/postgres.ts';
import { inMiB } from './words.ts';

/** One parallel hash join against /dev/shm. */
export const shmBelowParallelNeed = defineCheck({
  id: 'shm-below-parallel-need',
  severity: 'warning',
  confidence: 'certain',
  on: ['postgres'],
  reads: { shm: own(container.shm_size), work: own(pg.work_mem), hash: own(pg.hash_mem_multiplier), gather: own(pg.max_parallel_workers_per_gather), parallel: own(pg.max_parallel_workers) },
  broken: (v) => {
    const workers = Math.min(v.gather, v.parallel);
    const need = workers === 0 ? 0 : v.work * v.hash * (workers + 1);
    return need > v.shm ? `one parallel hash join takes ${inMiB(v.work)} x ${v.hash} x ${workers + 1} processes = ${inMiB(need)}; /dev/shm has ${inMiB(v.shm)}` : undefined;
  },
  why: 'The query fails: "could not resize shared memory segment: No space left on device".',
  fix: 'raise shm_size, lower work_mem, or set max_parallel_workers_per_gather to 0.',
  source: 'measured: with 2 workers and 64 MB, work_mem 10280 kB worked and 20560 kB failed; docker-library/postgres#416',
  examples: {
    holds: [{ shm: 64 * MiB, work: 10280 * 1024, hash: 2, gather: 2, parallel: 8 }, { shm: 64 * MiB, work: 64 * MiB, hash: 2, gather: 0, parallel: 1 }],
    breaks: [{ shm: 64 * MiB, work: 20560 * 1024, hash: 2, gather: 2, parallel: 8 }],
  },
});

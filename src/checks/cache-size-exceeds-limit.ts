import { defineCheck } from '../model/check.ts';
import { chosen, own } from '../model/input.ts';
import { GiB, MiB } from '../model/value.ts';
import * as pg from '../settings/postgres.ts';
import { hasMemoryBound, memoryBound } from './memory-bound.ts';
import { inMiB } from './words.ts';

/** How many times the memory the default may be. */
const FAR = 2;

/** The cache that the planner counts on against the memory that there is. */
export const cacheSizeExceedsLimit = defineCheck({
  id: 'cache-size-exceeds-limit',
  severity: 'warning',
  confidence: 'certain',
  on: ['postgres'],
  when: hasMemoryBound,
  reads: { cache: own(pg.effective_cache_size), limit: memoryBound, stated: chosen(own(pg.effective_cache_size)) },
  broken: (v) => {
    // Nearly nobody states it: the default is worth a word only where it is far off.
    if (v.cache < (v.stated ? v.limit : FAR * v.limit)) return undefined;
    const message = `effective_cache_size is ${inMiB(v.cache)}${v.stated ? '' : ', its default'}; the database has ${inMiB(v.limit)}`;
    return [{ message, ...(v.stated ? {} : { severity: 'note' } as const) }];
  },
  why: 'The page cache is charged to the container. The planner counts on pages in memory that cannot be there, and takes index scans that then read the disk.',
  fix: 'set effective_cache_size to half or three quarters of the memory limit.',
  source: 'PostgreSQL manual, effective_cache_size; memory of the host taken for the container\'s: timescaledb-tune#58',
  examples: {
    holds: [{ cache: 4482 * MiB, limit: 7470 * MiB, stated: true }, { cache: 4 * GiB, limit: 3 * GiB, stated: false }],
    breaks: [{ cache: 12 * GiB, limit: 4 * GiB, stated: true }, { cache: GiB, limit: GiB, stated: true }, { cache: 4 * GiB, limit: GiB, stated: false }],
  },
});

import { defineCheck } from '../model/check.ts';
import { chosen, own, structure } from '../model/input.ts';
import { valueOf } from '../model/lookup.ts';
import { GiB, MiB } from '../model/value.ts';
import { atLeast } from '../model/version.ts';
import { version } from '../settings/component.ts';
import * as pg from '../settings/postgres.ts';
import { hasMemoryBound, memoryBound } from './memory-bound.ts';
import { inMiB } from './words.ts';

/** A quarter of the memory: sessions, buffers and page cache need the rest. */
const SHARE = 0.25;

/** All autovacuum workers at once against the memory that there is. */
export const autovacuumExceedsBudget = defineCheck({
  id: 'autovacuum-exceeds-budget',
  severity: 'warning',
  confidence: 'likely',
  on: ['postgres'],
  when: hasMemoryBound,
  reads: {
    workers: own(pg.autovacuum_max_workers),
    vacuum: own(pg.autovacuum_work_mem),
    maintenance: own(pg.maintenance_work_mem),
    limit: memoryBound,
    // Up to 16 a vacuum never takes more than a gibibyte.
    capped: structure((stack, component) => !atLeast(valueOf(stack, component, version) ?? '18', '17')),
    stated: chosen(own(pg.autovacuum_work_mem)),
    maintenanceStated: chosen(own(pg.maintenance_work_mem)),
    workersStated: chosen(own(pg.autovacuum_max_workers)),
  },
  broken: (v) => {
    if (!v.stated && !v.maintenanceStated && !v.workersStated) return undefined;
    const [name, asked] = v.vacuum < 0 ? ['maintenance_work_mem', v.maintenance] : ['autovacuum_work_mem', v.vacuum];
    const each = v.capped ? Math.min(asked, GiB) : asked;
    const total = v.workers * each;
    return total > SHARE * v.limit ? `${v.workers} autovacuum workers x ${inMiB(each)} (${name}) = ${inMiB(total)}, ${Math.round((100 * total) / v.limit)} % of the database's ${inMiB(v.limit)}` : undefined;
  },
  why: 'After a large change all workers fill their memory at once, beside the sessions, and the kernel kills a backend: PostgreSQL then restarts all of them.',
  fix: 'set autovacuum_work_mem so that all workers together take a tenth of the memory.',
  source: 'PostgreSQL manual, maintenance_work_mem: up to autovacuum_max_workers times this memory may be allocated',
  examples: {
    holds: [
      { workers: 2, vacuum: 298 * MiB, maintenance: 373 * MiB, limit: 7470 * MiB, capped: false, stated: true, maintenanceStated: true, workersStated: true },
      { workers: 3, vacuum: -1, maintenance: 64 * MiB, limit: 512 * MiB, capped: true, stated: false, maintenanceStated: false, workersStated: false },
    ],
    breaks: [{ workers: 3, vacuum: -1, maintenance: GiB, limit: 4 * GiB, capped: true, stated: false, maintenanceStated: true, workersStated: false }],
  },
});

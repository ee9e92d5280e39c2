import { defineCheck } from '../model/check.ts';
import { optional, own } from '../model/input.ts';
import { sum } from '../model/value.ts';
import { poolersAbove } from '../model/who.ts';
import * as pg from '../settings/postgres.ts';
import { poolers, pools } from './demand.ts';

/** What the poolers may open against what the database accepts. */
export const poolerExceedsMax = defineCheck({
  id: 'pooler-exceeds-max',
  severity: 'warning',
  confidence: 'likely',
  on: ['postgres'],
  when: (stack, component) => poolersAbove(stack, component).length > 0,
  reads: { poolers, pools, max: own(pg.max_connections), superuser: own(pg.superuser_reserved_connections), reserved: optional(own(pg.reserved_connections)) },
  broken: (v) => {
    const accepted = v.max - v.superuser - (v.reserved ?? 0);
    const users = Math.max(1, v.pools.length);
    const opened = sum(v.poolers.map((pooler) => pooler.replicas * (pooler.perDatabase > 0 ? Math.min(pooler.perDatabase, users * (pooler.perUser + pooler.reserve)) : users * (pooler.perUser + pooler.reserve))));
    return opened > accepted ? `the poolers may open ${opened} connections; the database accepts ${accepted}` : undefined;
  },
  why: 'The pooler hands the refusal on to its clients.',
  fix: 'lower default_pool_size or max_db_connections, which count per process of the pooler, or raise max_connections.',
  source: 'pgbouncer.org; sapcc/helm-charts#746: 7 x (50 + 25) = 525 above 500',
  examples: {
    holds: [{ poolers: [{ of: 'pooler', replicas: 1, perDatabase: 15, perUser: 12, reserve: 3 }], pools: [{ of: 'api', replicas: 1, workers: 2, pool: { library: 'node-postgres', size: 3, overflow: 0 } }], max: 30, superuser: 3, reserved: 2 }],
    breaks: [{ poolers: [{ of: 'pooler', replicas: 7, perDatabase: 0, perUser: 50, reserve: 25 }], pools: [{ of: 'api', replicas: 1, workers: 2, pool: { library: 'node-postgres', size: 3, overflow: 0 } }], max: 500, superuser: 3, reserved: 0 }],
  },
});

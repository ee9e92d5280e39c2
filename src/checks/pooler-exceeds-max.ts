import { defineCheck } from '../model/check.ts';
import { optional, own } from '../model/input.ts';
import { sum } from '../model/value.ts';
import { poolersAbove } from '../model/who.ts';
import * as pg from '../settings/postgres.ts';
import { poolers, type PoolerInFront } from './demand.ts';

type Pooler = Omit<PoolerInFront, 'of' | 'replicas' | 'surge'>;
const atMost = ({ perDatabase }: Pooler, opened: number): number => (perDatabase > 0 ? Math.min(perDatabase, opened) : opened);
/** A pool for each user, all in one database. */
const ofUsers = (pooler: Pooler): number => atMost(pooler, pooler.users * (pooler.perUser + pooler.reserve));
/** A pool for each database that has a size of its own, with one user each. */
const ofDatabases = (pooler: Pooler): number => sum(pooler.sizes.map((size) => atMost(pooler, size + pooler.reserve)));

/** What the poolers may open against what the database accepts. */
export const poolerExceedsMax = defineCheck({
  id: 'pooler-exceeds-max',
  severity: 'warning',
  confidence: 'likely',
  on: ['postgres'],
  when: (stack, component) => poolersAbove(stack, component).length > 0,
  reads: { poolers, max: own(pg.max_connections), superuser: own(pg.superuser_reserved_connections), reserved: optional(own(pg.reserved_connections)) },
  broken: (v) => {
    const accepted = v.max - v.superuser - (v.reserved ?? 0);
    const opened = sum(v.poolers.map((pooler) => pooler.replicas * Math.max(ofUsers(pooler), ofDatabases(pooler))));
    if (opened > accepted) return `the poolers may open ${opened} connections; the database accepts ${accepted}`;
    const rolling = opened + Math.max(0, ...v.poolers.map((pooler) => pooler.surge * Math.max(ofUsers(pooler), ofDatabases(pooler))));
    return rolling > accepted ? `during a rolling update the poolers may open ${rolling} connections; the database accepts ${accepted}` : undefined;
  },
  why: 'The pooler hands the refusal on to its clients.',
  fix: 'lower default_pool_size, the pool_size of a database or max_db_connections, which count per process of the pooler, or raise max_connections.',
  source: 'pgbouncer.org; sapcc/helm-charts#746: 7 x (50 + 25) = 525 above 500',
  examples: {
    holds: [{ poolers: [{ of: 'pooler', replicas: 1, surge: 0, perDatabase: 15, perUser: 12, reserve: 3, users: 1, sizes: [] }], max: 30, superuser: 3, reserved: 2 }],
    breaks: [
      { poolers: [{ of: 'pooler', replicas: 7, surge: 0, perDatabase: 0, perUser: 50, reserve: 25, users: 1, sizes: [] }], max: 500, superuser: 3, reserved: 0 },
      { poolers: [{ of: 'pooler', replicas: 2, surge: 1, perDatabase: 29, perUser: 23, reserve: 6, users: 1, sizes: [] }], max: 75, superuser: 3, reserved: 2 },
      { poolers: [{ of: 'pooler', replicas: 1, surge: 0, perDatabase: 0, perUser: 20, reserve: 5, users: 1, sizes: [70, 40] }], max: 100, superuser: 3, reserved: 0 },
    ],
  },
});

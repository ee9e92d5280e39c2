import { defineCheck } from '../model/check.ts';
import { optional, own } from '../model/input.ts';
import { poolersAbove } from '../model/who.ts';
import * as pg from '../settings/postgres.ts';
import { connections, pools, poolTotal, poolWords, unknownPools } from './demand.ts';

/** The pools of all replicas together against what the database accepts. */
export const connectionsExceedMax = defineCheck({
  id: 'connections-exceed-max',
  severity: 'warning',
  confidence: 'likely',
  on: ['postgres'],
  when: (stack, component) => poolersAbove(stack, component).length === 0,
  reads: { pools, max: own(pg.max_connections), superuser: own(pg.superuser_reserved_connections), reserved: optional(own(pg.reserved_connections)) },
  broken: (v) => {
    const accepted = v.max - v.superuser - (v.reserved ?? 0);
    if (poolTotal(v.pools) <= accepted) return unknownPools(v.pools);
    const together = v.pools.length > 1 ? `: together ${connections(poolTotal(v.pools))}` : '';
    return `${poolWords(v.pools)}${together}; the database accepts ${accepted}`;
  },
  why: 'Under load PostgreSQL refuses the rest: "sorry, too many clients already".',
  fix: 'lower the pools, put PgBouncer in front, or raise max_connections with the memory it needs.',
  source: 'PostgreSQL manual, max_connections; the guides of Bahamm, ViolentUTF, EventStreamMonitor and JewGo',
  examples: {
    holds: [{ pools: [{ of: 'api', replicas: 1, workers: 2, pool: { library: 'node-postgres', size: 3, overflow: 0 } }], max: 35, superuser: 3, reserved: 2 }],
    breaks: [
      { pools: [{ of: 'api', replicas: 1, workers: 4, pool: { library: 'SQLAlchemy', size: 10, overflow: 20 } }], max: 100, superuser: 3, reserved: undefined },
      { pools: [{ of: 'api', replicas: 1, workers: 1, pool: { library: 'database/sql', size: Infinity, overflow: 0 } }], max: 100, superuser: 3, reserved: undefined },
    ],
  },
});

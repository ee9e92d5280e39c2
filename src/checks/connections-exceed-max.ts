import { defineCheck } from '../model/check.ts';
import { optional, own } from '../model/input.ts';
import { poolersAbove } from '../model/who.ts';
import * as pg from '../settings/postgres.ts';
import { pools, poolTotal, poolWords } from './demand.ts';

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
    return poolTotal(v.pools) > accepted ? `${poolWords(v.pools)}: together ${poolTotal(v.pools)} connections; the database accepts ${accepted}` : undefined;
  },
  why: 'Under load PostgreSQL refuses the rest: "sorry, too many clients already".',
  fix: 'lower the pools, put PgBouncer in front, or raise max_connections with the memory it needs.',
  source: 'PostgreSQL manual, max_connections; guides 2, 3, 4 and 5',
  examples: {
    holds: [{ pools: [{ of: 'api', replicas: 1, workers: 2, pool: 3 }], max: 35, superuser: 3, reserved: 2 }],
    breaks: [{ pools: [{ of: 'api', replicas: 1, workers: 4, pool: 30 }], max: 100, superuser: 3, reserved: undefined }],
  },
});

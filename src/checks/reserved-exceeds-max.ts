import { defineCheck } from '../model/check.ts';
import { optional, own } from '../model/input.ts';
import * as pg from '../settings/postgres.ts';

/** Reserved connections must leave something for everybody else. */
export const reservedExceedsMax = defineCheck({
  id: 'reserved-exceeds-max',
  severity: 'error',
  confidence: 'certain',
  on: ['postgres'],
  reads: { max: own(pg.max_connections), superuser: own(pg.superuser_reserved_connections), reserved: optional(own(pg.reserved_connections)) },
  broken: (v) => {
    const reserved = v.superuser + (v.reserved ?? 0);
    return reserved >= v.max ? `${reserved} of ${v.max} connections are reserved` : undefined;
  },
  why: 'PostgreSQL does not start.',
  fix: 'lower superuser_reserved_connections and reserved_connections, or raise max_connections.',
  source: 'measured on PostgreSQL 13, 16 and 18: FATAL at start',
  examples: {
    holds: [{ max: 35, superuser: 3, reserved: 2 }],
    breaks: [{ max: 5, superuser: 3, reserved: 2 }],
  },
});

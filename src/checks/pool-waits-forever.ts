import { defineCheck } from '../model/check.ts';
import { chosen } from '../model/input.ts';
import { databases } from '../model/who.ts';
import { runsOnce } from './runs-once.ts';
import { APPLICATIONS, poolWait, usesMongo } from './serving.ts';

/** The wait for a database connection has an end. */
export const poolWaitsForever = defineCheck({
  id: 'pool-waits-forever',
  severity: 'warning',
  confidence: 'certain',
  grouped: true,
  on: APPLICATIONS,
  when: (stack, component) => (databases(stack, component).length > 0 || usesMongo(stack, component)) && !runsOnce(stack, component),
  reads: { wait: poolWait, stated: chosen(poolWait) },
  broken: (v) => (v.wait === 0 ? [{ message: 'a request may wait for a database connection for ever', ...(v.stated ? {} : { severity: 'note' } as const) }] : undefined),
  why: 'When the pool is empty requests pile up in memory without an error, until something else fails.',
  fix: 'give up after a few seconds (connectionTimeoutMillis of node-postgres, waitQueueTimeoutMS of PyMongo), and answer 503.',
  source: 'node-postgres, connectionTimeoutMillis: 0 by default; pymongo.readthedocs.io, waitQueueTimeoutMS: no timeout by default',
  examples: { holds: [{ wait: 2000, stated: true }], breaks: [{ wait: 0, stated: true }, { wait: 0, stated: false }] },
});

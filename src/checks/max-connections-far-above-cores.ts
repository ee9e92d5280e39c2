import { defineCheck } from '../model/check.ts';
import { chosen, own } from '../model/input.ts';
import { poolersAbove } from '../model/who.ts';
import * as pg from '../settings/postgres.ts';
import { cpuBound, hasCpuBound } from './memory-bound.ts';
import { inCores } from './words.ts';

/** What everybody has anyway. */
const USUAL = 100;
/** Ten times what keeps a core busy: pools are never all at work. */
const PER_CORE = 50;

/** Many more connections than the cores can ever serve. */
export const maxConnectionsFarAboveCores = defineCheck({
  id: 'max-connections-far-above-cores',
  severity: 'note',
  confidence: 'likely',
  on: ['postgres'],
  when: (stack, component) => hasCpuBound(stack, component) && poolersAbove(stack, component).length === 0,
  reads: { max: own(pg.max_connections), cpu: cpuBound, stated: chosen(own(pg.max_connections)) },
  broken: (v) =>
    v.stated && v.max > USUAL && v.max * 1000 > PER_CORE * v.cpu ? `max_connections is ${v.max}, ${Math.round((v.max * 1000) / v.cpu)} for each core; the database has ${inCores(v.cpu)}` : undefined,
  why: 'A core works on one query at a time. Hundreds of sessions on it take turns, hold locks longer and take memory each: throughput falls as they are added.',
  fix: 'lower the pools, or put PgBouncer in front with a few connections for each core.',
  source: 'PostgreSQL wiki, Number Of Database Connections: cores x 2 + spindles at work at once',
  examples: { holds: [{ max: 200, cpu: 4000, stated: true }, { max: 100, cpu: 500, stated: false }], breaks: [{ max: 500, cpu: 2000, stated: true }] },
});

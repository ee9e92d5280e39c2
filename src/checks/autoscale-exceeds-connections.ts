import { defineCheck } from '../model/check.ts';
import { optional, own } from '../model/input.ts';
import { sum } from '../model/value.ts';
import { poolersAbove } from '../model/who.ts';
import * as pg from '../settings/postgres.ts';
import { connections, held, poolTotal, scaledPools, unknownPools, type ScaledClient } from './demand.ts';

/** From this many times the connections of a rolling update on, a ceiling is told beside it. */
const FAR = 2;

/** Pods at the autoscaler's ceiling, with those that a rolling update adds. */
const peak = ({ replicas, most, surge }: ScaledClient): number => Math.max(most ?? 0, replicas) + (surge ?? 0);

/** Every pod the autoscaler may start brings its pools. */
export const autoscaleExceedsConnections = defineCheck({
  id: 'autoscale-exceeds-connections',
  severity: 'warning',
  confidence: 'likely',
  on: ['postgres'],
  when: (stack, component) => poolersAbove(stack, component).length === 0,
  reads: {
    pods: scaledPools,
    max: own(pg.max_connections),
    superuser: own(pg.superuser_reserved_connections),
    reserved: optional(own(pg.reserved_connections)),
  },
  broken: (v) => {
    const accepted = v.max - v.superuser - (v.reserved ?? 0);
    const rolling = sum(v.pods.map((pod) => held(pod, pod.replicas + (pod.surge ?? 0))));
    const ceiling = sum(v.pods.map((pod) => held(pod, Math.max(pod.most ?? 0, pod.replicas))));
    const scaled = sum(v.pods.map((pod) => held(pod, peak(pod))));
    if (scaled <= accepted) return unknownPools(v.pods);
    // What breaks without the autoscaler is another relation; a ceiling far beyond the rolling update is worth its own words.
    if (poolTotal(v.pods) > accepted || (rolling > accepted && ceiling < FAR * rolling)) return undefined;
    const words = v.pods.map((pod) => `${pod.of} up to ${peak(pod)} pods x ${held(pod, 1)}`).join(', ');
    return `${words} = ${connections(scaled)}; the database accepts ${accepted}`;
  },
  why: 'The load that makes the autoscaler act also makes the database refuse: scaling out turns slowness into errors.',
  fix: 'lower max_replicas or the pools, put PgBouncer in front, or raise max_connections.',
  source: 'reports of autoscaled pools: HPA 3 to 15 x 50 connections against 200',
  examples: {
    holds: [{ pods: [{ of: 'api', replicas: 1, most: 3, surge: 1, workers: 2, pool: { library: 'node-postgres', size: 3, overflow: 0 } }], max: 35, superuser: 3, reserved: 2 }],
    breaks: [
      { pods: [{ of: 'api', replicas: 3, most: 15, surge: 1, workers: 1, pool: { library: 'node-postgres', size: 50, overflow: 0 } }], max: 250, superuser: 3, reserved: 0 },
      { pods: [{ of: 'api', replicas: 3, most: 20, surge: 1, workers: 4, pool: { library: 'SQLAlchemy', size: 10, overflow: 5 } }], max: 200, superuser: 3, reserved: 0 },
    ],
  },
});

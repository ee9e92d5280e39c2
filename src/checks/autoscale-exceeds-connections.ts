import { defineCheck } from '../model/check.ts';
import { each, optional, own } from '../model/input.ts';
import { sum } from '../model/value.ts';
import { pooledApplications, poolersAbove } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as node from '../settings/node.ts';
import * as pg from '../settings/postgres.ts';

/** Every pod the autoscaler may start brings its pools. */
export const autoscaleExceedsConnections = defineCheck({
  id: 'autoscale-exceeds-connections',
  severity: 'warning',
  confidence: 'likely',
  on: ['postgres'],
  when: (stack, component) => poolersAbove(stack, component).length === 0,
  reads: {
    pods: each(pooledApplications, { replicas: own(c.replicas), most: own(container.max_replicas), surge: own(container.max_surge), workers: own(node.workers), pool: own(node.pool_max) }),
    max: own(pg.max_connections),
    superuser: own(pg.superuser_reserved_connections),
    reserved: optional(own(pg.reserved_connections)),
  },
  broken: (v) => {
    const accepted = v.max - v.superuser - (v.reserved ?? 0);
    const usual = sum(v.pods.map((pod) => (pod.replicas + pod.surge) * pod.workers * pod.pool));
    const scaled = sum(v.pods.map((pod) => (Math.max(pod.most, pod.replicas) + pod.surge) * pod.workers * pod.pool));
    const words = v.pods.map((pod) => `${pod.of} up to ${pod.most} + ${pod.surge} pods x ${pod.workers} workers x ${pod.pool}`).join(', ');
    return usual <= accepted && scaled > accepted ? `${words} = ${scaled} connections; the database accepts ${accepted}` : undefined;
  },
  why: 'The load that makes the autoscaler act also makes the database refuse: scaling out turns slowness into errors.',
  fix: 'lower max_replicas or the pools, put PgBouncer in front, or raise max_connections.',
  source: 'reports of autoscaled pools: HPA 3 to 15 x 50 connections against 200',
  examples: {
    holds: [{ pods: [{ of: 'api', replicas: 1, most: 3, surge: 1, workers: 2, pool: 3 }], max: 35, superuser: 3, reserved: 2 }],
    breaks: [{ pods: [{ of: 'api', replicas: 3, most: 15, surge: 1, workers: 1, pool: 50 }], max: 250, superuser: 3, reserved: 0 }],
  },
});

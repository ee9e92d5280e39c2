import { defineCheck } from '../model/check.ts';
import { given, own } from '../model/input.ts';
import * as c from '../settings/component.ts';
import * as nginx from '../settings/nginx.ts';
import * as profile from '../settings/profile.ts';
import { answeredOfTarget } from './answerable.ts';

/** Users and requests at the target against the connections of all workers. */
export const workerConnectionsBelowDemand = defineCheck({
  id: 'worker-connections-below-demand',
  severity: 'warning',
  confidence: 'likely',
  on: ['nginx'],
  reads: { users: given(profile.users), rps: given(profile.rps), capacity: answeredOfTarget, p95: given(profile.p95), workers: own(nginx.worker_processes), connections: own(nginx.worker_connections), replicas: own(c.replicas) },
  broken: (v) => {
    const rate = Math.min(v.rps, v.capacity ?? Infinity);
    const demand = v.users + Math.ceil((2 * rate * v.p95) / 1000);
    const slots = v.workers * v.connections * v.replicas;
    return demand > slots ? `${v.users} users and ${rate} requests a second need ${demand} connections; the workers have ${slots}` : undefined;
  },
  why: 'nginx drops what is above: "worker_connections are not enough".',
  fix: 'raise worker_connections with open files and memory, or add replicas.',
  source: 'measured: 64 connections carried exactly 31 proxied requests',
  examples: {
    holds: [{ users: 250, rps: 1000, capacity: undefined, p95: 150, workers: 1, connections: 2816, replicas: 1 }],
    breaks: [{ users: 5000, rps: 1000, capacity: undefined, p95: 150, workers: 1, connections: 1024, replicas: 1 }],
  },
});

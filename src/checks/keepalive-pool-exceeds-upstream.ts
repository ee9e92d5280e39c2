import { defineCheck } from '../model/check.ts';
import { byKind, optional, own, type Input } from '../model/input.ts';
import { sum } from '../model/value.ts';
import { proxies, PYTHON_SERVERS } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as gunicorn from '../settings/gunicorn.ts';
import * as node from '../settings/node.ts';
import * as uvicorn from '../settings/uvicorn.ts';
import { keptConnections } from './kept-connections.ts';
import { countsConnections, effectiveClass, processes } from './serving.ts';

/** Connections of one process; of gunicorn's classes the sync one keeps none, whatever is stated, and no other where keepalive is 0. */
const accepted: Input<number | undefined> = byKind<number | undefined>({
  node: optional(own(node.max_connections)),
  uvicorn: optional(own(uvicorn.limit_concurrency)),
  gunicorn: {
    read: (scope) => {
      const kind = effectiveClass.read(scope);
      const most = own(gunicorn.worker_connections).read(scope);
      const keeps = own(gunicorn.keepalive).read(scope);
      const counts = kind.found && countsConnections(kind.value) && !(keeps.found && keeps.value === 0);
      return counts && most.found ? most : { found: true, value: undefined, entries: [] };
    },
  },
});

/** The connections that the proxies keep idle against those that the application accepts. */
export const keepalivePoolExceedsUpstream = defineCheck({
  id: 'keepalive-pool-exceeds-upstream',
  severity: 'warning',
  confidence: 'likely',
  on: ['node', ...PYTHON_SERVERS],
  when: (stack, component) => proxies(stack, component).length > 0,
  reads: { kept: keptConnections, accepted, processes: optional(processes), replicas: optional(own(c.replicas)) },
  broken: ({ kept, accepted: most, processes: workers, replicas }) => {
    if (most === undefined || most === 0) return undefined;
    const idle = sum(kept.map((one) => one.replicas * one.workers * one.keepalive));
    const room = most * (workers ?? 1) * (replicas ?? 1);
    const words = kept.map((one) => `${one.of} ${one.replicas} x ${one.workers} workers x ${one.keepalive}`).join(', ');
    return idle > room ? `the proxies may keep ${words} = ${idle} idle connections; the application accepts ${room}` : undefined;
  },
  why: 'Idle connections fill the application: new ones are refused while nothing is being done.',
  fix: 'lower keepalive in the upstream block, or let the application accept more connections.',
  source: 'nginx.org keepalive: "sufficiently small to let upstream servers process new incoming connections"; uvicorn counts idle connections in limit_concurrency',
  examples: {
    holds: [
      { kept: [{ of: 'proxy', replicas: 1, workers: 2, keepalive: 32 }], accepted: 1000, processes: 2, replicas: 1 },
      { kept: [{ of: 'proxy', replicas: 1, workers: 2, keepalive: 32 }], accepted: undefined, processes: 2, replicas: 1 },
    ],
    breaks: [{ kept: [{ of: 'proxy', replicas: 2, workers: 4, keepalive: 64 }], accepted: 100, processes: 2, replicas: 1 }],
  },
});

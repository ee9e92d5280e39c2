import { defineCheck } from '../model/check.ts';
import { byKind, own } from '../model/input.ts';
import * as container from '../settings/container.ts';
import * as gunicorn from '../settings/gunicorn.ts';
import * as nginx from '../settings/nginx.ts';
import * as node from '../settings/node.ts';
import * as pgbouncer from '../settings/pgbouncer.ts';
import * as redis from '../settings/redis.ts';
import * as uvicorn from '../settings/uvicorn.ts';

/** The queue that a server asks for against what the kernel gives. */
export const backlogAboveSomaxconn = defineCheck({
  id: 'backlog-above-somaxconn',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx', 'node', 'gunicorn', 'uvicorn', 'redis', 'pgbouncer'],
  reads: {
    backlog: byKind({
      nginx: own(nginx.listen_backlog), node: own(node.backlog), gunicorn: own(gunicorn.backlog),
      uvicorn: own(uvicorn.backlog), redis: own(redis.tcp_backlog), pgbouncer: own(pgbouncer.listen_backlog),
    }),
    kernel: own(container.somaxconn),
  },
  broken: (v) => (v.backlog > v.kernel ? `the server asks for a queue of ${v.backlog} connections, the kernel cuts it to ${v.kernel}` : undefined),
  why: 'In a burst connections beyond the shorter queue are dropped without a word, and clients wait a second to try again.',
  fix: 'state net.core.somaxconn in sysctls as large, or lower the backlog.',
  source: 'Linux listen(2): cut silently to net.core.somaxconn, 4096 in each network namespace',
  examples: { holds: [{ backlog: 511, kernel: 4096 }, { backlog: 4096, kernel: 4096 }], breaks: [{ backlog: 65_535, kernel: 4096 }, { backlog: 2048, kernel: 128 }] },
});

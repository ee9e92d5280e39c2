import { one, optional, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { MiB, SECOND } from '../../model/value.ts';
import { atLeast } from '../../model/version.ts';
import { proxies } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as nginx from '../../settings/nginx.ts';
import * as python from '../../settings/python.ts';
import * as uvicorn from '../../settings/uvicorn.ts';
import { behind, believed } from '../gunicorn/http.ts';
import { requestsOfLife, spread } from '../gunicorn/renewal.ts';
import { keptBehind } from '../gunicorn/time.ts';
import { boundedWorkers, fourCores, MEASURED, workerBounds } from '../gunicorn/workers.ts';
import { longestRoute } from '../routes.ts';
import { loopRules } from './concurrency.ts';

const MANUAL = 'uvicorn.org, settings';

const workers = defineRule({
  sizes: uvicorn.workers,
  from: workerBounds,
  value: boundedWorkers,
  because: 'One event loop per core, as far as memory carries them, and the database two connections for each.',
  source: `uvicorn.org, deployment; ${MEASURED}`,
  examples: [
    { given: { ...fourCores, style: 'loop' }, gives: 4 },
    { given: { ...fourCores, style: 'loop', memory: 300 * MiB }, gives: 1 },
    { given: { ...fourCores, style: 'loop', carried: 22 }, gives: 3 },
  ],
});

const keepAlive = defineRule({
  sizes: uvicorn.timeout_keep_alive,
  from: { proxy: optional(one(proxies, nginx.upstream_keepalive_timeout)) },
  value: ({ proxy }) => keptBehind(proxy),
  because: 'Longer than the proxy keeps an idle connection: the side that pools connections must be the one that closes them, or a POST meets a closed socket and becomes a 502.',
  source: 'uvicorn closes after 5 s by default; measured with Node: 12 of 8,002 POSTs failed with 5 s behind 60 s',
  examples: [{ given: { proxy: 60_000 }, gives: 75_000 }, { given: { proxy: undefined }, gives: 75_000 }],
});

const drain = defineRule({
  sizes: uvicorn.timeout_graceful_shutdown,
  from: { request: own(python.request_timeout), longest: longestRoute },
  value: ({ request, longest }) => Math.ceil(Math.max(request, longest) / SECOND) * SECOND,
  because: 'A request that has begun may finish; without it uvicorn would wait for ever.',
  source: 'drain ladder',
  examples: [{ given: { request: 20_000, longest: 0 }, gives: 20_000 }],
});

const grace = defineRule({
  id: 'uvicorn.container.stop_grace_period',
  sizes: container.stop_grace_period,
  on: ['uvicorn'],
  from: { sleep: own(container.pre_stop_sleep), drain: own(uvicorn.timeout_graceful_shutdown) },
  value: (v) => v.sleep + v.drain + 5 * SECOND,
  because: 'The pause before the stop and the last request fit before the kill, with five seconds to spare.',
  source: 'drain ladder; Docker kills after 10 s, Kubernetes after 30 s by default',
  examples: [{ given: { sleep: 10_000, drain: 20_000 }, gives: 35_000 }],
});

const maxRequests = defineRule({
  sizes: uvicorn.limit_max_requests,
  from: { version: own(c.version), rate: own(c.app_rps), replicas: own(c.replicas), workers: own(uvicorn.workers) },
  value: (v) => (v.workers > 1 && atLeast(v.version, '0.41') ? requestsOfLife(v) : undefined),
  because: 'A process lives for six hours at the target: what leaks is given back. Only where others serve meanwhile, and where the version spreads the ends of processes.',
  source: 'uvicorn, supervisors/multiprocess.py: a process that ended is started again since 0.30; jitter since 0.41',
  examples: [
    { given: { version: '0.54.0', rate: 100, replicas: 1, workers: 4 }, gives: 540_000 },
    { given: { version: '0.54.0', rate: 100, replicas: 1, workers: 1 }, gives: undefined },
    { given: { version: '0.40.0', rate: 100, replicas: 1, workers: 4 }, gives: undefined },
  ],
});

const jitter = defineRule({
  sizes: uvicorn.limit_max_requests_jitter,
  from: { requests: own(uvicorn.limit_max_requests) },
  value: ({ requests }) => spread(requests),
  because: 'Up to a fifth more, another number for each process: they do not restart together.',
  source: MANUAL,
  examples: [{ given: { requests: 1000 }, gives: 200 }],
});

const forwarded = defineRule({
  sizes: uvicorn.forwarded_allow_ips,
  from: { version: own(c.version), fronts: behind },
  value: ({ version, fronts }) => believed({ fronts, networks: atLeast(version, '0.31') }),
  because: 'A proxy has an address of the private networks that containers and pods get, which is not known before it starts; without one only this host is believed. uvicorn takes networks from 0.31 on; before, everybody is believed, which is safe because the port is not published: only the proxy reaches it, and it overwrites the headers.',
  source: 'uvicorn, middleware/proxy_headers.py',
  examples: [{ given: { version: '0.30.6', fronts: 1 }, gives: '*' }, { given: { version: '0.54.0', fronts: 1 }, gives: '10.0.0.0/8,100.64.0.0/10,172.16.0.0/12,192.168.0.0/16,fc00::/7' }, { given: { version: '0.54.0', fronts: 0 }, gives: '127.0.0.1' }],
});

const app = defineRule({
  sizes: uvicorn.app,
  from: { app: own(c.app) },
  value: (v) => v.app,
  because: 'The application that the profile names.',
  source: 'profile',
  examples: [{ given: { app: 'app:app' }, gives: 'app:app' }],
});

/** How uvicorn serves an application. */
export const uvicornRules: readonly Rule[] = [
  app, workers, ...loopRules, keepAlive, drain, grace, maxRequests, jitter, forwarded,
  decide(uvicorn.backlog, 1024, 'A burst waits in the kernel instead of being refused; somaxconn is 4096.', 'Linux 5.4 and later'),
  decide(uvicorn.host, '0.0.0.0', 'Others reach it from other containers.', MANUAL),
  decide(uvicorn.proxy_headers, true, 'The proxy in front names the client.', MANUAL),
];

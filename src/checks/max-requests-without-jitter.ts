import { defineCheck } from '../model/check.ts';
import { byKind, mapped, optional, own } from '../model/input.ts';
import { PYTHON_SERVERS } from '../model/who.ts';
import * as gunicorn from '../settings/gunicorn.ts';
import * as uvicorn from '../settings/uvicorn.ts';
import { processes } from './serving.ts';

/** Workers that are replaced after a number of requests, and how far apart. */
export const maxRequestsWithoutJitter = defineCheck({
  id: 'max-requests-without-jitter',
  severity: 'warning',
  confidence: 'certain',
  on: PYTHON_SERVERS,
  reads: {
    requests: byKind({ gunicorn: own(gunicorn.max_requests), uvicorn: mapped(optional(own(uvicorn.limit_max_requests)), (requests) => requests ?? 0) }),
    jitter: byKind({ gunicorn: own(gunicorn.max_requests_jitter), uvicorn: mapped(optional(own(uvicorn.limit_max_requests_jitter)), (requests) => requests ?? 0) }),
    workers: processes,
  },
  broken: (v) => (v.requests > 0 && v.jitter === 0 && v.workers > 1 ? `all ${v.workers} workers are replaced after ${v.requests} requests, at the same time` : undefined),
  why: 'Workers share the load evenly, so they reach the number together: for a moment nobody answers.',
  fix: 'set max_requests_jitter (uvicorn 0.41 and later: --limit-max-requests-jitter) to a tenth or a fifth of the number.',
  source: 'gunicorn manual, max_requests_jitter; uvicorn#574; the guide of VERSANT',
  examples: { holds: [{ requests: 1000, jitter: 100, workers: 4 }, { requests: 0, jitter: 0, workers: 4 }, { requests: 1000, jitter: 0, workers: 1 }], breaks: [{ requests: 1000, jitter: 0, workers: 24 }] },
});

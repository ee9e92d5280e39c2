import { defineCheck } from '../model/check.ts';
import { own } from '../model/input.ts';
import * as gunicorn from '../settings/gunicorn.ts';

/** Workers that are replaced after a number of requests, and how far apart. */
export const maxRequestsWithoutJitter = defineCheck({
  id: 'max-requests-without-jitter',
  severity: 'warning',
  confidence: 'certain',
  on: ['gunicorn'],
  reads: { requests: own(gunicorn.max_requests), jitter: own(gunicorn.max_requests_jitter), workers: own(gunicorn.workers) },
  broken: (v) => (v.requests > 0 && v.jitter === 0 && v.workers > 1 ? `all ${v.workers} workers are replaced after ${v.requests} requests, at the same time` : undefined),
  why: 'Workers share the load evenly, so they reach the number together: for a moment nobody answers.',
  fix: 'set max_requests_jitter to a tenth or a fifth of max_requests.',
  source: 'gunicorn manual, max_requests_jitter; the guide of VERSANT',
  examples: { holds: [{ requests: 1000, jitter: 100, workers: 4 }, { requests: 0, jitter: 0, workers: 4 }, { requests: 1000, jitter: 0, workers: 1 }], breaks: [{ requests: 1000, jitter: 0, workers: 24 }] },
});

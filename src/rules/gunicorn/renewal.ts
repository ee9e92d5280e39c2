import { own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { HOUR, SECOND } from '../../model/value.ts';
import * as c from '../../settings/component.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import { style } from './style.ts';

const MANUAL = 'gunicorn settings';
/** How long a worker lives at the target. */
const LIFE = 6 * HOUR;
const LEAST = 1000;

/** Requests that one process answers in its life, in thousands. */
export const requestsOfLife = (v: { readonly rate: number; readonly replicas: number; readonly workers: number }): number =>
  Math.max(LEAST, Math.ceil(((v.rate / v.replicas / v.workers) * (LIFE / SECOND)) / LEAST) * LEAST);

/** A fifth of it, by which the ends of several processes are spread. */
export const spread = (requests: number): number => Math.ceil(requests / 5);

const maxRequests = defineRule({
  sizes: gunicorn.max_requests,
  from: { rate: own(c.app_rps), replicas: own(c.replicas), workers: own(gunicorn.workers) },
  value: requestsOfLife,
  because: 'A worker lives for six hours at the target: what leaks is given back, and restarts are rare.',
  source: 'openlibrary#12728: 1500 at 50 requests a second meant a restart every 30 s',
  examples: [{ given: { rate: 100, replicas: 1, workers: 4 }, gives: 540_000 }, { given: { rate: 0.01, replicas: 1, workers: 1 }, gives: 1000 }],
});

const jitter = defineRule({
  sizes: gunicorn.max_requests_jitter,
  from: { requests: own(gunicorn.max_requests) },
  value: ({ requests }) => spread(requests),
  because: 'Up to a fifth more, another number for each worker: they do not restart together.',
  source: `${MANUAL}, max_requests_jitter`,
  examples: [{ given: { requests: 1000 }, gives: 200 }, { given: { requests: 0 }, gives: 0 }],
});

/** Workers from which on what they share is more than what the master holds beside them. */
const SHARED_FROM = 4;

const preload = defineRule({
  sizes: gunicorn.preload_app,
  from: { style, workers: own(gunicorn.workers) },
  value: (v) => v.style !== 'greenlets' && v.workers >= SHARED_FROM,
  because: 'From four workers on, what they share with the master is more than it holds for it; pools are made anew in each. Greenlets patch the standard library in the worker, which an application that is loaded before has then already taken unpatched.',
  source: 'measured after 5000 requests: 12 MiB less in each worker, 34 more in the master; gunicorn, workers/ggevent.py, init_process',
  examples: [{ given: { style: 'threads', workers: 4 }, gives: true }, { given: { style: 'loop', workers: 2 }, gives: false }, { given: { style: 'greenlets', workers: 8 }, gives: false }],
});

/** How workers begin and end. */
export const renewalRules: readonly Rule[] = [
  maxRequests, jitter, preload,
  decide(gunicorn.worker_tmp_dir, '/dev/shm', 'The heartbeat of a worker is a file: on a disk it can block.', 'gunicorn FAQ'),
];

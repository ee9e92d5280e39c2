import { defineCheck } from '../model/check.ts';
import { byKind, chosen, optional, own, present, type Input } from '../model/input.ts';
import { PYTHON_SERVERS } from '../model/who.ts';
import * as container from '../settings/container.ts';
import * as gunicorn from '../settings/gunicorn.ts';
import * as node from '../settings/node.ts';
import * as uvicorn from '../settings/uvicorn.ts';
import { killTime } from './grace.ts';
import { inSeconds } from './words.ts';

const drain: Input<number | undefined> = byKind<number | undefined>({ node: present(node.drain_timeout), gunicorn: own(gunicorn.graceful_timeout), uvicorn: present(uvicorn.timeout_graceful_shutdown) });

/** The pause before: Node's own, and for the others that of the pod. */
const delay: Input<number | undefined> = byKind<number | undefined>({ node: optional(own(node.shutdown_delay)), gunicorn: present(container.pre_stop_sleep), uvicorn: present(container.pre_stop_sleep) });

/** What the end of an application takes against the time until it is killed. */
export const drainExceedsGrace = defineCheck({
  id: 'drain-exceeds-grace',
  severity: 'warning',
  confidence: 'certain',
  grouped: true,
  on: ['node', ...PYTHON_SERVERS],
  reads: { delay, drain, close: optional(own(node.close_timeout)), grace: killTime, stated: chosen(drain) },
  broken: (v) => {
    if (v.drain === undefined) return undefined;
    const need = (v.delay ?? 0) + v.drain + (v.close ?? 0);
    const grace = v.grace.after;
    if (need <= grace) return undefined;
    const parts = [...(v.delay === undefined ? [] : [`delay ${inSeconds(v.delay)}`]), `drain ${inSeconds(v.drain)}`, ...(v.close === undefined ? [] : [`closing ${inSeconds(v.close)}`])];
    const sum = parts.length > 1 ? `${parts.join(' + ')} = ${inSeconds(need)}` : `${parts.join('')} is allowed`;
    return [{ message: `${sum}; the kill comes after ${inSeconds(grace)}`, ...(v.stated || v.grace.stated ? {} : { severity: 'note' } as const) }];
  },
  why: 'Requests that had begun are cut off at every deployment.',
  fix: 'raise stop_grace_period and terminationGracePeriodSeconds, or drain for a shorter time.',
  source: 'Docker: 10 s by default; Kubernetes: 30 s',
  examples: {
    holds: [{ delay: 12_000, drain: 20_000, close: 5000, grace: { after: 42_000, stated: true }, stated: true }],
    breaks: [{ delay: 12_000, drain: 20_000, close: 5000, grace: { after: 10_000, stated: true }, stated: true }],
  },
});

import { defineCheck } from '../model/check.ts';
import { own } from '../model/input.ts';
import * as container from '../settings/container.ts';
import * as node from '../settings/node.ts';
import { inSeconds } from './words.ts';

/** What the end of an application takes against the time until it is killed. */
export const drainExceedsGrace = defineCheck({
  id: 'drain-exceeds-grace',
  severity: 'warning',
  confidence: 'certain',
  on: ['node'],
  reads: { delay: own(node.shutdown_delay), drain: own(node.drain_timeout), close: own(node.close_timeout), compose: own(container.stop_grace_period), pod: own(container.grace_period) },
  broken: (v) => {
    const need = v.delay + v.drain + v.close;
    const grace = Math.min(v.compose, v.pod);
    return need > grace ? `delay ${inSeconds(v.delay)} + drain ${inSeconds(v.drain)} + closing ${inSeconds(v.close)} = ${inSeconds(need)}; the kill comes after ${inSeconds(grace)}` : undefined;
  },
  why: 'Requests that had begun are cut off at every deployment.',
  fix: 'raise stop_grace_period and terminationGracePeriodSeconds, or drain for a shorter time.',
  source: 'Docker: 10 s by default; Kubernetes: 30 s',
  examples: {
    holds: [{ delay: 12_000, drain: 20_000, close: 5000, compose: 42_000, pod: 42_000 }],
    breaks: [{ delay: 12_000, drain: 20_000, close: 5000, compose: 10_000, pod: 42_000 }],
  },
});

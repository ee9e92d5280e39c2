import { defineCheck } from '../model/check.ts';
import { own } from '../model/input.ts';
import * as container from '../settings/container.ts';
import * as nginx from '../settings/nginx.ts';
import { inSeconds } from './words.ts';

/** What the end of the proxy takes against the time until it is killed. */
export const proxyDrainExceedsGrace = defineCheck({
  id: 'proxy-drain-exceeds-grace',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  reads: { sleep: own(container.pre_stop_sleep), shutdown: own(nginx.worker_shutdown_timeout), compose: own(container.stop_grace_period), pod: own(container.grace_period) },
  broken: (v) => {
    const grace = Math.min(v.compose, v.pod);
    return v.sleep + v.shutdown > grace ? `the pause of ${inSeconds(v.sleep)} and up to ${inSeconds(v.shutdown)} of running requests; the kill comes after ${inSeconds(grace)}` : undefined;
  },
  why: 'Requests that had begun are cut off at every deployment.',
  fix: 'raise the grace period, or lower worker_shutdown_timeout.',
  source: 'nginx.org worker_shutdown_timeout; Docker: 10 s by default',
  examples: {
    holds: [{ sleep: 10_000, shutdown: 25_000, compose: 40_000, pod: 40_000 }],
    breaks: [{ sleep: 10_000, shutdown: 25_000, compose: 30_000, pod: 40_000 }],
  },
});

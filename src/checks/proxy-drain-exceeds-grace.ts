import { defineCheck } from '../model/check.ts';
import { optional, own, present } from '../model/input.ts';
import { entryOf } from '../model/lookup.ts';
import * as container from '../settings/container.ts';
import * as nginx from '../settings/nginx.ts';
import { killTime } from './grace.ts';
import { inSeconds } from './words.ts';

/** What the end of the proxy takes against the time until it is killed. */
export const proxyDrainExceedsGrace = defineCheck({
  id: 'proxy-drain-exceeds-grace',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  when: (stack, component) => entryOf(stack, component, nginx.worker_shutdown_timeout) !== undefined,
  reads: { sleep: optional(own(container.pre_stop_sleep)), shutdown: present(nginx.worker_shutdown_timeout), grace: killTime },
  broken: (v) => {
    if (v.shutdown === undefined) return undefined;
    const grace = v.grace.after;
    const sleep = v.sleep ?? 0;
    return sleep + v.shutdown > grace ? `the pause of ${inSeconds(sleep)} and up to ${inSeconds(v.shutdown)} of running requests; the kill comes after ${inSeconds(grace)}` : undefined;
  },
  why: 'Requests that had begun are cut off at every deployment.',
  fix: 'raise the grace period, or lower worker_shutdown_timeout.',
  source: 'nginx.org worker_shutdown_timeout; Docker: 10 s by default',
  examples: {
    holds: [{ sleep: 10_000, shutdown: 25_000, grace: { after: 40_000, stated: true } }],
    breaks: [{ sleep: 10_000, shutdown: 25_000, grace: { after: 30_000, stated: true } }],
  },
});

import { defineCheck } from '../model/check.ts';
import { each, optional, own } from '../model/input.ts';
import { entryOf } from '../model/lookup.ts';
import { fronts } from '../model/who.ts';
import * as found from '../settings/found.ts';
import * as nginx from '../settings/nginx.ts';
import { inSeconds } from './words.ts';

/** How long the balancer in front keeps an idle connection against how long nginx does. */
export const balancerIdleAboveProxy = defineCheck({
  id: 'balancer-idle-above-proxy',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  when: (stack, component) => fronts(stack, component).length > 0 || entryOf(stack, component, found.front_idle_timeout) !== undefined,
  reads: {
    fronts: each(fronts, { idle: optional(own(found.front_idle_timeout)) }),
    balancer: optional(own(found.front_idle_timeout)),
    proxy: own(nginx.keepalive_timeout),
  },
  broken: (v) => {
    const all = [...v.fronts, ...(v.balancer === undefined ? [] : [{ of: 'the load balancer', idle: v.balancer }])];
    const longest = all.filter((one) => one.idle !== undefined && one.idle > 0 && v.proxy > 0 && one.idle >= v.proxy).map((one) => `${one.of} keeps idle connections ${inSeconds(one.idle ?? 0)}`);
    return longest.length === 0 ? undefined : `${longest.join(', ')}; nginx closes them after ${inSeconds(v.proxy)}`;
  },
  why: 'A request sent while nginx closes meets a dead socket: a 502 now and then, that no log of nginx shows.',
  fix: 'let keepalive_timeout of nginx be some seconds longer: 75 s behind 60 s, 620 s behind Google\'s 600 s.',
  source: 'Google Cloud load balancing, backend keep-alive 600 s; Traefik idleConnTimeout 90 s; Caddy keepalive 2 min',
  examples: {
    holds: [{ fronts: [{ of: 'edge', idle: 60_000 }], balancer: undefined, proxy: 75_000 }, { fronts: [{ of: 'edge', idle: undefined }], balancer: undefined, proxy: 75_000 }, { fronts: [], balancer: 600_000, proxy: 620_000 }],
    breaks: [{ fronts: [{ of: 'edge', idle: 90_000 }], balancer: undefined, proxy: 65_000 }, { fronts: [], balancer: 600_000, proxy: 75_000 }],
  },
});

import { defineCheck } from '../model/check.ts';
import { given, own, present } from '../model/input.ts';
import * as c from '../settings/component.ts';
import * as nginx from '../settings/nginx.ts';
import * as profile from '../settings/profile.ts';
import { answerable } from './answerable.ts';

/** What the proxy lets through against what was promised. */
export const rateLimitBelowTarget = defineCheck({
  id: 'rate-limit-below-target',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  reads: { rate: present(nginx.limit_total_rate), replicas: own(c.replicas), target: given(profile.rps), capacity: answerable },
  // A target beyond the capacity is another check's business: the limit then protects what is there.
  broken: (v) => (v.rate !== undefined && v.target <= (v.capacity ?? Infinity) && v.rate * v.replicas < Math.floor(v.target) - v.replicas ? `the proxies let ${v.rate * v.replicas} requests a second through; the target is ${v.target}` : undefined),
  why: 'The limit refuses requests that the stack could answer.',
  fix: 'raise the rate, or take it out and let it follow the capacity.',
  source: 'nginx.org limit_req',
  examples: { holds: [{ rate: 1120, replicas: 1, target: 1000, capacity: 1400 }, { rate: 400, replicas: 1, target: 1000, capacity: 500 }], breaks: [{ rate: 100, replicas: 2, target: 1000, capacity: 1400 }] },
});

import { defineCheck } from '../model/check.ts';
import { each, given, optional, own } from '../model/input.ts';
import { sum } from '../model/value.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as profile from '../settings/profile.ts';
import { onOneMachine } from './node-pods.ts';
import { stayingHosted } from './runs-once.ts';
import { inCores, withoutLimit } from './words.ts';

/** All CPU limits together against the cores of the machine. */
export const cpuLimitsExceedMachine = defineCheck({
  id: 'cpu-limits-exceed-machine',
  severity: 'warning',
  confidence: 'certain',
  on: ['machine'],
  when: onOneMachine,
  reads: { all: each(stayingHosted, { limit: optional(own(container.cpu_limit)), replicas: own(c.replicas) }), available: given(profile.allocatable_cpu) },
  broken: (v) => {
    const total = sum(v.all.map((one) => (one.limit ?? 0) * one.replicas));
    if (total <= v.available && v.all.some((one) => one.limit === undefined)) return { missing: `CPU limit of ${withoutLimit(v.all)}` };
    return total > v.available ? `the CPU limits add up to ${inCores(total)}; the machine has ${inCores(v.available)} for them` : undefined;
  },
  why: 'Under load each gets less than its limit promises, and what was sized from the limit is too large.',
  fix: 'lower the limits, or take a larger machine.',
  source: 'docs.kernel.org, control group v2: cpu.weight shares what is there, cpu.max bounds it',
  examples: {
    holds: [{ all: [{ of: 'db', limit: 1000, replicas: 1 }, { of: 'api', limit: 1000, replicas: 1 }], available: 2000 }],
    breaks: [{ all: [{ of: 'db', limit: 1000, replicas: 1 }, { of: 'api', limit: 1000, replicas: 2 }], available: 2000 }],
  },
});
